/** The form of one document, all its parts. */
import { h } from "../dom.ts";
import { ICONS } from "../icons.ts";
import { About } from "./about.ts";
import { CheckBar } from "./check_bar.ts";
import { Checking } from "./checking.ts";
import { FaultList } from "./fault_list.ts";
import { type Fault, findFaults } from "./faults.ts";
import type { Form, Section } from "./form.ts";
import { Programs } from "./programs.ts";
import { QuizForm } from "./quiz_form.ts";
import { Settings, StudentPart } from "./settings.ts";
import { SIGNS } from "./signs.ts";
import { Tests } from "./tests.ts";

export class Editing {
  readonly element: HTMLElement;
  readonly #form: Form;
  readonly #sections: Section[];
  readonly #faults: FaultList;
  readonly #about: About;
  readonly #bar: CheckBar | null = null;
  readonly #checking: Checking | null = null;
  /** What Python had against the document as it is. */
  #python: readonly Fault[] = [];
  #frame = 0;

  /** `opened`: an existing file, which shows its faults at once. */
  constructor(form: Form, opened: boolean, languages: (chosen: string[]) => void) {
    this.#form = form;
    this.#about = new About(form, { languages });
    const main = h("div", { class: "ks-form" });
    this.#faults = new FaultList(form.t, main);
    if (form.work.kind === "quiz") this.#sections = [this.#about, new QuizForm(form)];
    else {
      const check = (): void => void this.#check();
      const stop = (): void => this.#checking?.stop();
      const all = { label: form.t("studio.check"), face: ICONS.check, kind: "ks-strong" };
      const answers = { label: form.t("studio.fill"), face: SIGNS.wand, kind: "ks-quiet" };
      const bars = {
        check: new CheckBar(form, { ...all, start: check, stop }),
        fill: new CheckBar(form, { ...answers, start: () => void this.#fill(tests), stop }),
      };
      const programs = new Programs(form, bars.check.element, check);
      const tests = new Tests(form, bars.fill.element);
      this.#checking = new Checking(form, bars, programs);
      this.#checking.onfaults = (faults) => {
        this.#python = faults;
        this.findFaults();
      };
      this.#bar = bars.check;
      const settings = new Settings(form, () => tests.draw());
      this.#sections = [this.#about, tests, programs, new StudentPart(form, check), settings];
    }
    main.append(...this.#sections.map(({ element }) => element));
    this.element = h("div", { class: "ks-editing" }, main, this.#faults.element);
    this.#faults.reset(opened);
  }

  get faults(): number {
    return this.#faults.serious;
  }

  draw(): void {
    for (const section of this.#sections) section.draw();
    this.changed();
  }

  /** Faults are looked for once a frame, however fast somebody types. */
  changed(): void {
    cancelAnimationFrame(this.#frame);
    if (!this.#checking?.busy) this.#bar?.outdated();
    this.#python = [];
    this.#frame = requestAnimationFrame(() => this.findFaults());
  }

  findFaults(): void {
    const { work, hasFolder } = this.#form;
    this.#faults.show([...findFaults(work.kind, work.document, hasFolder), ...this.#python]);
  }

  showFaults(): void {
    this.findFaults();
    this.#faults.showAll();
  }

  focus(): void {
    this.#about.focusTitle();
  }

  leave(): void {
    cancelAnimationFrame(this.#frame);
    this.#checking?.stop();
  }

  async #check(): Promise<void> {
    this.showFaults();
    await this.#checking?.checkAll();
  }

  async #fill(tests: Tests): Promise<void> {
    if (await this.#checking?.fill()) tests.draw();
  }
}
