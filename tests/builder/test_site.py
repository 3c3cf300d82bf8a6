"""The whole site of a course that has everything: what a student's browser gets."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from builder.build import build
from tests.builder.packages import EVERYTHING
from tests.builder.site import Page

LOADING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "audio": "src"}
LOADING |= {"video": "src", "embed": "src", "object": "data", "image": "href", "use": "href"}
SCRIPTS = {
    "shell.js",
    "shell.css",
    "lesson.js",
    "lesson.css",
    "drawing.js",
    "iframe-worker.js",
    "studio.js",
    "studio.css",
}
THEORY_BUDGET = (
    300_000  # what builder and theme may take of a theory page's 400 KB; the rest is lesson and shell
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    fake = folder / "browser"
    (fake / "kernel").mkdir(parents=True)
    for name in (*SCRIPTS, "lesson.js.map", "companion.js", "companion.css"):  # these are not for sites
        (fake / name).write_text("/* fake */", encoding="utf-8")
    for name in ("worker.js", "node.cjs", "comparing.html"):  # the last two are for judging without a site
        (fake / "kernel" / name).write_text("/* fake */", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KNAPSACK_BROWSER", str(fake))
        assert build(EVERYTHING, folder / "site") == []
    return folder / "site"


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_the_files_of_the_contract(site: Path) -> None:
    for name in ("index.html", "en/index.html", "en/everything/index.html", "ru/everything/texts.html"):
        assert (site / name).is_file()
    assert (site / "en/everything/practice.html").is_file()
    ours = site / "assets/knapsack"
    names = {path.relative_to(ours).as_posix() for path in ours.rglob("*") if path.is_file()}
    assert names == SCRIPTS | {
        "site.css",
        "messages.en.js",
        "messages.ru.js",
        "school.en.js",
        "school.ru.js",
        "kernel/worker.js",
    }


def test_nothing_a_stick_does_not_need(site: Path) -> None:
    names = [path.name for path in site.rglob("*") if path.is_file()]
    assert not [name for name in names if name.endswith(".map") or name.startswith(("404", "sitemap"))]
    assert {name for name in names if name.startswith("lunr.")} == {
        "lunr.ru.min.js",
        "lunr.multi.min.js",
        "lunr.stemmer.support.min.js",
    }


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    for path in pages(site):
        for tag, attributes in Page(path).elements:
            address = attributes.get(LOADING.get(tag, ""), "")
            assert not re.match(r"[a-z]+:|//", address, re.IGNORECASE), (path, tag, address)
            if tag in LOADING and address:
                local = re.split(r"[?#]", address)[0]
                assert (path.parent / local).resolve().is_file(), (path, address)


def test_no_style_loads_anything_from_elsewhere(site: Path) -> None:
    for path in [*site.rglob("*.css"), *pages(site)]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""url\(["']?(https?:|//)|@import""", text), path


def test_only_links_of_authors_lead_outside(site: Path) -> None:
    outside = {
        attributes["href"]
        for path in pages(site)
        for tag, attributes in Page(path).elements
        if tag == "a" and "//" in attributes.get("href", "")
    }
    assert outside == {"https://www.python.org/"}


def test_every_link_inside_the_site_leads_somewhere(site: Path) -> None:
    for path in pages(site):
        for link in Page(path).all("a"):
            target, _, fragment = link.get("href", "").partition("#")
            if "//" in target:
                continue
            found = (path.parent / target).resolve() if target else path
            assert found.is_file(), (path, link)
            if fragment and not fragment.startswith("__"):
                assert f'id="{fragment}"' in found.read_text(encoding="utf-8"), (path, link)


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("en/index.html", "../"),
        ("ru/everything/texts.html", "../../"),
        ("en/everything/index.html", "../../"),
    ],
)
def test_a_page_knows_its_place_and_goes_into_the_shell(site: Path, path: str, root: str) -> None:
    page = Page(site / path)
    assert page.meta("knapsack-page") == path
    assert page.meta("knapsack-root") == root
    assert f'if(top===self)location.replace("{root}index.html#"+"{path}"+location.hash)' in page.text
    scripts = [script["src"] for script in page.all("script") if "src" in script]
    assert scripts[-3:-1] == [
        f"{root}assets/knapsack/messages.{path[:2]}.js",
        f"{root}assets/knapsack/lesson.js",
    ]
    assert "/javascripts/bundle." in f"/{scripts[-1]}"
    assert scripts[0] == f"{root}assets/knapsack/iframe-worker.js"


def test_the_language_switch_keeps_the_page(site: Path) -> None:
    page = Page(site / "en/everything/texts.html")
    links = {link["hreflang"]: link["href"] for link in page.all("a", class_="md-select__link")}
    assert links == {"en": "../../en/everything/texts.html", "ru": "../../ru/everything/texts.html"}
    assert '<html lang="ru"' in (site / "ru/everything/texts.html").read_text(encoding="utf-8")


def test_the_shell(site: Path) -> None:
    page = Page(site / "index.html")
    html = page.all("html")[0]
    assert (html["data-kernel"], html["data-site"]) == ("cold", "knapsack")
    assert page.all("header", id="ks-bar")
    assert page.all("iframe", id="ks-frame")[0]["title"]
    (config,) = page.data
    texts = config.pop("texts")
    assert config == {"title": "Knapsack", "languages": ["en", "ru"], "packages": {}}
    assert [texts[language]["learner.guest"] for language in ("en", "ru")] == ["Guest", "Гость"]
    assert [link["href"] for link in page.all("a")] == ["en/index.html", "ru/index.html"]
    policy = page.all("meta", http_equiv="Content-Security-Policy")[0]["content"]
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "'unsafe-eval'" not in policy


def test_pictures_are_there_once(site: Path) -> None:
    assert len(list(site.rglob("box.svg"))) == 1
    assert (site / "assets/courses/everything/images/box.svg").is_file()


def test_the_search_index_waits_for_the_first_question(site: Path) -> None:
    for language, word in (("en", "Hello from theory"), ("ru", "Привет из теории")):
        search = site / language / "search"
        assert json.loads((search / "search_index.json").read_text(encoding="utf-8"))["docs"] == []
        assert word in (search / "index.js").read_text(encoding="utf-8")
        assert word not in (search / "search_index.js").read_text(encoding="utf-8")


def test_the_search_index_has_texts_and_not_labels(site: Path) -> None:
    index = json.loads((site / "en/search/index.js").read_text(encoding="utf-8").removeprefix("var __index="))
    lesson = next(page for page in index["docs"] if page["location"] == "everything/texts.html")
    assert lesson["title"] == "Texts of all kinds"
    assert "Theory" not in lesson["text"]
    everything = json.dumps(index)
    assert "Read two whole numbers" in everything
    assert "Next lesson" not in everything


def test_a_theory_page_is_light(site: Path) -> None:
    path = site / "ru/everything/texts.html"
    weight = path.stat().st_size
    for tag, attributes in Page(path).elements:
        if tag in {"script", "link"} and attributes.get(LOADING[tag]):
            weight += (path.parent / attributes[LOADING[tag]]).stat().st_size
    for eager in ("search/search_index.js", "assets/javascripts/workers/search.*.js"):
        weight += sum(found.stat().st_size for found in (site / "ru").glob(eager))
    assert weight < THEORY_BUDGET
