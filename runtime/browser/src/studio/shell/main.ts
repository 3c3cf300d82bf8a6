/** Entry of `studio_shell.js`, which the shell loads when Task Studio first asks for something. */
import { StudioDesk } from "./desk.ts";

window.knapsackStudio = new StudioDesk(document.documentElement.dataset["site"] ?? "");
