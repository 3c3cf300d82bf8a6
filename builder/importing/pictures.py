"""Takes pictures out of question banks and packages, under names that are safe and never clash."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from urllib.parse import unquote, unquote_to_bytes

from builder.importing.log import Place
from builder.importing.naming import slug
from builder.validate.files import MAX_ASSET_BYTES, svg_fault

PICTURES = {"png", "jpg", "jpeg", "gif", "webp", "svg"}
PLUGIN_FILE = re.compile(r"@@PLUGINFILE@@/+", re.IGNORECASE)
DATA = re.compile(r"data:image/(png|jpe?g|gif|webp|svg\+xml)(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)


class Pictures:
    """Finds the picture that an address means and keeps it among the assets."""

    def __init__(self, assets: dict[str, bytes], folder: str, files: Mapping[str, bytes]) -> None:
        self._assets = assets
        self._folder = folder
        self._files = files

    def take(self, address: str, place: Place) -> str | None:
        """Return the path in the course for an `<img>`'s address, or None when the picture is not there."""
        if inline := DATA.fullmatch(address.strip()):
            return self._inline(inline, place)
        name = unquote(PLUGIN_FILE.sub("", address.strip())).removeprefix("./")
        if name not in self._files:
            where = "is on the internet" if re.match(r"(https?:)?//", name) else "is not in the source"
            place.leave(f"the picture ‘{name[:80]}’ {where}")
            return None
        return self._keep(name, self._files[name], place)

    def _inline(self, inline: re.Match[str], place: Place) -> str | None:
        kind, coded, content = inline.groups()
        try:
            data = base64.b64decode(unquote(content), validate=True) if coded else unquote_to_bytes(content)
        except (binascii.Error, ValueError):
            place.leave("a picture that is broken")
            return None
        return self._keep(f"picture.{kind.lower().removesuffix('+xml')}", data, place)

    def _keep(self, name: str, data: bytes, place: Place) -> str | None:
        stem, _, kind = name.rsplit("/", 1)[-1].rpartition(".")
        if fault := picture_fault(kind.lower(), data):
            place.leave(f"the picture ‘{name[:80]}’: {fault}")
            return None
        digest = hashlib.sha256(data).hexdigest()[:8]
        path = f"assets/images/{self._folder}/{slug(stem, 'picture')}-{digest}.{kind.lower()}"
        self._assets[path] = data
        return path


def picture_fault(kind: str, data: bytes) -> str | None:
    """Say why a picture cannot be in a course, or None."""
    if kind not in PICTURES:
        return f"pictures are {', '.join(sorted(PICTURES))}"
    if len(data) > MAX_ASSET_BYTES:
        return f"it has {len(data) / 1e6:.0f} MB, at most {MAX_ASSET_BYTES // 10**6} MB is allowed"
    return svg_fault(data) if kind == "svg" else None
