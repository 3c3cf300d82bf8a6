"""What was handed in for an official verdict, and every verdict that it got. Nothing here is ever deleted."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from sqlite3 import Connection, Row
from typing import cast

from runtime.judge.shapes import Report

LATEST = """
SELECT judgements.*, verdicts.judged, verdicts.report, verdicts.fault
FROM judgements LEFT JOIN verdicts ON verdicts.judgement_id = judgements.id AND verdicts.number = (
  SELECT max(number) FROM verdicts AS other WHERE other.judgement_id = judgements.id
)
"""


# Most points, and the first of those; of each program the latest verdict counts.
BEST = """
INSERT INTO official
SELECT judgements.user_id, course, task, verdicts.verdict, verdicts.score, asked
FROM judgements JOIN verdicts ON verdicts.number = (
  SELECT max(number) FROM verdicts AS other WHERE other.judgement_id = judgements.id
)
WHERE (judgements.user_id, course, task) = (SELECT user_id, course, task FROM judgements WHERE id = ?)
  AND verdicts.verdict IS NOT NULL
ORDER BY verdicts.score DESC, asked LIMIT 1
"""
NO_BEST = """
DELETE FROM official WHERE (user_id, course, task) = (
  SELECT user_id, course, task FROM judgements WHERE id = ?
)
"""


# How a program waits: for somebody who is looking, or in a batch, which goes on when nobody else waits.
HURRIED, PATIENT = 1, 2


# Later than what the same user asked before, and than all that wait: so it stays when a clock is set back.
ADD = """
INSERT OR IGNORE INTO judgements (id, user_id, course, task, code, asked, waits)
SELECT :id, :user_id, :course, :task, :code, max(
  :asked,
  coalesce((SELECT max(asked) + 1 FROM judgements WHERE user_id = :user_id AND :hurried), 0),
  coalesce((SELECT max(asked) + 1 FROM judgements WHERE waits AND :hurried), 0)
), :waits
"""


@dataclass(frozen=True)
class Asked:
    """A program that somebody wants judged; `asked` is in milliseconds since 1970."""

    id: str
    user_id: str
    course: str
    task: str
    code: str
    asked: int


@dataclass(frozen=True)
class Verdict:
    """What the judge said at a time: a report, or a fault in one line for the teacher."""

    judged: int
    report: Report | None
    fault: str | None


@dataclass(frozen=True)
class Judgement:
    """A program and its latest verdict, None before the first; `waits` says that one is to come."""

    asked: Asked
    waits: bool
    verdict: Verdict | None


def add(connection: Connection, asked: Asked, waits: int = HURRIED) -> None:
    """Keep a program that is to be judged; one that is here already stays as it is."""
    connection.execute(ADD, {**asdict(asked), "waits": waits, "hurried": waits == HURRIED})


def settle(connection: Connection, id_: str, verdict: Verdict) -> None:
    """Write down what the judge said of a program that waited; a second answer to one question is dropped."""
    if not connection.execute("UPDATE judgements SET waits = 0 WHERE id = ? AND waits", (id_,)).rowcount:
        return
    report = verdict.report
    connection.execute(
        "INSERT INTO verdicts (judgement_id, judged, verdict, score, report, fault)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            id_,
            verdict.judged,
            report["verdict"] if report else None,
            report["score"] if report else None,
            json.dumps(report) if report else None,
            verdict.fault,
        ),
    )
    connection.execute(NO_BEST, (id_,))
    connection.execute(BEST, (id_,))


def ask_again(connection: Connection, id_: str, waits: int = HURRIED) -> None:
    """Let a program be judged once more; the verdicts that it has got stay."""
    connection.execute(
        "UPDATE judgements SET waits = ? WHERE id = ? AND waits IN (0, ?)", (waits, id_, PATIENT)
    )


def by_id(connection: Connection, id_: str) -> Judgement | None:
    """Return what was handed in under an id."""
    row = connection.execute(f"{LATEST} WHERE id = ?", (id_,)).fetchone()
    return _judgement(row) if row else None


def waiting(connection: Connection, waits: int = HURRIED) -> list[str]:
    """Return the ids of all that wait like that, the first to ask first."""
    rows = connection.execute(
        "SELECT id FROM judgements WHERE waits AND waits = ? ORDER BY asked, id", (waits,)
    )
    return [row["id"] for row in rows]


def waiting_of(connection: Connection, user_id: str) -> int:
    """Return how many programs of a user wait, without those of a batch."""
    found: int = connection.execute(
        "SELECT count(*) FROM judgements WHERE user_id = ? AND waits = ?", (user_id, HURRIED)
    ).fetchone()[0]
    return found


def of_task(connection: Connection, user_id: str, course: str, task: str) -> list[Judgement]:
    """Return all that a user handed in for a task, the latest first."""
    rows = connection.execute(
        f"{LATEST} WHERE user_id = ? AND course = ? AND task = ? ORDER BY asked DESC, id DESC",
        (user_id, course, task),
    )
    return [_judgement(row) for row in rows]


@dataclass(frozen=True)
class Best:
    """The best official verdict that a user has on a task; `asked` is in milliseconds since 1970."""

    course: str
    task: str
    verdict: str
    score: float
    asked: int


def best_of(connection: Connection, user_id: str) -> list[Best]:
    """Return a user's best verdicts, of each task one."""
    rows = connection.execute(
        "SELECT course, task, verdict, score, asked FROM official WHERE user_id = ?", (user_id,)
    )
    return [Best(*row) for row in rows]


def history(connection: Connection, id_: str) -> list[Verdict]:
    """Return all verdicts on a program, the first one first."""
    rows = connection.execute("SELECT * FROM verdicts WHERE judgement_id = ? ORDER BY number", (id_,))
    return [_verdict(row) for row in rows]


@dataclass(frozen=True)
class Fault:
    """What kept the judge from a verdict; `judged` is in milliseconds since 1970."""

    judged: int
    task: str
    message: str


def latest_fault(connection: Connection) -> Fault | None:
    """Return the last fault of the judge, None when there never was one."""
    row = connection.execute(
        "SELECT judged, course || '.' || task AS task, fault FROM verdicts"
        " JOIN judgements ON judgements.id = judgement_id"
        " WHERE fault IS NOT NULL ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return Fault(*row) if row else None


def _judgement(row: Row) -> Judgement:
    asked = Asked(row["id"], row["user_id"], row["course"], row["task"], row["code"], row["asked"])
    return Judgement(asked, bool(row["waits"]), _verdict(row) if row["judged"] is not None else None)


def _verdict(row: Row) -> Verdict:
    report = cast("Report", json.loads(row["report"])) if row["report"] else None
    return Verdict(row["judged"], report, row["fault"])
