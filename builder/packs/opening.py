"""Opens a signed pack or update: nothing in it is believed before the signature of a trusted publisher is.

1. The zip's structure, names and sizes (`builder.archive`), and its form (`builder.packs.zipped`).
2. The signature over the bytes of the content list, and that its publisher is trusted here.
3. The list itself; that it names exactly the files that are there, with their sizes and digests.
4. That this Knapsack is not too old for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from builder import __version__
from builder.archive import WHEELS, Archive, opened_archive
from builder.packs.contents import LIST, MAX_LIST, SIGNATURE, Contents, parse_contents
from builder.packs.keyring import Keyring
from builder.packs.keys import PublicKey
from builder.packs.signature import WHOLE, signer
from builder.packs.zipped import check_form
from builder.problems import UserError
from builder.progress import Report, counted, silent
from builder.reading import UnreadableError
from builder.version import numbers


@dataclass(frozen=True)
class SignedPack:
    """A pack that may be trusted; `publisher` is called `name` on this computer."""

    archive: Archive
    listing: bytes
    contents: Contents
    publisher: PublicKey
    name: str


@contextmanager
def opened_pack(path: Path, keyring: Keyring, report: Report = silent) -> Iterator[SignedPack]:
    """Open the signed pack or update at `path` for as long as the context lasts.

    Raises UserError, one line, for anything that is not exactly what a trusted publisher signed.
    """
    with ExitStack() as stack:
        try:
            file = stack.enter_context(path.open("rb"))
            archive = stack.enter_context(opened_archive(file, lambda _: False, WHEELS))
            pack = check_signed(file, archive, keyring.publishers(), report)
        except (UnreadableError, UserError) as error:
            raise UserError(f"{path.name}: {error}") from error
        except OSError as error:
            raise UserError(f"{path} cannot be read: {error.strerror}") from error
        yield pack


def check_signed(
    file: BinaryIO, archive: Archive, trusted: Mapping[PublicKey, str], report: Report = silent
) -> SignedPack:
    """Return the pack in an archive. Raises UnreadableError or UserError unless it is one of `trusted`'s."""
    if not {LIST, SIGNATURE} <= set(archive.files):
        raise UserError("it is no signed pack; knapsack pack makes one")
    check_form(file, archive)
    listing = archive.read(LIST, MAX_LIST)
    publisher = signer(listing, archive.read(SIGNATURE, WHOLE))
    name = trusted.get(publisher)
    if name is None:
        raise UserError(
            "its publisher is not trusted here; ask them for their fingerprint,"
            f" and only if it is {publisher.fingerprint}: knapsack keys trust {publisher.text}"
        )
    contents = parse_contents(listing)
    if contents.publisher != publisher.text:
        raise UserError("its content list names another publisher than the one who signed it")
    _check_files(archive, contents, report)
    needed = contents.min_app_version
    if needed and numbers(needed) > numbers(__version__):
        raise UserError(f"it needs Knapsack {needed} or newer; install that first")
    return SignedPack(archive, listing, contents, publisher, name)


def _check_files(archive: Archive, contents: Contents, report: Report) -> None:
    """Compare sizes, then digests; nothing is written."""
    stated = {each.path: each for each in contents.files}
    found = set(archive.files) - {LIST, SIGNATURE}
    if len(stated) != len(contents.files) or found != set(stated):
        raise UserError("its files are not those that its content list names")
    for path, each in stated.items():
        if archive.files[path].file_size != each.size:
            raise UserError(f"‘{path}’ does not have the size that the content list says")
    for path, each in counted("check", stated.items(), report):
        digest = hashlib.sha256()
        for chunk in archive.chunks(path):
            digest.update(chunk)
        if digest.hexdigest() != each.sha256:
            raise UserError(f"‘{path}’ is not what its publisher signed")
