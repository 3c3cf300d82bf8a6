/** The page around all pages: it owns Python, the learners and their progress. */
import { loadScript } from "../dom.ts";
import { type Kernel, wake } from "../kernel/kernel.ts";
import { type Translate, translator } from "../messages.ts";
import { formatPlace } from "../places.ts";
import type { ProgressLog } from "../progress/log.ts";
import { SaveFileError } from "../progress/savefile.ts";
import type { HelloMessage, KernelState, Learner, Scheme, ShellMessage } from "../protocol.ts";
import { Bar } from "./bar.ts";
import { loadSchool, type School, type SchoolShell } from "./companion.ts";
import type { Config } from "./config.ts";
import { Desk } from "./desk.ts";
import { loadFromFile, saveToFile } from "./files.ts";
import type { Frame } from "./frame.ts";
import type { Memory } from "./memory.ts";
import { Notice } from "./notice.ts";
import type { People } from "./people.ts";
import { PeopleDialog } from "./people_dialog.ts";
import { Session, type ShellControls } from "./session.ts";

/** How long a page may take to hand in its code and come back. */
const SETTLE_MS = 1500;

export interface ShellParts {
  config: Config;
  kernel: Kernel;
  log: ProgressLog;
  people: People;
  memory: Memory;
  frame: Frame;
  header: HTMLElement;
  school: School | null;
}

export class Shell implements ShellControls, SchoolShell {
  readonly #parts: ShellParts;
  readonly #desk: Desk;
  readonly #bar: Bar;
  readonly #notice: Notice;
  readonly #dialog: PeopleDialog;
  #session: Session | null = null;
  #fraction = 0;
  #lost = false;
  #opened = (): void => {};

  constructor(parts: ShellParts) {
    this.#parts = parts;
    this.#desk = new Desk(parts.kernel);
    this.#notice = new Notice(document.body);
    this.#dialog = new PeopleDialog(document.body, {
      choose: (id) => this.#choose(id),
      add: (name) => void this.#add(name),
      change: (name, colour) => void this.#change(name, colour),
      ...(location.protocol === "file:" ? { connect: () => void this.#connect() } : {}),
    });
    this.#bar = new Bar(parts.header, {
      home: () => this.#home(),
      people: () => this.#openPeople(),
      save: () => void this.#save(),
      load: (file) => void this.#load(file),
    });
    parts.frame.onlost = () => this.#showStart();
    parts.kernel.onchange = (state, fraction) => this.#kernelChanged(state, fraction);
    parts.log.onchange = () => this.#changed();
    parts.log.onfailure = (reason) => this.#storageFailed(reason);
    parts.log.onadd = (event) => parts.school?.added(event);
    this.#show();
    parts.school?.attach(this);
  }

  /** A page in the frame has its port. */
  welcome(port: MessagePort, hello: HelloMessage): void {
    const { frame, log, people, memory, config } = this.#parts;
    if (!frame.arrived(hello.page)) {
      port.close();
      return;
    }
    this.#lost = false;
    this.#session?.leave();
    const learner = people.current;
    const session = new Session(port, learner, log, this.#desk, this);
    this.#session = session;
    session.send({
      type: "welcome",
      learner,
      progress: log.progress(learner.id),
      scheme: memory.scheme,
      font: memory.font,
    });
    this.#sendKernel();
    this.#parts.school?.opened();
    this.#opened();
    document.title = hello.title || config.title;
    this.#rememberPlace();
    this.#show();
  }

  /** With several learners on one computer the wrong one is easily taken. */
  askWhoLearns(): void {
    if (this.#parts.school?.ownsPeople) return;
    const everyone = this.#parts.people.all();
    if (everyone.length > 1) this.#dialog.ask(this.#t, everyone, this.#parts.people.current);
  }

  wake(): void {
    wake(this.#parts.kernel);
  }

  scheme(scheme: Scheme): void {
    this.#parts.memory.set("scheme", scheme);
    this.#parts.frame.tint(scheme);
    this.#show();
  }

  font(size: number): void {
    this.#parts.memory.set("font", size);
  }

  place(fragment: string): void {
    this.#parts.frame.turned(fragment);
    this.#rememberPlace();
  }

  introduce(learner: Learner): Promise<void> {
    this.#parts.memory.set("learner", this.#parts.people.current.id);
    return this.#parts.people.introduce(learner);
  }

  handIn(course: string, task: string): void {
    this.#parts.school?.handIn(course, task);
  }

  get learner(): string {
    return this.#parts.people.current.id;
  }

  get language(): string {
    return this.#parts.frame.language || document.documentElement.lang;
  }

  send(message: ShellMessage): void {
    this.#session?.send(message);
  }

  say(text: string): void {
    if (text) this.#notice.show(text, this.#t("shell.close"), "good");
    else this.#notice.clear();
  }

  become(learner: Learner): void {
    this.#parts.people.become(learner);
    this.#learnerChanged();
  }

  async settle(): Promise<void> {
    const back = new Promise<void>((resolve) => {
      this.#opened = resolve;
    });
    this.send({ type: "reload" });
    await Promise.race([back, new Promise((resolve) => setTimeout(resolve, SETTLE_MS))]);
    await this.#parts.log.settleAll();
  }

  async studio(ask: unknown): Promise<unknown> {
    const studio = await loadScript("assets/knapsack/studio_shell.js", () => window.knapsackStudio);
    return studio.answer(ask);
  }

  /** One line when nothing can be kept; the lesson goes on. */
  #storageFailed(reason: unknown): void {
    console.warn(reason);
    this.#notice.show(this.#t("progress.not_kept"), this.#t("shell.close"), "bad");
  }

  get #t(): Translate {
    return translator(this.language, this.#parts.config.texts);
  }

  #openPeople(): void {
    const { people, school } = this.#parts;
    if (school?.ownsPeople) school.menu();
    else this.#dialog.open(this.#t, people.all(), people.current);
  }

  /** What is asked of a companion is decided when the page is opened. */
  async #connect(): Promise<void> {
    const { people, config } = this.#parts;
    await people.introduce(people.current);
    if (await (await loadSchool()).connect(config, this.language, people.current)) location.reload();
  }

  #changed(): void {
    this.#sendProgress();
    this.#parts.school?.changed();
  }

  #show(): void {
    const { config, people, memory, kernel, frame, school } = this.#parts;
    const root = document.documentElement;
    root.lang = frame.language || root.lang;
    root.dataset["scheme"] = memory.scheme;
    root.dataset["kernel"] = kernel.state;
    const [learner, t] = [people.current, this.#t];
    const person = school?.badge(this.language) ?? null;
    this.#bar.show({
      t,
      title: config.title,
      learner,
      person,
      kernel: kernel.state,
      fraction: this.#fraction,
    });
  }

  #kernelChanged(state: KernelState, fraction: number): void {
    document.documentElement.dataset["kernel"] = state;
    this.#fraction = fraction;
    this.#bar.showKernel(this.#t, state, fraction);
    this.#sendKernel();
  }

  #sendKernel(): void {
    const { state, interactive } = this.#parts.kernel;
    this.#session?.send({ type: "kernel", state, fraction: this.#fraction, interactive });
  }

  #sendProgress(): void {
    const { log, people } = this.#parts;
    this.#session?.send({
      type: "progress",
      progress: log.progress(people.current.id),
      learner: people.current,
    });
  }

  #home(): void {
    const { frame, config } = this.#parts;
    frame.open({ page: `${frame.language || config.languages[0]}/index.html`, fragment: "" });
  }

  /** A page is missing: a mistyped address, or one that an older copy of the course had. */
  #showStart(): void {
    this.#notice.show(this.#t("shell.no_page"), this.#t("shell.close"), "bad");
    if (!this.#lost) this.#home(); // once: a broken copy may have no start page either
    this.#lost = true;
  }

  #rememberPlace(): void {
    const { frame, people, memory } = this.#parts;
    if (frame.place) memory.set(`place.${people.current.id}`, formatPlace(frame.place));
  }

  #choose(id: string): void {
    if (this.#parts.people.choose(id)) this.#learnerChanged();
  }

  async #add(name: string): Promise<void> {
    await this.#parts.people.add(name);
    this.#learnerChanged();
  }

  async #change(name: string, colour: string): Promise<void> {
    await this.#parts.people.change(name, colour);
    this.#sendProgress();
    this.#show();
  }

  /** The page hands in the old learner's code over its old port, then comes back with a new hello. */
  #learnerChanged(): void {
    this.#parts.memory.set("learner", this.#parts.people.current.id);
    this.#session?.send({ type: "reload" });
    this.#show();
  }

  async #save(): Promise<void> {
    const { log, people, school } = this.#parts;
    // On a PC of the school others' work is none of theirs.
    const name = await saveToFile(
      log,
      people.current.name,
      school?.ownsPeople ? people.current.id : undefined,
    );
    this.#notice.show(this.#t("progress.saved", { name }), this.#t("shell.close"), "good");
  }

  async #load(file: File): Promise<void> {
    const { log, people } = this.#parts;
    this.#notice.show(this.#t("progress.loading"), this.#t("shell.close"), "good");
    try {
      const count = await loadFromFile(log, file);
      people.refresh();
      const text = count ? this.#t("progress.loaded", { count }) : this.#t("progress.nothing_new");
      this.#notice.show(text, this.#t("shell.close"), "good");
      if (count) this.#learnerChanged();
    } catch (error) {
      if (!(error instanceof SaveFileError)) throw error;
      this.#notice.show(this.#t(`progress.fault_${error.fault}`), this.#t("shell.close"), "bad");
    }
  }
}
