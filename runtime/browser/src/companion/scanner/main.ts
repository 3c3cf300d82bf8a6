/** Entry of `scanner.js`, loaded when a camera is opened. */
import "./api.ts";
import decodeQR from "qr/decode.js";

window.knapsackReadQr = (image) => {
  try {
    return decodeQR(image);
  } catch {
    return null; // so it tells of a picture without a code
  }
};
