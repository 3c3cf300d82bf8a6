/**
 * What Task Studio asks of the shell: a local page in a frame may not open folders, and in Firefox neither save files nor
 * share what it keeps.
 */

export type StudioAsk =
  | { what: "hello" }
  | { what: "keep"; text: string | null } // null: nothing is left to keep
  | { what: "download"; name: string; text: string }
  | { what: "pick" } // lets the teacher choose a folder
  | { what: "list" }
  | { what: "read"; path: string }
  | { what: "write"; path: string; text: string; replace: boolean };

export interface Folder {
  name: string;
  /** It has a manifest.json. */
  isCourse: boolean;
  /** Paths of its tasks and quizzes, such as "tasks/sum.json". */
  files: string[];
}

export interface StudioAnswers {
  /** What was kept last, whether this browser can open folders, and the folder that is open. */
  hello: { kept: string | null; folders: boolean; folder: Folder | null };
  keep: boolean;
  download: boolean;
  /** Null when the teacher chose none. */
  pick: Folder | null;
  list: Folder | null;
  read: string;
  /** "exists": there is such a file, and it was not to be replaced. */
  write: "written" | "exists";
}

/** A file of a task or quiz in a course's folder; nothing else is read or written. */
export const DOCUMENT_PATH = /^(tasks|quizzes)\/[A-Za-z0-9][A-Za-z0-9_-]{0,63}(\.json|\/task\.json)$/;
export const DOWNLOAD_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.json$/;
export const MAX_KEPT = 8 * 1024 * 1024;
