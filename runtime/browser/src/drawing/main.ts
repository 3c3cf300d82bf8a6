/** Entry of `drawing.js`, loaded when something is drawn: most pages never need it. */
import "./api.ts";
import { Drawing, pictureOf } from "./drawing.ts";

window.knapsackDrawing = { Drawing, pictureOf };
