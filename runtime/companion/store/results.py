"""How far a class has come: for every student and task what the browser and the official judge said."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection

STUDENTS = """
SELECT users.id, users.name FROM enrollments JOIN users ON users.id = user_id
WHERE class_id = ? AND role = 'student' AND users.archived IS NULL ORDER BY name_key
"""
SEEN = """
SELECT results.* FROM enrollments JOIN results USING (user_id) WHERE class_id = ?
"""
# The best official verdict of each student and task: most points, and the first of those.
OFFICIAL = """
SELECT user_id, course, task, verdict, score, asked FROM (
  SELECT judgements.user_id, course, task, asked, verdicts.verdict, verdicts.score,
    row_number() OVER (
      PARTITION BY judgements.user_id, course, task ORDER BY verdicts.score DESC, asked
    ) AS place
  FROM enrollments JOIN judgements USING (user_id) JOIN verdicts ON verdicts.number = (
    SELECT max(number) FROM verdicts AS other WHERE other.judgement_id = judgements.id
  )
  WHERE class_id = ? AND verdicts.verdict IS NOT NULL
) WHERE place = 1
"""


@dataclass(frozen=True)
class Best:
    """The best that a student has reached in a task; `time` is in milliseconds since 1970."""

    verdict: str
    score: float
    time: int


@dataclass(frozen=True)
class Reached:
    """What a student has reached in a task, by the browser and by the official judge."""

    browser: Best | None
    official: Best | None


@dataclass(frozen=True)
class Student:
    """A student of a class, with the tasks that they have tried, by course and task."""

    id: str
    name: str
    tasks: dict[tuple[str, str], Reached]


def of_class(connection: Connection, class_id: str) -> list[Student]:
    """Return the students of a class by name."""
    seen: dict[tuple[str, str, str], Best] = {}
    official: dict[tuple[str, str, str], Best] = {}
    for row in connection.execute(SEEN, (class_id,)):
        seen[row["user_id"], row["course"], row["task"]] = Best(row["verdict"], row["score"], row["time"])
    for row in connection.execute(OFFICIAL, (class_id,)):
        official[row["user_id"], row["course"], row["task"]] = Best(
            row["verdict"], row["score"], row["asked"]
        )
    tried: dict[str, dict[tuple[str, str], Reached]] = {}
    for user, course, task in sorted({*seen, *official}):
        place = (user, course, task)
        tried.setdefault(user, {})[course, task] = Reached(seen.get(place), official.get(place))
    rows = connection.execute(STUDENTS, (class_id,)).fetchall()
    return [Student(row["id"], row["name"], tried.get(row["id"], {})) for row in rows]
