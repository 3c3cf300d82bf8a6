/** What `scanner.js` puts on `window.knapsackReadQr`. */

/** The text of a QR code in a picture, or null when none can be read. */
export type ReadQr = (image: ImageData) => string | null;

declare global {
  interface Window {
    knapsackReadQr?: ReadQr;
  }
}
