"""Installs a zipped course that nobody has signed: who brings it answers for it."""

from __future__ import annotations

from pathlib import Path

from builder.archive import WHEELS, opened_archive, readable
from builder.packs.contents import LIST
from builder.packs.install import Consent, ConsentError, Installed, check_free, sound_course, writable
from builder.packs.installed import installed_course
from builder.progress import Report, silent
from builder.swap import put_in_place, staging
from builder.unpack import unpack

NOBODY = ""
"""The publisher of what is not signed."""


def is_signed(pack: Path) -> bool:
    """Whether a zip claims to be a signed pack. Raises UnreadableError when it is no safe zip."""
    with readable(), pack.open("rb") as file, opened_archive(file, archives=WHEELS) as archive:
        return LIST in archive.files


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
