/** What a camera sees: a film of one picture, as Chromium's camera for tests plays it. */
import { writeFileSync } from "node:fs";
import type { Browser } from "puppeteer-core";

const [WIDTH, HEIGHT] = [640, 480];
/** How much of the picture a card fills that somebody holds up. */
const FILLS = 0.8;

/** Write a film that shows a picture, a PNG in base64, on a grey ground. */
export async function writeFilm(browser: Browser, picture: string, file: string): Promise<void> {
  const page = await browser.newPage(); // a page of the companion's own would not load the picture
  const light = await page.evaluate(brightness, picture, WIDTH, HEIGHT, FILLS);
  await page.close();
  const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const head = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420mpeg2\nFRAME\n`;
  writeFileSync(file, Buffer.concat([Buffer.from(head), Buffer.from(light, "base64"), colour]));
}

/** The brightness of each point, in base64; runs in the page. */
async function brightness(picture: string, width: number, height: number, fills: number): Promise<string> {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const context = new OffscreenCanvas(width, height).getContext("2d");
  if (!context) throw new Error("there is no canvas here");
  context.fillStyle = "grey";
  context.fillRect(0, 0, width, height);
  const scale = fills * Math.min(width / image.width, height / image.height);
  const [w, h] = [image.width * scale, image.height * scale];
  context.drawImage(image, (width - w) / 2, (height - h) / 2, w, h);
  const { data } = context.getImageData(0, 0, width, height);
  const light = Array.from({ length: width * height }, (_, i) => String.fromCharCode(data[4 * i] ?? 0));
  return btoa(light.join(""));
}
