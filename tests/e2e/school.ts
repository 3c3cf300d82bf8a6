/** A school: the companion as it is started by hand, with a folder of its own, and people at its pages. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, BrowserContext, ElementHandle, Page } from "puppeteer-core";
import { RESULTS } from "./places.ts";

const PATIENCE_MS = 60_000;
const SERVING = /at (http:\S+)\/ until/;

export class School {
  /** Where it is served: an origin. */
  readonly origin: string;
  readonly folder: string;
  readonly #options: string[];
  #command: ChildProcess;

  private constructor({ command, origin }: Started, folder: string, options: string[]) {
    this.#command = command;
    this.origin = origin;
    this.folder = folder;
    this.#options = options;
  }

  /**
   * Start the companion beside a site, with nobody in it; with `courses` it judges their tasks, and it trusts the
   * `keys` in a folder.
   */
  static async open(site: string, courses?: string, keys?: string): Promise<School> {
    const folder = mkdtempSync(path.join(tmpdir(), "knapsack-school-"));
    const options = ["--site", site, "--data", path.join(folder, "data"), "--no-browser"];
    if (courses) options.push("--courses", courses);
    if (keys) options.push("--keys", keys);
    return new School(await start([...options, "--port", "0"]), folder, options);
  }

  /** End the companion; its data stays. */
  async stop(): Promise<void> {
    this.#command.removeAllListeners("exit");
    const ended = new Promise((resolve) => this.#command.on("exit", resolve));
    this.#command.kill("SIGINT");
    await ended;
  }

  /** Start it again where it was. */
  async goOn(): Promise<void> {
    const { port } = new URL(this.origin);
    this.#command = (await start([...this.#options, "--port", port])).command;
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface Started {
  command: ChildProcess;
  origin: string;
}

async function start(options: string[]): Promise<Started> {
  const command = spawn("knapsack", ["serve", ...options], { stdio: ["ignore", "pipe", "inherit"] });
  const origin = await new Promise<string>((resolve, reject) => {
    command.stdout?.on("data", (said: Buffer) => {
      const found = SERVING.exec(String(said));
      if (found?.[1]) resolve(found[1]);
    });
    command.on("exit", (status) => reject(new Error(`knapsack serve ended with ${status}`)));
  });
  return { command, origin };
}

/** Somebody at a PC of the school. */
export class Person {
  readonly page: Page;
  /** Errors of the console and exceptions of the pages; a refusal of the companion is shown there, too. */
  readonly complaints: string[] = [];
  /** What the page asked, and what this person answers; null is Cancel. */
  readonly asked: string[] = [];
  answer: string | null = "";

  private constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      const refused = message.text().startsWith("Failed to load resource: the server responded");
      if (["error", "warn"].includes(message.type()) && !refused) this.complaints.push(message.text());
    });
    page.on("dialog", (dialog) => {
      this.asked.push(dialog.message());
      void (this.answer === null ? dialog.dismiss() : dialog.accept(this.answer));
    });
  }

  static async at(place: Browser | BrowserContext, address: string): Promise<Person> {
    const person = new Person(await place.newPage());
    await person.page.goto(address);
    return person;
  }

  /** Fill in fields by their labels, once they move no longer: lists that arrive push them about. */
  async fill(fields: Record<string, string>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) {
      const found = await this.page.waitForFunction(
        (wanted) => {
          const labels = [...document.querySelectorAll("label")];
          const control = labels.find(({ innerText }) => innerText === wanted)?.control;
          return control instanceof HTMLInputElement && control.checkVisibility() ? control : null;
        },
        {},
        label,
      );
      const field = found.asElement() as ElementHandle<HTMLInputElement> | null;
      await field?.asLocator().fill(text);
    }
  }

  /** Press a button or link by its accessible name, once it moves no longer. */
  async press(name: string, within = "body"): Promise<void> {
    await this.page.locator(`${within} ::-p-aria([name="${name}"])`).click();
  }

  /** Wait until the page shows these words. */
  async sees(words: string, selector = "body"): Promise<void> {
    await this.page.waitForFunction(
      (wanted, place) =>
        [...document.querySelectorAll<HTMLElement>(place)].some((each) => each.innerText.includes(wanted)),
      {},
      words,
      selector,
    );
  }

  /** Wait until the page shows these words no longer. */
  async gone(words: string, selector: string): Promise<void> {
    await this.page.waitForFunction(
      (wanted, place) =>
        [...document.querySelectorAll<HTMLElement>(place)].every((each) => !each.innerText.includes(wanted)),
      {},
      words,
      selector,
    );
  }

  /**
   * Wait until a page is there, whole, and so is the lesson in it where it is the shell: a driven Firefox that is sent on
   * before the shell fills its frame takes the end of that frame for its own (NS_BINDING_ABORTED).
   */
  async isAt(part: string): Promise<void> {
    const loaded = (wanted: string): boolean => {
      if (!location.href.includes(wanted) || document.readyState !== "complete") return false;
      const frame = document.querySelector<HTMLIFrameElement>("#ks-frame");
      return frame === null || (location.hash !== "" && frame.contentDocument?.readyState === "complete");
    };
    await this.page.waitForFunction(loaded, {}, part);
  }

  text(selector: string): Promise<string[]> {
    return this.page.$$eval(selector, (found) => found.map((each) => (each as HTMLElement).innerText));
  }

  /** Keep what the page shows and said, for whoever looks into a failure. */
  async keepEvidence(name: string): Promise<void> {
    const folder = path.join(RESULTS, "evidence", name.replace(/\W+/g, "-"));
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, "page.png") as `${string}.png`, fullPage: true });
    writeFileSync(path.join(folder, "page.html"), await this.page.content());
    writeFileSync(path.join(folder, "console.txt"), [...this.complaints, ...this.asked].join("\n"));
  }
}
