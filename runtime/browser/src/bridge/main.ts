/** Entry of `bridge.js`, in the companion's page that stands unseen in a page of the site. */
import { isRecord } from "../guards.ts";
import { BRIDGE_PORT, BRIDGE_READY } from "./asks.ts";
import { answer } from "./desk.ts";

/** Pages from a stick have no origin that could be named; browsers spell that in two ways. */
const FROM_STICK = document.documentElement.dataset["for"] === "stick";

function isOurs(event: MessageEvent<unknown>): boolean {
  if (event.source !== window.parent || window.parent === window) return false;
  if (FROM_STICK) return event.origin === "null" || event.origin === "file://";
  return event.origin === location.origin;
}

window.addEventListener("message", (event: MessageEvent<unknown>) => {
  const port = event.ports[0];
  if (!isOurs(event) || !port || !isRecord(event.data) || event.data["type"] !== BRIDGE_PORT) return;
  port.onmessage = async ({ data }: MessageEvent<unknown>) => {
    const reply = await answer(data);
    if (reply) port.postMessage(reply);
  };
});
window.parent.postMessage({ type: BRIDGE_READY }, FROM_STICK ? "*" : location.origin);
