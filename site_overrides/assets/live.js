/*
 * Only on a site that `knapsack watch` serves: reloads the page in the frame when a build has changed it, the whole
 * shell when that has changed, and shows what is wrong with the courses.
 */
{
  const frame = document.querySelector("#ks-frame");
  let session;

  /** The path on the site of the page in the frame, such as "en/python-basics/output.html". */
  const shown = () => {
    try {
      return decodeURIComponent(frame.contentWindow.location.pathname.slice(1));
    } catch {
      return "";
    }
  };

  const concernsAll = (path) => path === "index.html" || path.startsWith("assets/knapsack/");
  const concernsPage = (path, page) =>
    path === page ||
    path.startsWith(`${page.split("/")[0]}/assets/`) ||
    path.startsWith(`assets/courses/${page.split("/")[1]}/`);

  const reload = ({ changed, gone }) => {
    const page = shown();
    const start = `${page.split("/")[0]}/index.html`;
    if (changed.some(concernsAll)) location.reload();
    else if (gone.includes(start)) location.assign("index.html");
    else if (gone.includes(page)) frame.contentWindow.location.replace(new URL(start, location.href));
    else if ([...changed, ...gone].some((path) => concernsPage(path, page))) frame.contentWindow.location.reload();
  };

  const notice = document.createElement("div");
  notice.id = "ks-live";
  notice.setAttribute("role", "status");
  notice.hidden = true;
  notice.style.cssText =
    "position:fixed;inset:auto 0 0;max-height:40%;overflow:auto;padding:12px 20px;z-index:10;" +
    "background:#8c1d18;color:#fff;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere";
  document.body.append(notice);

  const show = ({ problems, broken }) => {
    notice.hidden = !broken;
    const title = document.createElement("strong");
    title.textContent = "Nothing was built. Mend this, and the page will follow:";
    const list = document.createElement("ul");
    for (const problem of problems) {
      const item = document.createElement("li");
      item.textContent = problem;
      list.append(item);
    }
    notice.replaceChildren(...(broken ? [title, list] : []));
  };

  new EventSource("live/news").addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    if ("start" in news) {
      // Another start means that `knapsack watch` was ended and begun again: anything may have changed.
      if (session && session !== news.start) location.reload();
      session = news.start;
    } else {
      reload(news);
    }
    show(news);
  });
}
