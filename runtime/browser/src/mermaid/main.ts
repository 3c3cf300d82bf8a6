/** Entry of `mermaid.js`. */
import mermaid from "mermaid";

async function render(id: string, source: string, dark: boolean): Promise<string> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict", // the source comes from a course package: no HTML in labels, no links
    theme: dark ? "dark" : "default",
    fontFamily: "inherit",
    suppressErrorRendering: true,
  });
  const { svg } = await mermaid.render(id, source);
  return svg;
}

window.knapsackMermaid = { render };
