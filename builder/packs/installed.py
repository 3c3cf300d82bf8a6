"""An installed course: what its pack said, and what was changed on this computer since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.packs.contents import FOLDER, LIST, Contents, parse_contents, sha256
from builder.paths import walk
from builder.problems import UserError
from builder.reading import UnreadableError, digest, parse_json, read_text

COVERED = f"{FOLDER}covered/"
"""Files of the pack that the opened, private ones stand in the place of."""
OPENED = f"{FOLDER}opened.json"
"""SHA-256 by path of the private files that this computer has opened."""

HISTORY = ".git"
"""Hidden like an editor's own files, but somebody's work."""


@dataclass(frozen=True)
class InstalledCourse:
    """A course in its folder, with the content list of its pack."""

    root: Path
    listing: bytes
    contents: Contents

    def packed_file(self, path: str) -> bytes:
        """Return a file as it was in the pack. Raises UserError when it is not there like that any more."""
        covered = self.root / COVERED / path
        try:
            data = (covered if covered.is_file() else self.root / path).read_bytes()
        except OSError as error:
            raise UserError(f"{self.root / path} is missing; install the whole pack instead") from error
        if sha256(data) != self.contents.digests[path]:
            raise UserError(f"{self.root / path} was changed here; install the whole pack instead")
        return data

    def changes(self) -> list[str]:
        """Return the paths that were added, changed or removed since the course was installed."""
        packed = self.contents.digests
        expected = {path: packed[path] for path in packed if not path.startswith(FOLDER)} | self._opened()
        found = {
            path: digest(Path(entry.path)) if entry.is_file(follow_symlinks=False) else ""
            for path, entry in walk(self.root)
            if not entry.is_dir(follow_symlinks=False)
        }
        if (self.root / HISTORY).exists():
            found[HISTORY] = ""
        return sorted(path for path in expected | found if expected.get(path) != found.get(path))

    def _opened(self) -> dict[str, str]:
        if not (self.root / OPENED).is_file():
            return {}
        try:
            stated = parse_json(read_text(self.root / OPENED))
        except UnreadableError:
            return {}
        return {str(path): str(stated[path]) for path in stated} if isinstance(stated, dict) else {}


def installed_course(root: Path) -> InstalledCourse | None:
    """Return the installed course in a folder, or None when it was not installed from a pack."""
    if not (root / LIST).is_file():
        return None
    listing = (root / LIST).read_bytes()
    try:
        return InstalledCourse(root, listing, parse_contents(listing))
    except UserError:
        return None


def put_opened(root: Path, secret: Mapping[str, bytes]) -> None:
    """Put the opened, private files into a course folder, and keep what they cover."""
    for path, data in secret.items():
        target = root / path
        if target.is_file():
            covered = root / COVERED / path
            covered.parent.mkdir(parents=True, exist_ok=True)
            target.rename(covered)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    digests = {path: sha256(data) for path, data in sorted(secret.items())}
    (root / OPENED).write_text(json.dumps(digests, indent=1), encoding="utf-8")
