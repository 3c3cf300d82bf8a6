"""The licences that were put in. Every one is kept, so that none of them can go back."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection, Row

CURRENT = "SELECT * FROM license ORDER BY number DESC LIMIT 1"
HIGHEST = "SELECT max(license_version) FROM license WHERE issuer = ? AND tenant_id = ?"


class OlderLicence(Exception):  # noqa: N818  (it is an answer, not a fault)
    """A later licence of the same school was put in before."""


@dataclass(frozen=True)
class KeptLicence:
    """A licence's file as it was put in, and who signed it; `added` is in seconds since 1970."""

    issuer: str
    tenant_id: str
    license_version: int
    file: str
    added: int


def current(connection: Connection) -> KeptLicence | None:
    """Return the licence that was put in last."""
    row = connection.execute(CURRENT).fetchone()
    return _kept(row) if row else None


def put_in(connection: Connection, new: KeptLicence) -> None:
    """Let a licence be the school's; the one that is it already changes nothing. Raises OlderLicence."""
    before = current(connection)
    if before is not None and before.file == new.file:
        return
    highest = connection.execute(HIGHEST, (new.issuer, new.tenant_id)).fetchone()[0]
    if highest is not None and new.license_version < highest:
        raise OlderLicence
    _add(connection, new)


def everything(connection: Connection) -> list[KeptLicence]:
    """Return all licences, in the order in which they came."""
    return [_kept(row) for row in connection.execute("SELECT * FROM license ORDER BY number")]


def carry_over(connection: Connection, licences: list[KeptLicence]) -> None:
    """Add what a database had that a backup takes the place of: a restored licence must not go back."""
    if everything(connection)[: len(licences)] == licences:
        return
    for each in licences:
        _add(connection, each)


def _add(connection: Connection, new: KeptLicence) -> None:
    connection.execute(
        "INSERT INTO license (issuer, tenant_id, license_version, file, added) VALUES (?, ?, ?, ?, ?)",
        (new.issuer, new.tenant_id, new.license_version, new.file, new.added),
    )


def _kept(row: Row) -> KeptLicence:
    return KeptLicence(row["issuer"], row["tenant_id"], row["license_version"], row["file"], row["added"])
