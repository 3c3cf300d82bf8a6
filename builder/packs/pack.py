"""Makes a signed pack of a course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.archive import WHEELS, opened_archive
from builder.build import BrokenCoursesError
from builder.course import Course
from builder.load import Package, load_folder, opened_package
from builder.packs.contents import LIST, SEALED, SIGNATURE, Contents, Recipient, listed
from builder.packs.keys import OwnKey, PublicKey
from builder.packs.opening import check_signed
from builder.packs.sealing import parted, seal
from builder.packs.signature import sign
from builder.packs.zipped import write_zip
from builder.problems import Problem, Problems, UserError
from builder.progress import Report, counted, silent
from builder.reading import UnreadableError
from builder.validate import validate
from builder.validate.files import PLACES

Files = dict[str, bytes]


@dataclass(frozen=True)
class Pack:
    """A pack in memory; `left_out` are files of the folder that are no part of a course."""

    course: str
    version: str
    data: bytes
    files: int
    left_out: list[str]
    warnings: list[Problem]


def make_pack(
    course: Path,
    key: OwnKey,
    schools: Sequence[PublicKey] = (),
    report: Report = silent,
    wheels: Path | None = None,
) -> Pack:
    """Return the signed pack of a course folder or zip, its private parts sealed to `schools` if any.

    The Python packages that it needs go into it, from the folder `wheels` for a course that brings none.
    Raises BrokenCoursesError for a course with errors, also if it has them only in the form that is packed.
    """
    report("validate", 0, 0)
    with opened_package(course) as package:
        valid = _valid(package)
        manifest = valid.data
        found = counted("read", package.files.items(), report)
        files = {path: real.read_bytes() for path, real in found if PLACES.fullmatch(path)}
        left_out = [path for path in package.files if path not in files]
        if manifest.get("packages"):
            files |= _packages(valid, wheels)
            _check_packed(f"{package.name} (with its packages)", files)
    boxes: list[Recipient] = []
    if schools:
        report("seal", 0, 0)
        files, secret = parted(files)
        _check_packed(f"{package.name} (without its private parts)", files)
        files[SEALED], boxes = seal(secret, schools, key, manifest["id"])
    contents = Contents(
        kind="course",
        course=manifest["id"],
        version=manifest["version"],
        publisher=key.public.text,
        files=listed(files),
        min_app_version=manifest.get("min_app_version"),
        sealed=boxes,
    )
    data = signed_zip(contents, files, key, report)
    return Pack(contents.course, contents.version, data, len(files), left_out, list(package.problems))


def signed_zip(contents: Contents, files: Files, key: OwnKey, report: Report) -> bytes:
    """Return the zip of `files` with their content list and its signature.

    Raises UserError when it would not be installed, such as for too many files.
    """
    listing = contents.as_bytes()
    write_zip(out := BytesIO(), {**files, LIST: listing, SIGNATURE: sign(listing, key)})
    try:  # what the reader would refuse must not be passed on
        with opened_archive(out, lambda _: False, WHEELS) as archive:
            check_signed(out, archive, {key.public: ""}, report)
    except (UnreadableError, UserError) as error:
        raise UserError(f"{contents.course} cannot be packed: {error}") from error
    return out.getvalue()


def _valid(package: Package) -> Course:
    course, _ = validate(package)
    _check_problems(package)
    return course


def _check_problems(package: Package) -> None:
    if package.problems.failed:
        raise BrokenCoursesError(list(package.problems))


def _packages(course: Course, folder: Path | None) -> Files:
    """Return the wheels of all that a course needs, unless it brings its own."""
    from builder.wheels.needed import OWN, needed_wheels, own_wheels  # noqa: PLC0415  (few courses have packages)

    wheels = needed_wheels(course, folder)
    _check_problems(course.package)
    if own_wheels(course.package):
        return {}
    return {f"{OWN}/{wheel.path.name}": wheel.path.read_bytes() for wheel in wheels}


def _check_packed(name: str, files: Files) -> None:
    with TemporaryDirectory(prefix="knapsack-") as folder:
        root = Path(folder) / "course"
        write_files(root, files)
        _valid(load_folder(name, root, Problems(name)))


def write_files(root: Path, files: Files) -> None:
    """Write files, content by path, below `root`."""
    root.mkdir(exist_ok=True)
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
