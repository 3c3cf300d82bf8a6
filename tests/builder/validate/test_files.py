from __future__ import annotations

from pathlib import Path

import pytest

from builder.validate.files import svg_fault
from tests.builder.packages import good, problems_of

HEAD = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def svg(inside: str) -> bytes:
    return HEAD + inside.encode() + b"</svg>"


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<g onclick="alert(1)"/>',
        "<foreignObject><p>x</p></foreignObject>",
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<a xlink:href="https://a.example"><text>x</text></a>',
        '<image href="https://a.example/x.png"/>',
        '<use xlink:href="other.svg#a"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        "<style>@import 'https://a.example/x.css';</style>",
        "<style>p { fill: url(https://a.example/x) }</style>",
        '<rect fill="url(https://a.example/x)"/>',
        '<a href="#a"><set attributeName="xlink:href" to="javascript:alert(1)"/></a>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        '<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" src="x"/>',
    ],
)
def test_pictures_that_run_or_load_something(inside: str) -> None:
    assert svg_fault(svg(inside))


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "x">]><svg>&a;</svg>',
        b'<?xml-stylesheet href="https://a.example/x.css"?><svg/>',
        b"<svg><g></svg>",
        b"\xff\xfe<\x00s\x00v\x00g\x00/\x00>\x00",
    ],
)
def test_files_that_are_no_plain_svg(data: bytes) -> None:
    assert svg_fault(data)


@pytest.mark.parametrize(
    "inside",
    [
        "<rect width='1' height='1' style='fill: red'/>",
        '<defs><linearGradient id="g"/></defs><rect fill="url(#g)"/><rect style="fill:url(\'#g\')"/>',
        '<use xlink:href="#g"/><style>.a { fill: url("#g") }</style>',
        '<image href="data:image/png;base64,iVBORw0KGgo="/>',
        "<title>on the script</title>",
    ],
)
def test_plain_pictures(inside: str) -> None:
    assert svg_fault(svg(inside)) is None


def test_files_that_nothing_uses_are_named(tmp_path: Path) -> None:
    files = good() | {
        "task/new.json": "{}",
        "theory/deep/er.md": "x",
        "tasks/notes.txt": "x",
        "README.md": "x",
    }
    problems = problems_of(tmp_path, files)
    assert {(problem.file, problem.severity) for problem in problems} == {
        ("small/task/new.json", "warning"),
        ("small/theory/deep/er.md", "warning"),
        ("small/tasks/notes.txt", "warning"),
    }
