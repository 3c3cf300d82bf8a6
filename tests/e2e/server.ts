/** A static file server on 127.0.0.1, for the pages that come over http. */
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

const TYPES: Record<string, string> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

export interface StaticServer {
  origin: string;
  /** Path and size in bytes of every file sent so far. */
  sent: { path: string; bytes: number }[];
  close(): Promise<void>;
}

/** Serve a folder; a path ending in a key of `held` is answered when its promise is resolved. */
export async function serveFolder(
  folder: string,
  held: Record<string, Promise<void>> = {},
): Promise<StaticServer> {
  const sent: StaticServer["sent"] = [];
  const server = createServer(async (request, response) => {
    const url = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const file = path.join(folder, path.normalize(url));
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    await Object.entries(held).find(([end]) => url.endsWith(end))?.[1];
    sent.push({ path: url, bytes: statSync(file).size });
    response.writeHead(200, { "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, sent, close: () => stop(server) };
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
