/** Talks to the companion. Its cookies are out of reach of every script, this one too. */
import { isRecord, type Json } from "../guards.ts";

export type Role = "student" | "teacher" | "admin";

export interface User {
  id: string;
  name: string;
  role: Role;
}

export interface SchoolClass {
  id: string;
  name: string;
}

/** Who is signed in, and in which classes they learn or teach. */
export interface Who {
  user: User;
  classes: SchoolClass[];
}

export interface Members extends SchoolClass {
  invite: string | null;
  teachers: User[];
  students: User[];
}

export interface WithSecret {
  user: User;
  secret: string;
}

export interface ListLine {
  line: number;
  name: string;
  secret: string;
  fault: "" | "name" | "secret" | "twice" | "taken" | "columns";
}

export interface ListAnswer {
  lines: ListLine[];
  added: number;
}

/** A file comes to the companion behind a line of JSON: see `withFile`. */
const FILE_TYPE = "application/octet-stream";

type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** The companion refuses, or does not answer; `code` names the text that says so. */
export class Refusal extends Error {
  readonly code: string;
  readonly details: Json;
  /** What the companion says to it, in English; empty where it says nothing. */
  readonly said: string;

  constructor(code: string, details: Json = {}, said = "") {
    super(`the companion refuses: ${code}`);
    this.name = "Refusal";
    this.code = code;
    this.details = details;
    this.said = said;
  }
}

/** Says whose work a request brings, and from a stick also who brings it. */
export type OwnHeaders = { "Knapsack-User"?: string; Authorization?: string };

/**
 * Ask for something; when the short-lived token has run out, get another one and ask again. Rejects with a Refusal.
 *
 * @example const { classes } = await ask<{ classes: SchoolClass[] }>("GET", "/classes");
 */
export async function ask<Answer>(
  method: Method,
  path: string,
  body?: unknown,
  headers: OwnHeaders = {},
): Promise<Answer> {
  try {
    return await send<Answer>(method, path, body, headers);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "signed_out") throw error;
    if (path === "/auth/refresh" || headers.Authorization) throw error;
    await send<Who>("POST", "/auth/refresh");
    return send<Answer>(method, path, body, headers);
  }
}

/**
 * Ask for something with a file. A token that has run out is noticed before the file is under way: a browser may see no
 * refusal that comes while it sends.
 *
 * @example await askWithFile("/content/import", { replace: false, downgrade: false }, file);
 */
export async function askWithFile<Answer>(path: string, fields: Json, file: Blob): Promise<Answer> {
  await ask<Who>("GET", "/auth/me");
  return ask<Answer>("POST", path, withFile(fields, file));
}

/** The body of a request that brings a file. */
export function withFile(fields: Json, file: Blob): Blob {
  return new Blob([JSON.stringify(fields), "\n", file]);
}

async function send<Answer>(
  method: Method,
  path: string,
  body?: unknown,
  headers: OwnHeaders = {},
): Promise<Answer> {
  const response = await reach(path, request(method, body, headers));
  if (response.status === 204) return undefined as Answer;
  const value: unknown = await response.json().catch(() => null);
  if (!response.ok) throw refusal(value);
  if (value === null) throw new Refusal("no_answer"); // it broke off, as it does when the page is left
  return value as Answer;
}

function request(method: Method, body: unknown, headers: OwnHeaders): RequestInit {
  if (body === undefined) return { method, headers };
  if (body instanceof Blob) return { method, headers: { ...headers, "Content-Type": FILE_TYPE }, body };
  return { method, headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: "same-origin" });
  } catch {
    throw new Refusal("no_answer");
  }
}

function refusal(value: unknown): Refusal {
  const error = isRecord(value) ? value["error"] : null;
  if (!isRecord(error) || typeof error["code"] !== "string") return new Refusal("other");
  const said = typeof error["message"] === "string" ? error["message"] : "";
  return new Refusal(error["code"], isRecord(error["details"]) ? error["details"] : {}, said);
}
