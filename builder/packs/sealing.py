"""Parts what students may see from what only teachers may, and seals that to schools.

A school opens a sealed box (X25519) in the content list, finds a key there, and opens with it the sealed
part: a zip of the original files. All of it is derived from the publisher's key and the files, so that the
same course makes the same pack.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from io import BytesIO
from typing import Any

from nacl.exceptions import CryptoError
from nacl.exceptions import RuntimeError as SodiumError
from nacl.public import Box, SealedBox
from nacl.public import PrivateKey as BoxKey
from nacl.public import PublicKey as PublicBoxKey
from nacl.secret import Aead

from builder.archive import opened_archive
from builder.packs.contents import Recipient
from builder.packs.keys import OwnKey, PublicKey, public_key
from builder.packs.zipped import write_zip
from builder.problems import UserError
from builder.reading import UnreadableError, parse_json

ALL_SECRET = re.compile(r"tasks/[^/]+/(solution\.py|README\.md|wrong/[^/]+|tests/private/[^/]+)")
PART_SECRET = re.compile(r"tasks/([^/]+|[^/]+/task)\.json")
SECRET_FIELDS = ("solution", "wrong")
Files = dict[str, bytes]


def parted(files: Mapping[str, bytes]) -> tuple[Files, Files]:
    """Return what students may have and the originals of what they may not: (public, secret)."""
    secret = {path: data for path, data in files.items() if ALL_SECRET.fullmatch(path)}
    public = {path: data for path, data in files.items() if path not in secret}
    for path in [path for path in public if PART_SECRET.fullmatch(path)]:
        shown = _shown(parse_json(public[path].decode("utf-8-sig")))
        if shown is not None:
            secret[path], public[path] = public[path], shown
    return public, secret


def _shown(task: dict[str, Any]) -> bytes | None:
    """Return a task's JSON without its secrets, or None when it has none."""
    tests = task.get("tests", [])
    width = max(2, len(str(len(tests))))
    visible = [
        # Tests are numbered by their place: those that stay keep their numbers.
        {"name": f"{number:0{width}}", **test} if "name" not in test else test
        for number, test in enumerate(tests, 1)
        if not test.get("private")
    ]
    kept = {name: value for name, value in task.items() if name not in SECRET_FIELDS}
    if len(visible) < len(tests):
        kept["tests"] = visible
    if kept == task:
        return None
    return (json.dumps(kept, ensure_ascii=False, indent=2) + "\n").encode()


def seal(
    secret: Mapping[str, bytes], schools: Iterable[PublicKey], publisher: OwnKey, course: str
) -> tuple[bytes, list[Recipient]]:
    """Return the sealed part and, for each school, the box with its key."""
    write_zip(plain := BytesIO(), secret)
    data, bound = plain.getvalue(), _bound(publisher.public, course)
    key = _derived(publisher.seed, b"content", bound, data)
    # The key is never used for other bytes, for it is made of them; so one nonce will do.
    sealed = Aead(key).encrypt(data, bound, bytes(Aead.NONCE_SIZE)).ciphertext
    ordered = sorted(set(schools), key=lambda school: school.text)
    return sealed, [Recipient(school.text, _boxed(key, school).hex()) for school in ordered]


def unseal(
    sealed: bytes, recipients: Iterable[Recipient], own: Iterable[OwnKey], publisher: PublicKey, course: str
) -> Files | None:
    """Return the originals, or None when no own key opens them. Raises UserError for a broken seal."""
    keys = {key.public: key for key in own}
    for recipient in recipients:
        if key := keys.get(public_key(recipient.school)):
            return _opened(sealed, bytes.fromhex(recipient.key), key, _bound(publisher, course))
    return None


def _opened(sealed: bytes, box: bytes, key: OwnKey, bound: bytes) -> Files:
    try:
        content_key = SealedBox(BoxKey(key.seed)).decrypt(box)
        data = Aead(content_key).decrypt(sealed, bound, bytes(Aead.NONCE_SIZE))
        with opened_archive(BytesIO(data)) as archive:
            files = {path: archive.read(path) for path in archive.files}
    except (CryptoError, ValueError, UnreadableError) as error:
        raise UserError(
            "the pack's sealed part cannot be opened; ask the publisher for a new pack"
        ) from error
    if strange := [path for path in files if not (ALL_SECRET.fullmatch(path) or PART_SECRET.fullmatch(path))]:
        raise UserError(f"the pack's sealed part has a file that does not belong there: {strange[0]}")
    return files


def _bound(publisher: PublicKey, course: str) -> bytes:
    """Return what the sealed part is bound to: nobody else can put it into a pack of theirs."""
    return publisher.raw + course.encode()


def _boxed(key: bytes, school: PublicKey) -> bytes:
    """Return a sealed box as libsodium makes them, but with a pair of keys that is derived, not drawn."""
    once, reader = BoxKey(_derived(key, b"box", school.raw)), PublicBoxKey(school.raw)
    nonce = blake2b(bytes(once.public_key) + school.raw, digest_size=Box.NONCE_SIZE).digest()
    try:
        box = Box(once, reader)
    except SodiumError as error:  # a point of a small order, with which everyone could open the box
        raise UserError(f"{school.text} is not a key that can keep anything secret") from error
    return bytes(once.public_key) + box.encrypt(key, nonce).ciphertext


def _derived(secret: bytes, purpose: bytes, *parts: bytes) -> bytes:
    made = blake2b(digest_size=32, key=secret, person=purpose)
    for part in parts:
        made.update(len(part).to_bytes(8, "little") + part)
    return made.digest()
