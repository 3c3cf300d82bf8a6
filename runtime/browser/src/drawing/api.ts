/** What `drawing.js` puts on `window.knapsackDrawing`. */
import type { Translate } from "../messages.ts";
import type { Drawing } from "./drawing.ts";

export interface DrawingModule {
  Drawing: new (t: Translate) => Drawing;
  /** A whole drawing at once. */
  pictureOf(text: string, t: Translate): HTMLElement;
}

declare global {
  interface Window {
    knapsackDrawing?: DrawingModule;
  }
}
