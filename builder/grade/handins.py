"""Reads the files of progress that students save in the browser, and finds their programs in them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from builder.submission import SubmissionError

FORMAT = "knapsack-progress"
VERSION = 1
MAX_BYTES = 50 * 1024 * 1024
LEARNER = ("learner.created", "learner.updated")
CODE = ("draft.saved", "submission.created")
TEXTS: dict[str, tuple[str, ...]] = dict.fromkeys(LEARNER, ("name",)) | dict.fromkeys(
    CODE, ("course", "task", "code")
)


@dataclass
class HandIn:
    """What one learner handed in: `code` by task is the latest checked, else the latest typed."""

    learner: str
    name: str
    code: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """One event that matters here; two are ordered as in the browser, by moment and then by id."""

    moment: datetime
    id: str
    type: str
    learner: str
    data: dict[str, Any]


def read_events(path: Path) -> list[Event]:
    """Return the events of a hand-in file that say who a learner is and what they programmed.

    Raises SubmissionError, one line, for what is not a whole and sound file.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SubmissionError(f"{path.name} is larger than {MAX_BYTES >> 20} MB")
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise SubmissionError(f"{path.name} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise SubmissionError(f"{path.name} is not a whole hand-in file; save it again") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise SubmissionError(f"{path.name} is no hand-in file; save one with ‘Save progress’ in the browser")
    if content.get("version") != VERSION:
        raise SubmissionError(f"{path.name} was saved by another version of Knapsack")
    try:
        return [event for raw in content["events"] if (event := _event(raw))]
    except (KeyError, TypeError, ValueError) as error:
        raise SubmissionError(f"{path.name} is damaged; save it again") from error


def _event(raw: Any) -> Event | None:  # noqa: ANN401  (any JSON)
    """Return an event, or None if it does not matter. Raises KeyError, TypeError or ValueError."""
    wanted = TEXTS.get(_text(raw, "type"))
    if wanted is None:
        return None
    data = raw["data"]
    for name in wanted:
        _text(data, name)
    moment = datetime.fromisoformat(_text(raw, "time"))
    if moment.tzinfo is None:
        raise ValueError
    return Event(moment, _text(raw, "id"), raw["type"], _text(raw, "learner"), data)


def _text(raw: Any, name: str) -> str:  # noqa: ANN401  (any JSON)
    text = raw[name]
    if not isinstance(text, str):
        raise TypeError
    text.encode()  # half a character is a ValueError
    return text


def hand_ins(events: Iterable[Event], course: str | None = None) -> list[HandIn]:
    """Return what each learner handed in, whichever files it stands in, in the order of their ids.

    With `course` only programs for that course count: another may have a task of the same id.
    """
    found: dict[str, HandIn] = {}
    submitted: set[tuple[str, str]] = set()
    for event in sorted({each.id: each for each in events}.values(), key=lambda each: (each.moment, each.id)):
        hand_in = found.setdefault(event.learner, HandIn(event.learner, event.learner))
        if event.type in LEARNER:
            hand_in.name = event.data["name"]
        elif course is None or event.data["course"] == course:
            place = (event.learner, event.data["task"])
            if event.type == "submission.created":
                submitted.add(place)
            elif place in submitted:
                continue
            hand_in.code[event.data["task"]] = event.data["code"]
    return [found[learner] for learner in sorted(found)]
