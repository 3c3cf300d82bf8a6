"""Reads results to export: what `knapsack grade` wrote, and progress that students saved in the browser."""

from __future__ import annotations

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.course import Course
from builder.exporting.moodle_results import Grade
from builder.grade.handins import FORMAT, VERSION
from builder.paths import is_ignored
from builder.problems import UserError

MAX_BYTES = 50_000_000
COLUMNS = {"student", "score"}
UNJUDGED = {"IE", "unreadable"}


@dataclass(frozen=True)
class Score:
    """What a student reached in a task or quiz; `task` is "" where the file does not say."""

    student: str
    task: str
    share: float


def read_scores(paths: Iterable[Path], course: Course | None) -> tuple[list[Score], list[str]]:
    """Return all scores in files and folders of files, and what was left out, one line each.

    Progress files need the course, whose tasks and quizzes count. Raises UserError for any other file.
    """
    scores: list[Score] = []
    left: list[str] = []
    events: dict[str, dict[str, Any]] = {}
    for path in _files(paths):
        text = _text(path)
        if path.suffix.lower() == ".csv":
            scores += _from_csv(path, text, left)
            continue
        content = _json(path, text)
        if isinstance(content, dict) and content.get("format") == FORMAT:
            events |= _events(path, content)
        else:
            scores += _from_reports(path, content, left)
    if events and course is None:
        raise UserError("progress files were given; say with --course which course's tasks and quizzes count")
    if events and course is not None:
        scores += list(from_events(events.values(), course))
    return scores, left


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.iterdir() if each.suffix.lower() in {".json", ".csv"})
            yield from (each for each in inside if each.is_file() and not is_ignored(each.name))
        else:
            yield path


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(f"{path} is larger than {MAX_BYTES // 10**6} MB")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}; give results or saved progress") from error
    except UnicodeDecodeError as error:
        raise UserError(
            f"{path} is not UTF-8 text; give what knapsack grade wrote, or saved progress"
        ) from error


def _json(path: Path, text: str) -> Any:  # noqa: ANN401  (any JSON)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError(f"{path} is no JSON file; give what knapsack grade --json printed") from error


def _from_csv(path: Path, text: str, left: list[str]) -> Iterator[Score]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if not set(rows.fieldnames or ()) >= COLUMNS:
        raise UserError(f"{path} has no columns student and score; give what knapsack grade --csv wrote")
    for row in rows:
        given = {**row, "student": (row["student"] or "").removeprefix("'")}
        yield from _score(f"{path}:{rows.line_num}", given, left)


def _from_reports(path: Path, content: Any, left: list[str]) -> Iterator[Score]:  # noqa: ANN401  (any JSON)
    if not isinstance(content, list) or not all(isinstance(each, dict) for each in content):
        raise UserError(f"{path} has no results; give what knapsack grade --json printed, or saved progress")
    for number, report in enumerate(content):
        yield from _score(f"{path}#/{number}", report, left)


def _score(place: str, given: Mapping[str, Any], left: list[str]) -> Iterator[Score]:
    """Yield the score, or tell why there is none: the judge's own fault is nobody's zero."""
    student, verdict = str(given.get("student") or ""), given.get("verdict")
    try:
        share = float(given.get("score", ""))
    except (TypeError, ValueError):
        share = math.nan
    if not student.strip() or not 0 <= share <= 1:
        raise UserError(f"{place}: a result has a student and a score from 0 to 1; mend that line")
    if verdict in UNJUDGED:
        left.append(f"{place}: {student} was not judged ({verdict})")
    else:
        yield Score(student, str(given.get("task") or ""), share)


def _events(path: Path, content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    stated = content.get("events")
    if content.get("version") != VERSION or not isinstance(stated, list):
        raise UserError(f"{path} is damaged, or of another version of Knapsack; save it again")
    sound = all(
        isinstance(each, dict) and isinstance(each.get("data"), dict) and isinstance(each.get("id"), str)
        for each in stated
    )
    if not sound:
        raise UserError(f"{path} is damaged; save it again")
    return {each["id"]: each for each in stated}


def from_events(events: Iterable[dict[str, Any]], course: Course) -> Iterator[Score]:
    """Yield each learner's best score in each task of the course, and the points of each quiz.

    In a quiz a question counts when it was ever answered rightly, which is what the site shows as done.
    """
    names: dict[str, tuple[str, str]] = {}
    best: dict[tuple[str, str], float] = {}
    solved: dict[tuple[str, str], set[str]] = {}
    for event in events:
        learner, data, kind = str(event.get("learner", "")), event["data"], event.get("type")
        if kind in {"learner.created", "learner.updated"}:
            names[learner] = max(
                names.get(learner, ("", "")), (str(event.get("time", "")), str(data.get("name")))
            )
        elif data.get("course") != course.id:
            continue
        elif kind == "submission.created" and data.get("task") in course.tasks:
            key = (learner, str(data["task"]))
            best[key] = max(best.get(key, 0.0), _share(data.get("score")))
        elif kind == "attempt.created" and data.get("quiz") in course.quizzes:
            right = solved.setdefault((learner, str(data["quiz"])), set())
            right |= {str(data.get("question"))} if data.get("correct") is True else set()
    for (learner, quiz), right in solved.items():
        best[learner, quiz] = _quiz_share(course.quizzes[quiz].data["questions"], right)
    told_apart = _told_apart({learner: name for learner, (_, name) in names.items()})
    for (learner, item), share in sorted(best.items()):
        yield Score(told_apart.get(learner, learner), item, share)


def _told_apart(names: dict[str, str]) -> dict[str, str]:
    """Add to a name that several learners have the end of their ids, as `knapsack grade` does."""
    counts = Counter(names.values())
    return {id_: f"{name} ({id_[-8:]})" if counts[name] > 1 else name for id_, name in names.items()}


def _share(value: Any) -> float:  # noqa: ANN401  (any JSON)
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
    return float(number) if 0 <= number <= 1 else 0.0


def _quiz_share(questions: list[dict[str, Any]], right: set[str]) -> float:
    points = {question["id"]: float(question.get("points", 1)) for question in questions}
    whole = sum(points.values())
    return sum(worth for id_, worth in points.items() if id_ in right) / whole if whole else 0.0


def as_grades(
    scores: Iterable[Score], assignment: str | None, ids: dict[str, str] | None, left: list[str]
) -> list[Grade]:
    """Return the grades by Moodle's ID numbers: of several scores for one task the best.

    `ids` gives a student's ID number by the name; without it names are taken for ID numbers. Raises UserError
    where no assignment is known.
    """
    best: dict[tuple[str, str], float] = {}
    for score in scores:
        if not (item := assignment or score.task):
            raise UserError("these results do not say of which task they are; give --assignment")
        student = score.student if ids is None else ids.get(score.student.strip(), "")
        if not student:
            line = f"{score.student}: there is no ID number for this name"
            left += [] if line in left else [line]
            continue
        best[student, item] = max(best.get((student, item), 0.0), score.share)
    return [Grade(student, item, share) for (student, item), share in best.items()]


def read_ids(path: Path) -> dict[str, str]:
    """Return the ID numbers in a CSV file of two columns, name and ID number, without a header or with one.

    Raises UserError for a line that has not both, and for a name that is there twice.
    """
    ids: dict[str, str] = {}
    for number, row in enumerate(csv.reader(io.StringIO(_text(path), newline="")), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:  # noqa: PLR2004
            raise UserError(f"{path}:{number}: write the name, a comma and the ID number")
        if cells[0] in ids:
            raise UserError(f"{path}:{number}: {cells[0]} is there twice; make the names different")
        ids[cells[0]] = cells[1]
    return ids
