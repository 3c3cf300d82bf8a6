/** What runs inside the measured pages. Each function is sent there whole, so it may use nothing from outside. */

/** On every lesson page: go to the tasks, run the first, and tell the console when its output is there. */
export function runFirstTask(): void {
  if (window.top === window) return;
  let pressed = false;
  const look = (): void => {
    const tab = document.querySelector<HTMLElement>("#tab-tasks");
    const run = document.querySelector<HTMLButtonElement>(".ks-task .ks-run");
    if (tab && run && !pressed) {
      pressed = true;
      if (tab.getAttribute("aria-selected") !== "true") tab.click();
      run.click();
    }
    const output = document.querySelector(".ks-task .ks-console-text")?.textContent ?? "";
    if (!output.includes("first-line")) return;
    observer.disconnect();
    console.log(`bench first-line ${Date.now()}`);
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { subtree: true, childList: true, attributes: true });
}

export interface Judged {
  verdict: string;
  /** Milliseconds from pressing Check to the verdict on the page. */
  verdict_ms: number;
  /** Milliseconds from then to the output of the next program, started at once. */
  next_ms: number;
  /** The longest time in milliseconds that the page drew no frame meanwhile. */
  frozen_ms: number;
}

/** Check one task as it stands; then run another and wait for its output. */
export async function checkThenRun(id: string): Promise<Judged> {
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!holds()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(document, { subtree: true, childList: true, attributes: true });
    });
  const press = (task: Element | null, button: string): void =>
    task?.querySelector<HTMLButtonElement>(button)?.click();
  let frozen = 0;
  let last = performance.now();
  const frame = (time: number): void => {
    frozen = Math.max(frozen, time - last);
    last = time;
    if (watching) requestAnimationFrame(frame);
  };
  let watching = true;
  requestAnimationFrame(frame);

  const task = document.querySelector<HTMLElement>(`[data-task="${id}"]`);
  const next = document.querySelector<HTMLElement>('[data-task="next"]');
  const started = performance.now();
  press(task, ".ks-check-button");
  await until(() => task?.dataset["verdict"] !== undefined);
  const judged = performance.now();
  press(next, ".ks-run");
  await until(() => next?.querySelector(".ks-console-text")?.textContent.includes("first-line") ?? false);
  watching = false;
  const verdict = task?.dataset["verdict"] ?? "";
  return { verdict, verdict_ms: judged - started, next_ms: performance.now() - judged, frozen_ms: frozen };
}
