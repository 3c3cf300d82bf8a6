/** Shows what the companion's judge says of the tasks of a lesson; loaded when it first says something. */
import type { Page } from "../lesson/page.ts";
import type { Official } from "../protocol.ts";

/** A task on the page. */
export interface TaskPlace {
  readonly element: HTMLElement;
  readonly task: { readonly id: string; readonly course: string };
}

declare global {
  interface Window {
    knapsackOfficial?: {
      show(page: Page, places: readonly TaskPlace[], tasks: Record<string, Official>): Promise<void>;
    };
  }
}
