/*
 * Stands in front of the theme's search worker. The theme starts its search with every page, but most pages are only
 * read: this loads the worker and the index, a third of a page's weight, when the first question comes.
 * It also runs inside the iframe that replaces workers on local pages, where importScripts gives a promise.
 */
{
  const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;
  const script = typeof document === "undefined" ? null : document.querySelector("script[src]");
  const here = new URL(".", script ? script.src : location.href);
  const send = self.postMessage.bind(self);
  let setup;
  let question = "";
  let state = "waiting";

  /** Hand a message to the theme's worker, which listens in this same scope. */
  const pass = (type, data) => dispatchEvent(new MessageEvent("message", { data: { type, data } }));

  const load = async () => {
    await importScripts(new URL("../../../search/index.js", here).href, new URL("theme.js", here).href);
    self.postMessage = () => {
      self.postMessage = send;
      state = "ready";
      pass(QUERY, question);
    };
    state = "passing";
    pass(SETUP, { ...setup, docs: self.__index.docs });
    state = "loading";
  };

  addEventListener("message", (event) => {
    if (state === "ready" || state === "passing") return;
    event.stopImmediatePropagation();
    if (event.data.type === SETUP) {
      setup = event.data.data;
      send({ type: READY });
      return;
    }
    question = event.data.data;
    if (question && state === "waiting") {
      state = "loading";
      load();
    } else if (!question) {
      send({ type: RESULT, data: { items: [] } });
    }
  });
}
