/** Signing in with a card: held before the camera, typed by a scanner, or by hand. */
import { find, loadScript } from "../dom.ts";
import { ask, type Who } from "./api.ts";
import type { Page } from "./page.ts";
import type { ReadQr } from "./scanner/api.ts";

/** Between two looks at the camera's picture: old PCs have other things to do. */
const LOOK_MS = 150;
/** Enough to read a card that fills half the picture. */
const WIDTH = 640;
const LINK = "#card=";

export function cardLogin(page: Page, enter: (who: Who) => void): void {
  const show = async (card: string): Promise<void> => enter(await ask<Who>("POST", "/auth/card", { card }));
  const camera = new Camera(page, show);
  const button = find<HTMLButtonElement>("#use-card");
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    button.textContent = page.t(open ? "card_close" : "card_use");
    find("#card-box").hidden = !open;
    if (open) find("#card-code").focus();
    void (open ? camera.start() : camera.stop());
  });
  page.onsubmit(find<HTMLFormElement>("#card-form"), (fields) => show(String(fields.get("card"))));
  if (!location.hash.startsWith(LINK)) return;
  const card = location.hash.slice(LINK.length);
  history.replaceState(null, "", location.pathname); // it must not stay in the list of visited pages
  void page.attempt(() => show(card));
}

class Camera {
  readonly #page: Page;
  readonly #show: (card: string) => Promise<void>;
  readonly #video = find<HTMLVideoElement>("#camera");
  #stream: MediaStream | null = null;
  #wanted = false;
  /** A card that was refused is not shown again while it is held there. */
  #last = "";

  constructor(page: Page, show: (card: string) => Promise<void>) {
    this.#page = page;
    this.#show = show;
  }

  async start(): Promise<void> {
    this.#wanted = true;
    this.#last = "";
    this.#say("card_wait");
    const read = await this.#open();
    if (!read) return;
    this.#say("card_hold");
    while (this.#wanted) {
      await this.#look(read);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  stop(): void {
    this.#wanted = false;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#video.hidden = true;
  }

  /** Open the camera; without one, or without the leave to use it, the letters can be typed. */
  async #open(): Promise<ReadQr | null> {
    const wanted = { video: { width: { ideal: WIDTH } } };
    const opening = navigator.mediaDevices?.getUserMedia(wanted).catch(() => null);
    const stream = (await opening) ?? null;
    if (!stream || !this.#wanted) {
      for (const track of stream?.getTracks() ?? []) track.stop();
      this.#say("card_no_camera");
      return null;
    }
    this.#stream = stream;
    this.#video.srcObject = stream;
    this.#video.hidden = false;
    await this.#video.play();
    return loadScript("/school/assets/scanner.js", () => window.knapsackReadQr);
  }

  async #look(read: ReadQr): Promise<void> {
    const image = picture(this.#video);
    const card = image && read(image);
    if (!card || card === this.#last) return;
    this.#last = card;
    await this.#page.attempt(() => this.#show(card));
  }

  #say(key: string): void {
    find("#camera-say").textContent = this.#page.t(key);
  }
}

function picture(video: HTMLVideoElement): ImageData | null {
  const { videoWidth, videoHeight } = video;
  if (!videoWidth) return null;
  const canvas = document.createElement("canvas");
  canvas.width = Math.min(WIDTH, videoWidth);
  canvas.height = Math.round((canvas.width * videoHeight) / videoWidth);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return context?.getImageData(0, 0, canvas.width, canvas.height) ?? null;
}
