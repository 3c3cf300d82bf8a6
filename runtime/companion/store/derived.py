"""Tables derived from the log. The same events give the same tables, in whatever order they come.

What they say is what `runtime/browser/src/progress/derive.ts` says in the browser.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from sqlite3 import Connection
from typing import Any

from runtime.companion.moments import milliseconds

TABLES = ("progress", "submissions", "attempts", "results", "answers")
LESSON = """
INSERT INTO progress VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET state = excluded.state WHERE excluded.state = 'read'
"""
# The first right program; before there is one, the first of those with the most points.
RESULT = """
INSERT INTO results VALUES (:user, :course, :task, :verdict, :score, :solved, :time, :id)
ON CONFLICT DO UPDATE SET
  verdict = excluded.verdict, score = excluded.score, solved = excluded.solved,
  time = excluded.time, id = excluded.id
WHERE excluded.solved > solved OR (excluded.solved = solved AND (
  (NOT solved AND excluded.score > score)
  OR ((solved OR excluded.score = score) AND (excluded.time, excluded.id) < (time, id))))
"""
# The last right answer; before there is one, the last answer.
ANSWER = """
INSERT INTO answers VALUES (:user, :course, :quiz, :question, :correct, :answer, :time, :id)
ON CONFLICT DO UPDATE SET
  correct = excluded.correct, answer = excluded.answer, time = excluded.time, id = excluded.id
WHERE excluded.correct > correct
  OR (excluded.correct = correct AND (excluded.time, excluded.id) > (time, id))
"""
SUBMISSION = "INSERT INTO submissions VALUES (:id, :user, :course, :lesson, :task, :verdict, :score, :time)"
ATTEMPT = """
INSERT INTO attempts VALUES (:id, :user, :course, :lesson, :quiz, :question, :correct, :points, :time)
"""
ANSWERS_OF = """
SELECT *, (SELECT count(*) FROM attempts WHERE attempts.user_id = answers.user_id
  AND attempts.course = answers.course AND attempts.quiz = answers.quiz
  AND attempts.question = answers.question) AS attempts
FROM answers WHERE user_id = ?
"""


def derive(connection: Connection, user_id: str, event: Mapping[str, Any]) -> None:
    """Bring the tables up to an event that has just come into the log."""
    data = event["data"]
    row = {**data, "user": user_id, "id": event["id"], "time": milliseconds(event["time"])}
    match event["type"]:
        case "progress.updated":
            connection.execute(LESSON, (user_id, data["course"], data["lesson"], data["state"]))
        case "submission.created":
            del row["tests"]
            connection.execute(SUBMISSION, row)
            connection.execute(RESULT, row | {"solved": data["verdict"] == "OK"})
        case "attempt.created":
            row["answer"] = json.dumps(data["answer"])
            connection.execute(ATTEMPT, row)
            connection.execute(ANSWER, row)


def rebuild(connection: Connection) -> None:
    """Make the tables anew from the log."""
    for table in TABLES:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608  (our own names)
    for user_id, event in connection.execute("SELECT user_id, event FROM events ORDER BY number"):
        derive(connection, user_id, json.loads(event))


def progress_of(connection: Connection, user_id: str) -> dict[str, dict[str, Any]]:
    """Return a user's progress in the form of the browser: lessons, tasks and questions by their paths."""
    lessons = connection.execute("SELECT * FROM progress WHERE user_id = ?", (user_id,))
    results = connection.execute("SELECT * FROM results WHERE user_id = ?", (user_id,))
    answers = connection.execute(ANSWERS_OF, (user_id,))
    return {
        "lessons": {f"{row['course']}/{row['lesson']}": row["state"] for row in lessons},
        "tasks": {
            f"{row['course']}/{row['task']}": {
                "verdict": row["verdict"],
                "score": row["score"],
                "solved": bool(row["solved"]),
            }
            for row in results
        },
        "questions": {
            f"{row['course']}/{row['quiz']}/{row['question']}": {
                "correct": bool(row["correct"]),
                "answer": json.loads(row["answer"]),
                "attempts": row["attempts"],
            }
            for row in answers
        },
    }
