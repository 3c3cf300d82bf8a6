"""The files of a source folder, read with care: no links, nothing outside, nothing too large."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from builder.importing.log import Place
from builder.paths import walk
from builder.reading import UnreadableError, read_text

MAX_FILES = 5_000


class Tree:
    """A folder's files by their path in it. Links are left out: they may lead anywhere."""

    def __init__(self, root: Path, place: Place) -> None:
        self.place = place
        self.files: dict[str, Path] = {}
        limit = root / ".timelimit"  # the one file with a dot that counts
        if limit.is_file() and not limit.is_symlink():
            self.files[limit.name] = limit
        for path, entry in walk(root):
            if entry.is_symlink():
                self.at(path).leave("a link to another file")
            elif entry.is_file(follow_symlinks=False):
                self.files[path] = Path(entry.path)
            if len(self.files) > MAX_FILES:
                place.error(f"there are more than {MAX_FILES} files in it")
                self.files.clear()
                return

    def at(self, path: str) -> Place:
        """Return the place of a file in the source, for remarks."""
        return replace(self.place, file=f"{self.place.file}/{path}")

    def text(self, path: str) -> str | None:
        """Return the text of a file, or None when it cannot be used, which is told as malformed."""
        try:
            return read_text(self.files[path])
        except UnreadableError as error:
            self.at(path).error(str(error))
        except OSError as error:
            self.at(path).error(f"it cannot be read: {error.strerror}")
        return None

    def below(self, folder: str, *suffixes: str) -> list[str]:
        """Return the paths below `folder` that end in one of `suffixes`, in name order."""
        start = f"{folder}/" if folder else ""
        return sorted(
            path for path in self.files if path.startswith(start) and path.endswith(suffixes or ("",))
        )
