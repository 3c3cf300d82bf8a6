from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from builder.grade.handins import MAX_BYTES, hand_ins, read_events
from builder.submission import SubmissionError
from tests.builder.grade.school import draft, event, named, saved, submitted
from tests.builder.packages import Content, write


def latest(root: Path, *events: dict[str, Any], course: str | None = None) -> dict[str, dict[str, str]]:
    """What each learner by name handed in, from one file."""
    write(root, {"a.json": saved(*events)})
    return {each.name: each.code for each in hand_ins(read_events(root / "a.json"), course)}


def test_the_latest_submission_counts_in_whatever_order_events_stand(tmp_path: Path) -> None:
    events = [submitted(3, "third"), named(1, "Anna"), submitted(2, "second")]
    assert latest(tmp_path, *events) == {"Anna": {"sum": "third"}}


def test_a_fraction_of_a_second_counts(tmp_path: Path) -> None:
    whole = submitted(2, "first", time="2026-11-21T09:00:00Z")
    later = submitted(1, "second", time="2026-11-21T09:00:00.5Z")
    assert latest(tmp_path, later, whole) == {"one": {"sum": "second"}}


def test_a_submission_counts_before_a_later_draft(tmp_path: Path) -> None:
    assert latest(tmp_path, submitted(1, "checked"), draft(2, "typed")) == {"one": {"sum": "checked"}}
    assert latest(tmp_path, draft(1, "typed"), submitted(2, "checked")) == {"one": {"sum": "checked"}}


def test_a_draft_counts_where_nothing_was_checked(tmp_path: Path) -> None:
    assert latest(tmp_path, draft(1, "early"), draft(2, "late")) == {"one": {"sum": "late"}}


def test_a_new_name_counts_and_other_events_do_not_matter(tmp_path: Path) -> None:
    renamed = event(2, "learner.updated", name="Анна", colour="blue")
    read = event(3, "progress.updated", course="small", lesson="first", state="read")
    assert latest(tmp_path, named(1, "Anna"), renamed, read) == {"Анна": {}}


def test_only_the_course_of_the_task_counts(tmp_path: Path) -> None:
    events = (submitted(1, "ours"), submitted(2, "theirs", course="other"))
    assert latest(tmp_path, *events, course="small") == {"one": {"sum": "ours"}}


def test_learners_of_one_computer_stay_apart(tmp_path: Path) -> None:
    events = (named(1, "Anna"), named(2, "Boris", "two"), submitted(3, "a"), submitted(4, "b", "two"))
    assert latest(tmp_path, *events) == {"Anna": {"sum": "a"}, "Boris": {"sum": "b"}}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "a.json is not a whole hand-in file; save it again"),
        (b"\xff", "a.json is not a whole hand-in file; save it again"),
        ("[" * 100_000, "a.json is not a whole hand-in file; save it again"),
        ([], "a.json is no hand-in file"),
        ({"format": "other"}, "a.json is no hand-in file"),
        ({"format": "knapsack-progress", "version": 2}, "was saved by another version"),
        ({"format": "knapsack-progress", "version": 1}, "a.json is damaged"),
        (saved("x"), "a.json is damaged"),
        (saved({"type": "draft.saved"}), "a.json is damaged"),
        (saved(draft(1, "x", time="yesterday")), "a.json is damaged"),
        (saved(draft(1, "x", time="2026-11-21T09:00:00")), "a.json is damaged"),
        (json.dumps(saved(draft(1, "\ud800"))), "a.json is damaged"),
        (saved(event(1, "draft.saved", course="small", task="sum", code=3)), "a.json is damaged"),
    ],
)
def test_a_file_that_is_refused(tmp_path: Path, content: Content, message: str) -> None:
    write(tmp_path, {"a.json": content})
    with pytest.raises(SubmissionError) as caught:
        read_events(tmp_path / "a.json")
    assert message in str(caught.value)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.json").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(SubmissionError, match=r"a\.json is larger than 50 MB"):
        read_events(tmp_path / "a.json")
