"""A class judged together: of every student and task the latest program, be it official yet or not."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from sqlite3 import Connection, Row
from uuid import NAMESPACE_OID, uuid5

from runtime.companion.store import judgements
from runtime.companion.store.judgements import HURRIED, PATIENT, Asked

Place = tuple[str, str, str]
"""A student, a course, a task."""
# Only tasks that there are can be judged.
OF_CLASS = """
FROM {table} AS work JOIN enrollments ON enrollments.user_id = work.user_id
JOIN users ON users.id = work.user_id AND users.role = 'student' AND users.archived IS NULL
JOIN tasks ON tasks.course = work.course AND tasks.task = work.task
WHERE class_id = :class_id AND (:task IS NULL OR work.task = :task)
AND work.course IN (SELECT value FROM json_each(:courses))
"""
LATEST = """
SELECT work.*, row_number() OVER (
  PARTITION BY work.user_id, work.course, work.task ORDER BY work.{time} DESC, work.id DESC
) AS place
"""
SUBMITTED = f"""
SELECT latest.*, events.event FROM (
  {LATEST.format(time="time")} {OF_CLASS.format(table="submissions")}
) AS latest JOIN events ON events.id = latest.id WHERE latest.place = 1
"""  # noqa: S608  (our own words)
JUDGED = f"""
SELECT latest.*, EXISTS (
  SELECT 1 FROM verdicts WHERE judgement_id = latest.id AND verdict IS NOT NULL
) AS has_verdict
FROM ({LATEST.format(time="asked")} {OF_CLASS.format(table="judgements")}) AS latest WHERE place = 1
"""  # noqa: S608  (our own words)
WAITING = """
SELECT count(*) FROM judgements JOIN enrollments USING (user_id) WHERE class_id = ? AND waits
"""
IN_BATCH = """
waits = ? AND user_id IN (SELECT user_id FROM enrollments WHERE class_id = ?)
"""


@dataclass(frozen=True)
class Batch:
    """What is to be judged: programs that the official judge has not seen yet, and those that it has."""

    new: list[Asked] = field(default_factory=list)
    again: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """The ids of all of them."""
        return [*(asked.id for asked in self.new), *self.again]

    def parts(self, size: int) -> Iterator[Batch]:
        """Yield the batch in parts."""
        for start in range(0, len(self.new), size):
            yield Batch(new=self.new[start : start + size])
        for start in range(0, len(self.again), size):
            yield Batch(again=self.again[start : start + size])


def of_class(
    connection: Connection,
    class_id: str,
    courses: Collection[str],
    task: str | None,
    longest: int,
    *,
    only_missing: bool,
) -> Batch:
    """Return the latest programs of a class's students in these courses, for one task or for all.

    Programs of more than `longest` characters are left out; with `only_missing` all that have a verdict, too.
    """
    values = {"class_id": class_id, "courses": json.dumps(list(courses)), "task": task}
    judged = {_place(row): row for row in connection.execute(JUDGED, values)}
    batch, seen = Batch(), set()
    for row in connection.execute(SUBMITTED, values):
        code: str = json.loads(row["event"])["data"]["code"]
        before = judged.get(_place(row))
        if before is not None and (before["code"] == code or before["asked"] > row["time"]):
            continue
        if _is_program(code, longest):
            seen.add(_place(row))
            batch.new.append(Asked(_official_id(row["id"]), *_place(row), code, row["time"]))
    for place, row in judged.items():
        if place not in seen and row["waits"] != HURRIED and not (only_missing and row["has_verdict"]):
            batch.again.append(row["id"])
    return batch


def take(connection: Connection, batch: Batch) -> None:
    """Keep what is to be judged."""
    for asked in batch.new:
        judgements.add(connection, asked, PATIENT)
    for id_ in batch.again:
        judgements.ask_again(connection, id_, PATIENT)


def drop(connection: Connection, class_id: str) -> list[str]:
    """Let what waits in a batch be; return its ids. What was never judged goes: nobody had handed it in."""
    values = (PATIENT, class_id)
    ids = [row["id"] for row in connection.execute(f"SELECT id FROM judgements WHERE {IN_BATCH}", values)]  # noqa: S608  (our own words)
    connection.execute(
        f"DELETE FROM judgements WHERE {IN_BATCH}"  # noqa: S608  (our own words)
        " AND NOT EXISTS (SELECT 1 FROM verdicts WHERE judgement_id = judgements.id)",
        values,
    )
    connection.execute(f"UPDATE judgements SET waits = 0 WHERE {IN_BATCH}", values)  # noqa: S608  (our own words)
    return ids


def waiting(connection: Connection, class_id: str) -> int:
    """Return how many programs of a class wait."""
    found: int = connection.execute(WAITING, (class_id,)).fetchone()[0]
    return found


def _official_id(submission: str) -> str:
    """Return the id that a submission gets before the official judge, always the same one."""
    return str(uuid5(NAMESPACE_OID, submission))


def _is_program(code: str, longest: int) -> bool:
    try:
        code.encode()
    except UnicodeEncodeError:  # half a character, which JavaScript allows in a text
        return False
    return bool(code.strip()) and len(code) <= longest


def _place(row: Row) -> Place:
    return row["user_id"], row["course"], row["task"]
