/** Texts that do harm where they are taken for more than texts, and what tells that one of them was. */
import type { Frame, Page } from "puppeteer-core";

/** Each is a name that the companion takes: short enough to have a word added, every sign to be seen. */
export const HOSTILE: readonly string[] = [
  "<img src=x onerror=pwned=1>",
  "<script>pwned=1</script>",
  "</script><script>pwned=1//",
  "</title><svg/onload=pwned=1>",
  "--><script>pwned=1</script><!--",
  "]]><b onclick=pwned=1>b</b>",
  "</textarea><img src=x onerror=alert('pwned')>",
  "</style><style>pwned{}*{display:none}</style>",
  "<iframe srcdoc='<script>parent.pwned=1</script>'>",
  "<a href=javascript:pwned=1>a</a>",
  "<base href=//pwned.example/>",
  '" onfocus=pwned=1 autofocus x="',
  "'-alert('pwned')-'",
  "javascript:pwned=1",
  "&lt;img src=x onerror=pwned=1&gt;",
  "&#60;svg/onload=pwned=1&#62;",
  "\\u003cimg src=x onerror=pwned=1\\u003e",
  "%3Cscript%3Epwned=1%3C/script%3E",
  "{{constructor.constructor('pwned=1')()}}",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it has to be none
  "${alert('pwned')}",
  "{name} {time} {0}",
  "__proto__",
  "=HYPERLINK(A1)",
  "+1+1",
  "-1+1",
  "@SUM(1)",
  "Anna;=1+1",
];

interface Watched {
  refusals: string[];
  pwned?: unknown;
}

/** Let all that this page shows from now on tell what its policy refuses. */
export async function watch(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const refusals: string[] = [];
    Object.assign(window, { refusals });
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
      refusals.push(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
}

/** What of the texts was executed in a frame, was about to be, or became an element of its page. */
export function traces(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const { refusals, pwned } = window as unknown as Watched;
    const isTrap = ({ name, value }: Attr): boolean =>
      /^on|^srcdoc$/.test(name) || (/^(src|href|style|x)$/.test(name) && /pwned|^x$/.test(value));
    const own = (element: Element): boolean =>
      /^(SCRIPT|STYLE|IFRAME|B|BASE)$/i.test(element.tagName) && /pwned/.test(element.outerHTML);
    const found = [...document.querySelectorAll("*")].filter(
      (each) =>
        !each.matches("script[type='application/json']") && (own(each) || [...each.attributes].some(isTrap)),
    );
    return [
      ...(refusals ?? []),
      ...(pwned === undefined ? [] : [`executed: ${pwned}`]),
      ...found.map(({ outerHTML }) => outerHTML.slice(0, 200)),
    ];
  });
}
