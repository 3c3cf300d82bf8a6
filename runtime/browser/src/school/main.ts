/** Entry of `school.js`, which the shell loads where a companion serves the page. */
import { h } from "../dom.ts";
import type { ProgressLog } from "../progress/log.ts";
import type { School } from "../shell/companion.ts";
import type { Config } from "../shell/config.ts";
import { Kept } from "./kept.ts";
import { Line } from "./line.ts";
import { CompanionSchool } from "./school.ts";
import { loadTexts } from "./texts.ts";

const ASSETS = "assets/knapsack/";

async function join(config: Config, log: ProgressLog): Promise<School> {
  document.head.append(h("link", { rel: "stylesheet", href: `${ASSETS}school.css` }));
  const [kept] = await Promise.all([
    Kept.open(config.site),
    ...config.languages.map((language) => loadTexts(ASSETS, language)),
  ]);
  const school = new CompanionSchool(new Line("/school/bridge", location.origin), log, kept);
  await school.begin();
  return school;
}

window.knapsackSchool = { join };
