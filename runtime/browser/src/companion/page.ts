/** What all pages of the companion share: texts, the notice, who is signed in, forms that ask the companion. */
import { find, h } from "../dom.ts";
import type { Translate } from "../messages.ts";
import { ask, Refusal, type Who } from "./api.ts";
import { menu } from "./menu.ts";
import { pageTexts } from "./texts.ts";
import { showWarnings } from "./warnings.ts";

const KNOWN =
  /^(wrong_|too_|signed_out|forbidden|not_|no_|name_taken|set_up_|empty_|long_|store_|broken_|backup_|licence_)/;
/** What the companion says to these is of use to a teacher, though it is English. */
const TOLD = new Set(["no_pack", "broken_course", "no_backup", "no_restore"]);

export class Page {
  readonly t: Translate = pageTexts();
  readonly language = document.documentElement.lang;
  /** What is asked for here is a student's: a PIN will do. */
  forStudents = false;
  readonly #notice = find("#notice");

  /** Go to another page of the companion. */
  open(page: string): void {
    location.assign(`/school/${this.language}/${page}`);
  }

  /** Say something that the reader has to know. */
  say(text: string, kind: "good" | "bad" = "good"): void {
    this.#notice.textContent = text;
    this.#notice.dataset["kind"] = kind;
    this.#notice.hidden = text === "";
    if (text !== "") this.#notice.scrollIntoView({ block: "nearest" });
  }

  /** Do something that may be refused, and say so if it is. */
  async attempt(
    deed: () => Promise<void>,
    say = (text: string): void => this.say(text, "bad"),
  ): Promise<void> {
    say("");
    try {
      await deed();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      say(this.#reason(error));
    }
  }

  /** Do something with a form's fields when it is sent; a second press waits for the first. */
  onsubmit(form: HTMLFormElement, deed: (fields: FormData) => Promise<void>): void {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = find<HTMLButtonElement>("button:not([type])", form);
      if (button.disabled) return;
      button.disabled = true;
      await this.attempt(() => deed(new FormData(form))).finally(() => {
        button.disabled = false;
      });
    });
  }

  onpress(selector: string, deed: () => Promise<void>): void {
    find(selector).addEventListener("click", () => void this.attempt(deed));
  }

  /** Who is signed in and teaches; anybody else gets to their own page. */
  async teacher(): Promise<Who | null> {
    const who = await this.signedIn();
    if (who?.user.role !== "student") return who;
    this.open("classes");
    return null;
  }

  /** A moment as people here write it; from milliseconds since 1970. */
  moment(time: number): string {
    return new Date(time).toLocaleString(this.language, { dateStyle: "medium", timeStyle: "short" });
  }

  /** Who is signed in, with their name and a way out in the head of the page; without anybody the login page comes. */
  async signedIn(): Promise<Who | null> {
    try {
      const who = await ask<Who>("GET", "/auth/me");
      this.#showWho(who);
      void this.attempt(() => showWarnings(this, who));
      return who;
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "signed_out") throw error;
      this.open("login");
      return null;
    }
  }

  #showWho(who: Who): void {
    const out = h("button", { type: "button", id: "sign-out" }, this.t("sign_out"));
    out.addEventListener("click", () =>
      this.attempt(async () => {
        await ask("POST", "/auth/logout");
        this.open("login");
      }),
    );
    find("#me").replaceChildren(
      h("a", { class: "who", href: `/school/${this.language}/me` }, who.user.name),
      out,
    );
    menu(this, who.user.role);
  }

  #unfit(pointer: string): string {
    if (pointer === "/secret") return this.forStudents ? "error_unfit_pin" : "error_unfit_secret";
    if (pointer === "/passphrase") return "error_unfit_passphrase";
    return "error_unfit_name";
  }

  #reason(refusal: Refusal): string {
    const { code, details } = refusal;
    if (code === "unfit") return this.t(this.#unfit(String(details["pointer"])));
    if (code === "store_unwritable" || !KNOWN.test(code)) return this.t("error_other");
    const known = this.t(`error_${code}`, details as Record<string, string | number>);
    if (known === `error_${code}`) return this.t("error_other");
    return TOLD.has(code) && refusal.said ? `${known} ${refusal.said}` : known;
  }
}
