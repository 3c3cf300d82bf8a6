/** What `mermaid.js` puts on `window.knapsackMermaid`. */
export interface MermaidModule {
  /** SVG of a diagram's source. Rejects when the source is wrong. */
  render(id: string, source: string, dark: boolean): Promise<string>;
}

declare global {
  interface Window {
    knapsackMermaid?: MermaidModule;
  }
}
