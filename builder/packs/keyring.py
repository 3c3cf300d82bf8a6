"""The keys of this computer: its own, private ones, and those of others that it trusts or seals to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from nacl.utils import random
from platformdirs import user_data_path

from builder.packs.keys import KEY_BYTES, Kind, OwnKey, PublicKey, is_key_text, own_key, public_key
from builder.paths import name_fault
from builder.problems import UserError
from builder.whole import write_whole

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
MAX_KEY_FILE = 1000


def default_folder() -> Path:
    """Return where this user's keys are kept when no other place is given."""
    return user_data_path("knapsack", appauthor=False) / "keys"


class Keyring:
    """A folder of keys: `own/NAME.KIND.key`, readable by its owner only, and `known/NAME.pub`."""

    def __init__(self, folder: Path) -> None:
        self._own, self._known = folder / "own", folder / "known"

    def new(self, name: str, kind: Kind) -> OwnKey:
        """Make a key of its own for this computer. Raises UserError when there is one of that name."""
        path = self._own / f"{_checked(name)}.{kind}.key"
        _make(self._own)
        key = OwnKey(kind, random(KEY_BYTES))
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise UserError(f"there is a {kind} key {name} already; choose another name") from error
        except OSError as error:
            raise UserError(f"{path} cannot be written: {error.strerror}") from error
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{key.text}\n")
            file.flush()
            os.fsync(descriptor)
        return key

    def own(self, kind: Kind) -> dict[str, OwnKey]:
        """Return this computer's own keys of a kind by name."""
        paths = sorted(self._own.glob(f"*.{kind}.key"))
        return {path.name.removesuffix(f".{kind}.key"): read_own_key(path) for path in paths}

    def known(self) -> dict[str, PublicKey]:
        """Return the keys of others by name."""
        return {path.stem: read_public_key(path) for path in sorted(self._known.glob("*.pub"))}

    def trust(self, name: str, key: PublicKey) -> None:
        """Keep another's key. Raises UserError when the name stands for a different one, or the key has one.

        A key has one name only: whoever takes that back must have taken back all trust in it.
        """
        path = self._known / f"{_checked(name)}.pub"
        _make(self._known)
        if path.exists() and read_public_key(path) != key:
            raise UserError(f"{name} stands for another key already; choose another --name")
        if other := next(
            (each for each, known in self.known().items() if known == key and each != name), None
        ):
            raise UserError(f"this key is kept already, under the name {other}")
        write_whole(path, f"{key.text}\n".encode("ascii"))

    def distrust(self, name: str) -> None:
        """Drop another's key."""
        path = self._known / f"{_checked(name)}.pub"
        if not path.exists():
            raise UserError(f"no key {name} is trusted here; knapsack keys list shows which are")
        path.unlink()

    def publishers(self) -> dict[PublicKey, str]:
        """Return the names of the publishers whose packs may be installed: the trusted ones and this one."""
        own = {key.public: name for name, key in self.own("publisher").items()}
        return own | {key: name for name, key in self.known().items() if key.kind == "publisher"}

    def signing_key(self, given: str | None) -> OwnKey:
        """Return the own publisher key of a name or in a file; without either, the only one there is."""
        keys = self.own("publisher")
        if given is None:
            if len(keys) == 1:
                return next(iter(keys.values()))
            advice = (
                f"choose one with --key: {', '.join(keys)}" if keys else "make one: knapsack keys new NAME"
            )
            raise UserError(
                f"which key shall sign? {advice}" if keys else f"there is no key to sign with; {advice}"
            )
        key = keys[given] if given in keys else read_own_key(Path(given))
        if key.kind != "publisher":
            raise UserError(f"{given} is a {key.kind} key; a publisher's is needed to sign")
        return key

    def school_key(self, given: str) -> PublicKey:
        """Return the public school key that a text, a name or a file stands for."""
        named = self.known() | {name: key.public for name, key in self.own("school").items()}
        key = named[given] if given in named else given_key(given)
        if key.kind != "school":
            raise UserError(f"{given} is a {key.kind} key; tests are sealed to a school's")
        return key

    def named(self) -> Iterator[tuple[str, PublicKey, bool]]:
        """Yield name, public key and whether it is an own one, of all keys."""
        for kind in ("publisher", "school"):
            for name, key in self.own(kind).items():
                yield name, key.public, True
        for name, known in self.known().items():
            yield name, known, False


def given_key(given: str) -> PublicKey:
    """Return the public key that a text stands for, or that the file of this name holds."""
    return public_key(given) if is_key_text(given) else read_public_key(Path(given))


def read_public_key(path: Path) -> PublicKey:
    """Return the public key in a file, or raise UserError."""
    try:
        return public_key(_read(path))
    except UserError as error:
        raise UserError(f"{path}: {error}") from error


def read_own_key(path: Path) -> OwnKey:
    """Return the private key in a file, or raise UserError."""
    try:
        return own_key(_read(path))
    except UserError as error:
        raise UserError(f"{path}: {error}") from error


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(MAX_KEY_FILE).decode("ascii")
    except UnicodeDecodeError as error:
        raise UserError("this file holds no key") from error
    except OSError as error:
        raise UserError(
            f"the key cannot be read ({error.strerror}); give a key's text, name or file"
        ) from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UserError(
            f"{folder} cannot be made ({error.strerror}); name another place with --keys"
        ) from error


def _checked(name: str) -> str:
    if not NAME.fullmatch(name) or name_fault(name):
        raise UserError(f"‘{name}’ cannot be a name: use Latin letters, digits, ‘-’ and ‘_’, at most 64")
    return name
