/** Task Studio: makes and opens tasks and quizzes, keeps what is not saved yet, and saves it. */
import { h } from "../dom.ts";
import type { Page } from "../lesson/page.ts";
import { isDark } from "../lesson/scheme.ts";
import type { Translate } from "../messages.ts";
import type { Folder } from "./asks.ts";
import { Bar } from "./bar.ts";
import { Editing } from "./editing.ts";
import { droppedFile, fileField, MAX_FILE } from "./files.ts";
import { chooseDocument } from "./folder_box.ts";
import { textAt } from "./json_path.ts";
import { kindOf, newDocument } from "./kinds.ts";
import { languagesOf } from "./localised.ts";
import { askTeacher } from "./question_box.ts";
import { documentPath, formatDocument, parseObject, readState, type SavedState } from "./saved_state.ts";
import { ShellFault, type ShellLine } from "./shell_line.ts";
import { startPage } from "./start.ts";
import { type Kind, Work } from "./work.ts";

const KEEP_MS = 250;

export class Studio {
  readonly page: Page;
  readonly t: Translate;
  readonly work = new Work("task", {});
  languages: readonly string[];
  hasFolder = false;
  readonly #line: ShellLine;
  readonly #bar: Bar;
  readonly #place = h("div", { class: "ks-place" });
  readonly #notice = h("p", { class: "ks-said", role: "status" });
  readonly #file = fileField((file) => void this.#take(file));
  #begun: Promise<void> = Promise.resolve();
  #editing: Editing | null = null;
  #folders = false;
  #folder: Folder | null = null;
  #saved = "";
  #path: string | null = null;
  /** The file at that path of the open folder is this document's: it may be written over. */
  #isOurs = false;
  /** The same work in the page of another language: nothing to warn of. */
  #switching = false;
  /** The document as it was last kept. */
  #kept: object | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, page: Page, line: ShellLine) {
    this.page = page;
    this.t = page.t;
    this.languages = [page.language];
    this.#line = line;
    this.#bar = new Bar(this.t, {
      fresh: () => void this.#beginAnew(),
      open: () => this.#file.click(),
      openFolder: () => void this.#guard(() => this.#openFolder()),
      undo: () => this.#travel(() => this.work.undo()),
      redo: () => this.#travel(() => this.work.redo()),
      save: () => void this.#guard(() => this.#saveFile()),
      saveInFolder: () => void this.#guard(() => this.#saveInFolder()),
      colours: () => this.#turnColours(),
    });
    root.append(this.#bar.element, this.#file, this.#place, this.#notice);
    for (const link of root.querySelectorAll("a[hreflang]"))
      link.addEventListener("click", () => (this.#switching = true));
    this.work.onchange = () => this.#changed();
    this.#listen();
  }

  /** What was being made when the page was left, else the choice of what to make. */
  begin(): Promise<void> {
    this.#begun = this.#goOn();
    return this.#begun;
  }

  async #goOn(): Promise<void> {
    try {
      const { kept, folders, folder } = await this.#line.ask({ what: "hello" });
      this.#folders = folders;
      this.#folder = folder;
      const state = readState(kept);
      if (!state) return this.#showStart();
      this.#edit(state);
      if (this.#isUnsaved) this.#say("studio.restored");
    } catch (error) {
      if (!(error instanceof ShellFault)) throw error;
      this.#showStart();
    }
  }

  get #text(): string {
    return formatDocument(this.work.kind, this.work.document, this.#saved === "");
  }

  get #isUnsaved(): boolean {
    return this.#editing !== null && JSON.stringify(this.work.document) !== this.#savedForm;
  }

  /** The saved text without its white space, to compare with. */
  #savedForm = "";

  #listen(): void {
    window.addEventListener("beforeunload", (event) => {
      void this.#keep(); // a shell that is reloaded with this page has little time later
      if (this.#isUnsaved && !this.#switching) event.preventDefault();
    });
    window.addEventListener("pagehide", () => void this.#keep());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.#keep();
    });
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("dragover", (event) => {
      if (droppedFile(event)) event.preventDefault();
    });
    document.addEventListener("drop", (event) => this.#dropped(event), { capture: true });
  }

  /** Before an editor under it takes the file for a program. */
  #dropped(event: DragEvent): void {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#take(file);
  }

  /** In a text the browser's own undo is meant. */
  #key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!command || !this.#editing) return;
    const isText = target.closest("input:not([type=checkbox], [type=radio]), textarea, .cm-editor") !== null;
    const key = event.key.toLowerCase();
    if (key === "s") void this.#guard(() => (this.#folder ? this.#saveInFolder() : this.#saveFile()));
    else if (key === "z" && !isText)
      this.#travel(() => (event.shiftKey ? this.work.redo() : this.work.undo()));
    else return;
    event.preventDefault();
  }

  /** What is left unsaved is forgotten before the teacher sees that it is: it must not come back. */
  async #beginAnew(): Promise<void> {
    if (!(await this.#leave())) return;
    this.#editing?.leave();
    this.#editing = null;
    this.#path = null;
    await this.#keep();
    this.#showStart();
  }

  #showStart(): void {
    const start = startPage(this.t, this.#folders, {
      make: (kind) => this.#make(kind),
      open: () => this.#file.click(),
      openFolder: () => void this.#guard(() => this.#openFolder()),
    });
    this.#place.replaceChildren(start);
    this.#showBar();
  }

  #make(kind: Kind): void {
    const languages = [this.page.language];
    this.#edit({ kind, document: newDocument(kind), languages, saved: "", path: null, hasFolder: false });
    this.#editing?.focus();
  }

  #edit({ kind, document, languages, saved, path, hasFolder }: SavedState): void {
    this.#editing?.leave();
    this.languages = languages;
    this.#saved = saved;
    this.#savedForm = JSON.stringify(parseObject(saved) ?? newDocument(kind));
    this.#path = path;
    this.#isOurs = false;
    this.hasFolder = hasFolder;
    this.#editing = null;
    this.work.begin(kind, document);
    const editing = new Editing(this, saved !== "", (chosen) => this.#chooseLanguages(chosen));
    this.#editing = editing;
    this.#place.replaceChildren(editing.element);
    editing.draw();
    this.#changed();
  }

  #chooseLanguages(chosen: readonly string[]): void {
    this.languages = chosen;
    this.#editing?.draw();
    this.#place.querySelector<HTMLElement>(".ks-languages input:checked")?.focus();
    this.#changed();
  }

  #travel(go: () => void): void {
    go();
    this.#editing?.draw();
  }

  #changed(): void {
    this.#notice.textContent = "";
    this.#editing?.changed();
    this.#showBar();
    this.#timer ??= setTimeout(() => void this.#keep(), KEEP_MS);
  }

  #showBar(): void {
    const { canUndo, canRedo } = this.work;
    this.#bar.show({
      working: this.#editing !== null,
      canUndo,
      canRedo,
      unsaved: this.#isUnsaved,
      kept: this.#kept === this.work.document,
      folders: this.#folders,
      folder: this.#folder?.name ?? null,
      path: this.#path,
    });
  }

  async #keep(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { kind, document } = this.work;
    const state: SavedState = {
      kind,
      document,
      languages: [...this.languages],
      saved: this.#saved,
      path: this.#path,
      hasFolder: this.hasFolder,
    };
    try {
      await this.#line.ask({ what: "keep", text: this.#editing ? JSON.stringify(state) : null });
      this.#kept = document;
      this.#showBar();
    } catch (error) {
      if (!(error instanceof ShellFault)) throw error;
      this.#say("studio.not_kept");
    }
  }

  /** Whether the teacher is done with what is open. */
  async #leave(): Promise<boolean> {
    return !this.#isUnsaved || askTeacher(this.t, this.t("studio.leave"), this.t("studio.leave_yes"));
  }

  async #take(file: File): Promise<void> {
    await this.#begun; // a file may be dropped before it is known what was kept
    if (file.size > MAX_FILE) return this.#say("studio.too_big", { name: file.name });
    this.#open(await file.text(), file.name, null, await this.#leave());
  }

  #open(text: string, name: string, path: string | null, wanted = true): void {
    const document = parseObject(text);
    const kind = document && kindOf(document);
    if (!document || !kind) this.#say(document ? "studio.neither" : "studio.not_json", { name });
    else if (wanted) {
      const found = languagesOf(document);
      const languages = found.length ? found : [this.page.language];
      const hasFolder = /(^|\/)task\.json$/.test(name);
      this.#edit({ kind, document, languages, saved: text, path, hasFolder });
      this.#say("studio.opened", { name });
    }
  }

  async #openFolder(): Promise<void> {
    const folder = this.#folder ? await this.#line.ask({ what: "list" }) : await this.#pickFolder();
    if (!folder) return;
    const path = await chooseDocument(this.t, folder);
    if (!path || !(await this.#leave())) return;
    this.#open(await this.#line.ask({ what: "read", path }), path, path);
    this.#isOurs = this.#path === path;
  }

  async #pickFolder(): Promise<Folder | null> {
    const folder = await this.#line.ask({ what: "pick" });
    if (!folder) return null;
    const wanted =
      folder.isCourse ||
      (await askTeacher(
        this.t,
        this.t("studio.no_manifest", { folder: folder.name }),
        this.t("studio.use_folder"),
      ));
    this.#folder = wanted ? folder : null;
    this.#isOurs = false;
    this.#showBar();
    return this.#folder;
  }

  async #saveFile(): Promise<void> {
    this.#editing?.showFaults();
    const id = textAt(this.work.document, ["id"]);
    const name = `${documentPath(this.work.kind, id, null) ? id : this.work.kind}.json`;
    const text = this.#text;
    await this.#line.ask({ what: "download", name, text });
    this.#wasSaved(text, this.#path);
    const folder = this.work.kind === "task" ? "tasks" : "quizzes";
    this.#say(this.#editing?.faults ? "studio.downloaded_faults" : "studio.downloaded", { name, folder });
  }

  async #saveInFolder(): Promise<void> {
    this.#editing?.showFaults();
    const path = documentPath(this.work.kind, textAt(this.work.document, ["id"]), this.#path);
    if (!path) return this.#say("studio.needs_id");
    if (!this.#folder && !(await this.#pickFolder())) return;
    const text = this.#text;
    const write = (replace: boolean) => this.#line.ask({ what: "write", path, text, replace });
    if ((await write(this.#isOurs && path === this.#path)) === "exists") {
      const replace = await askTeacher(this.t, this.t("studio.exists", { path }), this.t("studio.replace"));
      if (!replace) return;
      await write(true);
    }
    this.#wasSaved(text, path);
    this.#isOurs = true;
    const values = { path, folder: this.#folder?.name ?? "" };
    this.#say(this.#editing?.faults ? "studio.written_faults" : "studio.written", values);
  }

  #wasSaved(text: string, path: string | null): void {
    this.#saved = text;
    this.#savedForm = JSON.stringify(this.work.document);
    this.#path = path;
    this.#showBar();
    void this.#keep();
  }

  /** What the browser refuses, such as a folder that has been taken away, is told; the work stays. */
  async #guard(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof ShellFault)) throw error;
      this.#folder = null;
      this.#showBar();
      this.#say("studio.folder_failed", { reason: error.message });
    }
  }

  #turnColours(): void {
    const scheme = isDark() ? "default" : "slate";
    document.body.setAttribute("data-md-color-scheme", scheme);
    this.page.link.send({ type: "scheme", scheme });
    this.#bar.showColours();
  }

  #say(key: string, values: Record<string, string> = {}): void {
    this.#notice.textContent = this.t(key, values);
  }
}
