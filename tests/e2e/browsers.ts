/** Starts the machine's own Chromium and Firefox as a student's machine would have them: no network, strict files. */
import puppeteer, { type Browser, type LaunchOptions } from "puppeteer-core";

export type BrowserKind = "chromium" | "firefox";
export const BROWSERS: BrowserKind[] = ["chromium", "firefox"];

const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** Nothing but this machine's own servers can be reached. */
const CHROMIUM_OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1";
const FIREFOX_PREFERENCES = {
  // Automation switches this off; with it on, every local file has an origin and a storage of its own.
  "security.fileuri.strict_origin_policy": true,
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
  "network.proxy.no_proxies_on": "127.0.0.1",
  "network.proxy.allow_hijacking_localhost": false,
  "intl.accept_languages": "en",
};

/** The program that is started: the one that the environment names, else where Debian puts it. */
export function programOf(kind: BrowserKind): string {
  return kind === "chromium"
    ? process.env["KNAPSACK_CHROMIUM"] || "/usr/bin/chromium"
    : process.env["KNAPSACK_FIREFOX"] || "/usr/bin/firefox-esr";
}

/** Start Chromium with a camera that shows a film, a file in the form YUV4MPEG2; whoever is asked, allows it. */
export function launchWithCamera(film: string): Promise<Browser> {
  const options = optionsFor("chromium");
  const camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
  const args = [...(options.args ?? []), ...camera, `--use-file-for-fake-video-capture=${film}`];
  return puppeteer.launch({ ...options, args, headless: true });
}

/** Start a browser; `profile` keeps its storage from one start to the next, `downloads` takes what pages save. */
export function launch(kind: BrowserKind, profile?: string, downloads?: string): Promise<Browser> {
  const options = optionsFor(kind);
  if (profile) options.userDataDir = profile;
  if (downloads) saveInto(downloads, options);
  return puppeteer.launch({ ...options, headless: true });
}

function saveInto(folder: string, options: LaunchOptions): void {
  options.downloadBehavior = { policy: "allow", downloadPath: folder };
  options.extraPrefsFirefox = {
    ...options.extraPrefsFirefox,
    "browser.download.dir": folder,
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": true,
  };
}

function optionsFor(kind: BrowserKind): LaunchOptions {
  const executablePath = programOf(kind);
  if (kind === "chromium")
    return { browser: "chrome", executablePath, args: [...CHROMIUM_FLAGS, CHROMIUM_OFFLINE, "--lang=en"] };
  return { browser: "firefox", executablePath, extraPrefsFirefox: FIREFOX_PREFERENCES };
}
