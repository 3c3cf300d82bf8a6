"""Rules for the files of a package: known places, allowed kinds, sizes, and no program inside a picture."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from builder.load import Package

ASSET_TYPES = {
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "svg",
    "mp3",
    "ogg",
    "wav",
    "mp4",
    "webm",
    "pdf",
    "csv",
    "txt",
    "json",
}
MAX_ASSET_BYTES = 10_000_000
MAX_PACKAGE_BYTES = 100_000_000
PLACES = re.compile(
    r"(manifest\.json|[^/]+\.(md|txt)|LICENSE|(theory|concepts)/[^/]+\.md|quizzes/[^/]+\.json|tasks/[^/]+\.json"
    r"|tasks/[^/]+/(task\.json|checker\.py|solution\.py|README\.md|wrong/[^/]+\.py|tests/(public|private)/[^/]+\.(in|out))"
    r"|wheels/[^/]+\.whl|assets/.+)"
)
OWN = re.compile(r"#|data:image/(png|jpeg|gif|webp);")
LOADS = re.compile(r"@import|javascript:|url\((?!\s*['\"]?#)", re.IGNORECASE)
SVG_ACTIVE = {"script", "foreignobject", "iframe", "embed", "object", "handler", "audio", "video"}


def check_files(package: Package) -> None:
    """Report files that are not used, are of no allowed kind, are too large, or would run as a program."""
    total = 0
    for path, real in package.files.items():
        total += real.stat().st_size
        if not PLACES.fullmatch(path):
            package.problems.warning(path, "Nothing uses this file. Is its name or folder misspelt?")
        elif path.startswith("assets/"):
            _check_asset(package, path, real)
        elif path.startswith("wheels/"):
            _check_wheel(package, path, real)
    if total > MAX_PACKAGE_BYTES:
        package.problems.error(
            "", f"The course has {total / 1e6:.0f} MB; at most {MAX_PACKAGE_BYTES // 10**6} MB is allowed."
        )


def _check_asset(package: Package, path: str, real: Path) -> None:
    kind = real.suffix.lower().lstrip(".")
    size = real.stat().st_size
    if kind not in ASSET_TYPES:
        kinds = ", ".join(sorted(ASSET_TYPES))
        package.problems.error(
            path, f"Files of the kind ‘.{kind}’ are not allowed in assets. Allowed: {kinds}."
        )
    elif size > MAX_ASSET_BYTES:
        package.problems.error(
            path, f"The file has {size / 1e6:.0f} MB. At most {MAX_ASSET_BYTES // 10**6} MB is allowed."
        )
    elif kind == "svg" and (fault := package.memory.file(real, _svg_fault)):
        package.problems.error(path, fault)


def _check_wheel(package: Package, path: str, real: Path) -> None:
    from builder.wheels.wheel import wheel_fault  # noqa: PLC0415  (few courses bring wheels)

    if fault := package.memory.file(real, wheel_fault):
        package.problems.error(path, fault)


def _svg_fault(real: Path) -> str | None:
    return svg_fault(real.read_bytes())


def svg_fault(data: bytes) -> str | None:
    """Say why an SVG file may not be on the site, or None. Opened by itself, it is a page that runs programs.

    >>> svg_fault(b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    'The picture contains a program (<script>). Save it as a plain SVG.'
    """
    # Entities are refused before parsing: they hide things, and nested ones grow without end.
    if re.search(rb"<!\s*(ENTITY|DOCTYPE[^>]*\[)", data, re.IGNORECASE) or b"\x00" in data:
        return "The picture uses XML entities. Save it as a plain SVG in UTF-8."
    if re.search(rb"<\?xml-stylesheet", data, re.IGNORECASE):
        return "The picture loads a style sheet. Save it as a plain SVG."
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  (entities are refused above)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        return f"The picture is not valid SVG: {error}."
    return next((fault for element in root.iter() if (fault := _element_fault(element))), None)


def _element_fault(element: ElementTree.Element) -> str | None:
    name = _local(element.tag)
    if name in SVG_ACTIVE:
        return f"The picture contains a program (<{name}>). Save it as a plain SVG."
    if name == "style" and LOADS.search(element.text or ""):
        return "The picture's style loads another file. Save it as a plain SVG."
    return next((fault for pair in element.attrib.items() if (fault := _attribute_fault(*pair))), None)


def _attribute_fault(key: str, value: str) -> str | None:
    name, value = _local(key), value.strip()
    if name.startswith("on"):
        return f"The picture contains a program ({name}). Save it as a plain SVG."
    if name in {"href", "src"} and not OWN.match(value):
        return f"The picture links to ‘{value[:60]}’. Only #parts of itself are allowed."
    if name == "attributename" and value.lower().endswith("href"):
        return "The picture animates a link. Save it as a plain SVG."
    if LOADS.search(value):
        return f"The picture loads or runs ‘{value[:60]}’. Save it as a plain SVG."
    return None


def _local(name: object) -> str:
    return str(name).rsplit("}", 1)[-1].lower()
