"""An update: what changes one pack into another, signed; it leads to exactly the bytes of the new pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.packs.contents import LIST, SIGNATURE, Contents, listed, parse_contents, sha256
from builder.packs.install import Consent, Installed, install_opened
from builder.packs.installed import InstalledCourse, installed_course
from builder.packs.keyring import Keyring
from builder.packs.opening import SignedPack, opened_pack
from builder.packs.pack import signed_zip
from builder.packs.zipped import write_zip
from builder.problems import UserError
from builder.progress import Report, counted, silent
from builder.swap import staging

NEW = "new/"
"""Below this the update has the new pack's list and signature, and the files that the old pack lacks."""


@dataclass(frozen=True)
class Update:
    """An update in memory, from version `old` to version `new`."""

    course: str
    old: str
    new: str
    data: bytes


def make_update(old: Path, new: Path, keyring: Keyring, report: Report = silent) -> Update:
    """Return the update from one pack to another, signed with the key that signed both.

    Raises UserError when they are not two versions of one course, or the key is not here.
    """
    with opened_pack(old, keyring, report) as base, opened_pack(new, keyring, report) as target:
        _check_pair(base.contents, target.contents)
        key = next((own for own in keyring.own("publisher").values() if own.public == target.publisher), None)
        if key is None:
            raise UserError(
                "an update is signed with the key that signed both packs, and it is not on this computer"
            )
        there = set(base.contents.digests.values())
        lacking = [each.path for each in target.contents.files if each.sha256 not in there]
        files = {NEW + path: target.archive.read(path) for path in [*lacking, LIST, SIGNATURE]}
        course, version = target.contents.course, target.contents.version
        contents = Contents(
            kind="update",
            course=course,
            version=version,
            publisher=key.public.text,
            files=listed(files),
            min_app_version=target.contents.min_app_version,
            base=sha256(base.listing),
        )
        return Update(course, base.contents.version, version, signed_zip(contents, files, key, report))


def _check_pair(old: Contents, new: Contents) -> None:
    if {old.kind, new.kind} != {"course"}:
        raise UserError("an update is made of two packs, not of another update")
    if (old.course, old.publisher) != (new.course, new.publisher):
        raise UserError("the two packs are not of the same course and publisher")


def apply_update(
    update: Path, courses: Path, keyring: Keyring, consent: Consent, report: Report = silent
) -> Installed:
    """Put the new pack together from the installed course and the update, and install it.

    Raises UserError, the course as it was, when the update is not for exactly what is installed.
    """
    with opened_pack(update, keyring, report) as opened, staging(courses) as work:
        if opened.contents.kind != "update":
            raise UserError(f"{update.name} is a whole course and no update; knapsack install takes it")
        before = _base(opened.contents, courses)
        pack = work / f"course_{opened.contents.course}.zip"
        with pack.open("wb") as out:
            write_zip(out, _new_files(opened, before, report))
        with opened_pack(pack, keyring, report) as whole:
            return install_opened(whole, work, keyring, consent, report)


def _base(contents: Contents, courses: Path) -> InstalledCourse:
    before = installed_course(courses / contents.course)
    if before is None:
        raise UserError(f"{courses / contents.course} was not installed from a pack; install the whole one")
    if sha256(before.listing) != contents.base:
        raise UserError(
            f"the update to {contents.course} {contents.version} is not for the pack that is installed,"
            f" {before.contents.version}; install the whole pack instead"
        )
    return before


def _new_files(update: SignedPack, before: InstalledCourse, report: Report) -> Mapping[str, bytes]:
    brought = {path.removeprefix(NEW): update.archive.read(path) for path in update.contents.digests}
    listing = parse_contents(brought.get(LIST, b""))
    paths = {digest: path for path, digest in before.contents.digests.items()}
    files = {name: brought[name] for name in (LIST, SIGNATURE) if name in brought}
    for each in counted("combine", listing.files, report):
        kept = paths.get(each.sha256)
        if kept is not None:
            files[each.path] = before.packed_file(kept)
        elif each.path in brought:
            files[each.path] = brought[each.path]
    return files
