from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from builder.build import build
from builder.cli import main
from builder.hosting import SITEMAP, checked_base_url
from builder.problems import UserError
from tests.builder.packages import good, write
from tests.builder.site import Page

BASE = "https://school.example/python/"


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    write(tmp_path / "courses/small", good())
    return tmp_path / "courses"


def test_a_hosted_site_says_where_its_pages_are(courses: Path, tmp_path: Path) -> None:
    build(courses, tmp_path / "site", base_url=BASE)
    page = Page(tmp_path / "site/en/small/first.html")
    assert page.all("link", rel="canonical")[0]["href"] == f"{BASE}en/small/first.html"
    places = ElementTree.fromstring((tmp_path / "site/sitemap.xml").read_bytes())  # noqa: S314 - our own
    assert f"{BASE}en/small/first.html" in [place.text for place in places.iter(f"{{{SITEMAP}}}loc")]
    missing = Page(tmp_path / "site/404.html")
    assert missing.all("a")[0]["href"] == f"{BASE}index.html#en/index.html"
    assert missing.all("link", rel="stylesheet")[0]["href"] == f"{BASE}assets/knapsack/shell.css"


def test_all_else_is_as_on_a_stick(courses: Path, tmp_path: Path) -> None:
    build(courses, tmp_path / "stick")
    build(courses, tmp_path / "hosted", base_url=BASE)
    stick = {path.relative_to(tmp_path / "stick") for path in (tmp_path / "stick").rglob("*")}
    hosted = {path.relative_to(tmp_path / "hosted") for path in (tmp_path / "hosted").rglob("*")}
    assert {path.as_posix() for path in hosted - stick} == {"404.html", "sitemap.xml"}
    for name in ("index.html", "en/studio.html"):
        assert (tmp_path / "stick" / name).read_bytes() == (tmp_path / "hosted" / name).read_bytes()
    assert not Page(tmp_path / "stick/en/small/first.html").all("link", rel="canonical")


NO_SITES = ["", "school.example", "ftp://school.example/", "https://", "javascript:alert(1)"]
NO_FOLDERS = ["https://a.example/?x=1", "https://a.example/#x", "https://a.example/index.html"]
BROKEN = ["https://a b.example/", "https://[::1/", "https://a.example:port/", "https://a.example/\n"]


@pytest.mark.parametrize("address", [*NO_SITES, *NO_FOLDERS, *BROKEN, "https://me:secret@a.example/"])
def test_what_is_no_address_of_a_site_is_refused(address: str) -> None:
    with pytest.raises(UserError, match=r"such as https://school\.example/python/"):
        checked_base_url(address)


def test_an_address_cannot_leave_its_attribute() -> None:
    assert checked_base_url("https://a.example/\"'><script>") == "https://a.example/%22%27%3E%3Cscript%3E/"


def test_a_wrong_address_costs_one_line(
    courses: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["build", "--courses", str(courses), "--out", str(tmp_path / "site"), "--base-url", "school"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "site").exists()
