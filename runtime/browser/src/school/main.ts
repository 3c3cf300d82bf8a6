/** Entry of `school.js`, which the shell loads where there is a companion, or shall be one. */
import { h } from "../dom.ts";
import type { ProgressLog } from "../progress/log.ts";
import type { Learner } from "../protocol.ts";
import type { School } from "../shell/companion.ts";
import type { Config } from "../shell/config.ts";
import { connect } from "./connect.ts";
import { Kept } from "./kept.ts";
import { Line } from "./line.ts";
import { readPaired } from "./paired.ts";
import { CompanionSchool } from "./school.ts";
import { StickSchool } from "./stick.ts";
import { loadTexts, schoolTexts } from "./texts.ts";

const ASSETS = "assets/knapsack/";
let dressed: Promise<unknown> | null = null;

/** Style and texts, once. */
function dress({ languages }: Config): Promise<unknown> {
  if (!dressed) {
    document.head.append(h("link", { rel: "stylesheet", href: `${ASSETS}school.css` }));
    dressed = Promise.all(languages.map((language) => loadTexts(ASSETS, language)));
  }
  return dressed;
}

async function join(config: Config, log: ProgressLog): Promise<School> {
  const [kept] = await Promise.all([Kept.open(config.site), dress(config)]);
  if (location.protocol === "file:") return new StickSchool(readPaired(localStorage, config.site), log, kept);
  const school = new CompanionSchool(new Line("/school/bridge", location.origin), log, kept);
  await school.begin();
  return school;
}

window.knapsackSchool = {
  join,
  connect: async (config: Config, language: string, learner: Learner) => {
    await dress(config);
    return connect(schoolTexts(language), config.site, learner);
  },
};
