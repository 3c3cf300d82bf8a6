"""Installs a signed pack: everything is checked first, then the course is there at once, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from builder.course import Course
from builder.load import load_folder
from builder.packs.contents import FOLDER, LIST, SEALED, Contents
from builder.packs.installed import InstalledCourse, installed_course, put_opened
from builder.packs.keyring import Keyring
from builder.packs.opening import SignedPack, opened_pack
from builder.packs.sealing import unseal
from builder.problems import Problem, Problems, UserError
from builder.progress import Report, counted, silent
from builder.reading import UnreadableError, digest, parse_json, read_text
from builder.swap import put_in_place, staging
from builder.unpack import extract
from builder.validate import validate
from builder.version import precedence

SHOWN = 3


@dataclass(frozen=True)
class Consent:
    """What the user has agreed to: an older version; the loss of what is not this publisher's."""

    downgrade: bool = False
    replace: bool = False


class ConsentError(UserError):
    """What is asked for needs the user's consent; `to` names the field of Consent."""

    def __init__(self, to: Literal["downgrade", "replace"], message: str) -> None:
        super().__init__(message)
        self.to: Literal["downgrade", "replace"] = to


class BrokenPackError(UserError):
    """The course in a pack has errors, which are `problems`."""

    def __init__(self, problems: list[Problem]) -> None:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"the course in it has an error: {problems[0]}{more}")
        self.problems = problems


@dataclass(frozen=True)
class Installed:
    """What was done. `before` is the version that was there; `opened` whether sealed parts were opened."""

    folder: Path
    course: str
    version: str
    publisher: str
    before: str | None
    sealed: bool
    opened: bool


def install(
    pack: Path, courses: Path, keyring: Keyring, consent: Consent, report: Report = silent
) -> Installed:
    """Install the pack into the folder `courses`.

    Raises UserError, one line, when anything is wrong with it; the courses are then as they were.
    """
    if pack.resolve().parent == courses.resolve():
        raise UserError(f"move {pack.name} out of {courses} first, or the course would be there twice")
    with opened_pack(pack, keyring, report) as opened, staging(courses) as work:
        return install_opened(opened, work, keyring, consent, report)


def install_opened(
    pack: SignedPack, work: Path, keyring: Keyring, consent: Consent, report: Report
) -> Installed:
    """Install a pack whose signature and digests were checked, by way of the staging folder `work`."""
    contents, courses = pack.contents, work.parent
    if contents.kind != "course":
        raise UserError("this is an update and no whole course; knapsack update apply takes it")
    target = courses / contents.course
    new = work / "new" / contents.course
    with writable(courses):
        _check_place(courses, target, pack, consent)
        _unpack(pack, new, report)
        opened = _open_sealed(new, pack, keyring)
        report("validate", 0, 0)
        _check_course(new, contents)
        before = _check_place(courses, target, pack, consent)  # someone may have worked there meanwhile
        report("install", 0, 0)
        put_in_place(new, target)
    version = before.contents.version if before else None
    return Installed(
        target, contents.course, contents.version, pack.name, version, bool(contents.sealed), opened
    )


def _unpack(pack: SignedPack, new: Path, report: Report) -> None:
    """Write every file of the pack, and see that what was written is what was signed."""
    digests = pack.contents.digests
    if strange := [path for path in digests if path.startswith(FOLDER) and path != SEALED]:
        raise UserError(f"‘{strange[0]}’ does not belong in a pack")
    for path in counted("unpack", pack.archive.files, report):
        extract(pack.archive, path, new / path)
        if path in digests and digest(new / path) != digests[path]:
            raise UserError(f"‘{path}’ was not written as it was signed; try again, on another disk")
    if (new / LIST).read_bytes() != pack.listing:  # the stick that it is read from is not ours alone
        raise UserError("the pack was changed while it was read; get it again")


def _check_place(courses: Path, target: Path, pack: SignedPack, consent: Consent) -> InstalledCourse | None:
    """Return what is installed there, or None; refuse to lose it without consent."""
    check_free(courses, target)
    before = installed_course(target) if target.exists() else None
    if target.exists() and not consent.replace:
        _check_own_work(target, before, pack)
    if before and not consent.downgrade:
        _check_version(before, pack)
    return before


def check_free(courses: Path, target: Path) -> None:
    """Raise UserError when no course can be put at `target`, or there is another one of its id."""
    course = target.name
    for other in sorted(courses.glob("[!._]*/manifest.json")):
        if other.parent != target and _id(other) == course:
            raise UserError(f"{other.parent} has the id {course} too; move it out of {courses} first")
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UserError(f"{target} is a link or a file; move it away first")


def _check_own_work(target: Path, before: InstalledCourse | None, pack: SignedPack) -> None:
    lose = "--replace installs the pack all the same, and these are lost"
    if before is None:
        raise ConsentError(
            "replace",
            f"{target} was not installed from a pack; {lose.replace('these are', 'what is there is')}",
        )
    if before.contents.publisher != pack.contents.publisher:
        raise ConsentError(
            "replace", f"{target} is from another publisher; {lose.replace('these are', 'that one is')}"
        )
    if changes := before.changes():
        more = f" and {len(changes) - SHOWN} more" if len(changes) > SHOWN else ""
        raise ConsentError(
            "replace", f"{target} was changed here: {', '.join(changes[:SHOWN])}{more}; {lose}"
        )


def _check_version(before: InstalledCourse, pack: SignedPack) -> None:
    old, new = before.contents.version, pack.contents.version
    course = pack.contents.course
    if precedence(new) < precedence(old):
        raise ConsentError(
            "downgrade",
            f"{course} {old} is installed, and {new} is older; --downgrade installs it all the same",
        )
    if precedence(new) == precedence(old) and pack.listing != before.listing:
        raise ConsentError(
            "downgrade",
            f"another {course} {old} is installed, and which is newer cannot be told;"
            " ask for one with a higher version, or take this one with --downgrade",
        )


def _open_sealed(new: Path, pack: SignedPack, keyring: Keyring) -> bool:
    contents = pack.contents
    if not contents.sealed:
        return False
    if SEALED not in pack.archive.files:
        raise UserError("the pack's sealed part is missing; ask the publisher for a new pack")
    own = keyring.own("school").values()
    secret = unseal(pack.archive.read(SEALED), contents.sealed, own, pack.publisher, contents.course)
    if secret is None:
        return False
    put_opened(new, secret)
    return True


def _check_course(new: Path, contents: Contents) -> None:
    course = sound_course(new)
    if (course.id, course.data["version"]) != (contents.course, contents.version):
        raise UserError("the pack's manifest names another course or version than its content list")


def sound_course(root: Path) -> Course:
    """Return the course in a folder. Raises BrokenPackError when it has an error."""
    package = load_folder(root.name, root, Problems(root.name))
    course, _ = validate(package)
    if package.problems.failed:
        raise BrokenPackError([problem for problem in package.problems if problem.severity == "error"])
    return course


def _id(manifest: Path) -> str | None:
    try:
        data = parse_json(read_text(manifest))
    except (UnreadableError, OSError):
        return None
    return str(data.get("id")) if isinstance(data, dict) else None


@contextmanager
def writable(courses: Path) -> Iterator[None]:
    """Turn what goes wrong when the folder `courses` is written into UserError."""
    try:
        yield
    except UnreadableError as error:
        raise UserError(str(error)) from error
    except OSError as error:
        raise UserError(f"{courses} cannot be written: {error.strerror}; nothing was changed") from error
