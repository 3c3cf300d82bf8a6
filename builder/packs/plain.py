"""Installs a zipped course that nobody has signed: who brings it answers for it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from builder.archive import WHEELS, opened_archive, readable
from builder.packs.contents import LIST, MAX_LIST, parse_contents
from builder.packs.install import Consent, ConsentError, Installed, check_free, sound_course, writable
from builder.packs.installed import installed_course
from builder.progress import Report, silent
from builder.swap import put_in_place, staging
from builder.unpack import unpack

NOBODY = ""
"""The publisher of what is not signed."""


def kind_of(pack: Path) -> Literal["plain", "course", "update"]:
    """Return what a zip says that it is, which is not to be believed before it is opened.

    Raises UserError or UnreadableError when it is no safe zip.
    """
    with readable(), pack.open("rb") as file, opened_archive(file, archives=WHEELS) as archive:
        listing = archive.read(LIST, MAX_LIST) if LIST in archive.files else None
    return "plain" if listing is None else parse_contents(listing).kind


def install_plain(pack: Path, courses: Path, consent: Consent, report: Report = silent) -> Installed:
    """Put the course in a zip into the folder `courses`, all of it or nothing.

    Raises UserError, the courses as they were, when it has an error, or where without consent something
    would be lost.
    """
    with staging(courses) as work, writable(courses):
        (work / "new").mkdir()
        found = unpack(pack, work / "new")
        report("validate", 0, 0)
        course = sound_course(found)
        target, new = courses / course.id, work / "sound" / course.id
        check_free(courses, target)
        before = installed_course(target) if target.exists() else None
        if target.exists() and not consent.replace:
            raise ConsentError("replace", f"{target} is there already; --replace takes its place")
        new.parent.mkdir()
        found.rename(new)
        report("install", 0, 0)
        put_in_place(new, target)
    version = before.contents.version if before else None
    return Installed(target, course.id, course.data["version"], NOBODY, version, sealed=False, opened=False)
