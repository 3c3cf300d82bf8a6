"""Makes questions of ours from what question banks say: right answers by their percentage, the rest told."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from builder.importing.log import Place
from builder.importing.naming import is_id, slug, unused

WHOLE = 99.99
MAX_POINTS = 1000
DEFAULT_TOLERANCE = 1e-9
TRUE_FALSE = {"ru": ["Верно", "Неверно"], "en": ["True", "False"]}
WILDCARD = re.compile(r"(?<!\\)\*")
Made = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """One answer of a bank: its text, its worth in percent, and what it tells whoever gives it (Markdown)."""

    text: str
    percent: float
    feedback: str = ""
    tolerance: str = "0"

    @property
    def right(self) -> bool:
        """Whether it is worth all the points."""
        return self.percent >= WHOLE


@dataclass(frozen=True)
class Head:
    """What every kind of question has: where it stands, what it asks, and the rest by our names."""

    place: Place
    name: str
    prompt: str
    explain: str = ""
    points: float = 1
    id: str = ""

    def question(self, kind: str, answers: Sequence[Answer], **fields: Any) -> Made:  # noqa: ANN401  (JSON)
        """Return the question, what explains the right answers told with it."""
        told = [self.explain, *(answer.feedback for answer in answers if answer.right)]
        unheard = sum(bool(answer.feedback) for answer in answers if not answer.right)
        if unheard:
            self.place.leave(
                f"the feedback of {unheard} answer{'s' * (unheard > 1)} that {_are(unheard)} not right"
            )
        made: Made = {"id": self.id, "type": kind, "prompt": self.prompt, **fields}
        if explain := "\n\n".join(dict.fromkeys(filter(None, told))):
            made["explain"] = explain
        if self.points != 1:
            made["points"] = _number(min(self.points, MAX_POINTS))
        return made


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def choice(head: Head, answers: Sequence[Answer], *, single: bool) -> Made | None:
    """Return a question with choices, or None when it is malformed or has no place here."""
    if len(answers) < 2:  # noqa: PLR2004
        head.place.error("it needs at least two choices")
        return None
    right = [
        index for index, answer in enumerate(answers) if (answer.right if single else answer.percent > 0)
    ]
    if not right:
        head.place.error("no choice is right")
        return None
    texts = [answer.text for answer in answers]
    if single and len(right) > 1:
        head.place.leave(f"the question: {len(right)} choices are right, and the student picks one")
        return None
    if single:
        _tell_partial(head.place, answers)
        return head.question("single", answers, choices=texts, answer=right[0])
    shares = {round(answers[index].percent, 2) for index in right}
    if len(shares) > 1:
        head.place.leave("that some right choices are worth more than others")
    whole = [Answer(each.text, 100 if each.percent > 0 else 0, each.feedback) for each in answers]
    return head.question("multiple", whole, choices=texts, answer=right)


def true_or_false(head: Head, *, answer: bool, feedbacks: tuple[str, str], language: str) -> Made:
    """Return a question with the choices true and false; `feedbacks` are of the right and the wrong one."""
    texts = TRUE_FALSE["ru" if language == "ru" else "en"]
    told = [Answer("", 100, feedbacks[0]), Answer("", 0, feedbacks[1])]
    return head.question("single", told, choices=texts, answer=0 if answer else 1)


def short(head: Head, answers: Sequence[Answer], *, case_counts: bool = False) -> Made | None:
    """Return a question that takes a text, or None when it is malformed or has no place here."""
    given = [answer for answer in answers if answer.text.strip()]
    if not any(answer.percent > 0 for answer in given):
        head.place.error("no answer is right")
        return None
    _tell_partial(head.place, given)
    accepted = []
    for answer in filter(lambda each: each.right, given):
        if WILDCARD.search(answer.text):
            head.place.leave(
                f"the answer ‘{answer.text[:60]}’: * stands for any text, which no answer can here"
            )
        else:
            accepted.append(answer.text.replace("\\*", "*").strip())
    if not accepted:
        head.place.leave("the question: none of its right answers is a plain text")
        return None
    if case_counts and any(text.lower() != text.upper() for text in accepted):
        head.place.leave("that capital letters count in the answer")
    return head.question("text", given, answer=list(dict.fromkeys(accepted)))


def number(head: Head, answers: Sequence[Answer]) -> Made | None:
    """Return a question that takes a number, or None when it is malformed."""
    plain = [answer for answer in answers if answer.text.strip() != "*"]
    read = [(answer, _read(head, answer)) for answer in plain]
    if any(values is None for _, values in read):
        return None
    right = [(answer, values) for answer, values in read if answer.right and values]
    if not right:
        head.place.error("no answer is right")
        return None
    _tell_partial(head.place, plain)
    if len(right) > 1:
        others = ", ".join(answer.text for answer, _ in right[1:])
        head.place.leave(f"the further right answers {others}: a question has one number here")
    value, tolerance = right[0][1]
    fields: Made = {} if tolerance == DEFAULT_TOLERANCE else {"tolerance": _number(tolerance)}
    unheard = [answer for answer in answers if answer.text.strip() == "*" and not answer.right]
    return head.question("number", [right[0][0], *unheard], answer=_number(value), **fields)


def _read(head: Head, answer: Answer) -> tuple[float, float] | None:
    """Return the number and how far an answer may be off; what is malformed is reported."""
    values = [parsed(answer.text), parsed(answer.tolerance or "0")]
    for text, value in zip((answer.text, answer.tolerance), values, strict=True):
        if value is None:
            head.place.error(f"‘{text[:60]}’ is not a number")
    value, tolerance = values
    return None if value is None or tolerance is None else (value, abs(tolerance))


def parsed(text: str) -> float | None:
    """Return the number that a text is, with a point or a comma, or None.

    >>> parsed("3,5"), parsed("1_000"), parsed("inf")
    (3.5, None, None)
    """
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


def _number(value: float) -> float | int:
    return int(value) if value == int(value) and abs(value) < 2**53 else value


def _tell_partial(place: Place, answers: Iterable[Answer]) -> None:
    partial = [answer for answer in answers if 0 < answer.percent < WHOLE]
    if partial:
        listed = ", ".join(
            f"‘{' '.join(answer.text.split())[:40]}’ ({answer.percent:g} %)" for answer in partial
        )
        place.leave(f"part of the points for {listed}: it counts as wrong here")


class Bank:
    """Puts questions into quizzes, one for each category, and gives out ids."""

    def __init__(self, title: str, taken: set[str]) -> None:
        self._fallback = title
        self._taken = taken
        self._quizzes: dict[str, Made] = {}
        self._ids: dict[str, set[str]] = {}
        self._category = ""
        self._id = ""

    def open(self, category: str, id_: str = "") -> None:
        """Let the next questions belong to a category, such as `$course$/top/Capitals`."""
        self._category, self._id = category, id_

    def add(self, question: Made) -> None:
        """Add a question to the quiz of its category."""
        quiz = self._quizzes.get(self._category) or self._new()
        wanted = (
            question["id"]
            if is_id(question["id"])
            else slug(question["id"], f"q{len(quiz['questions']) + 1}")
        )
        question["id"] = unused(wanted, self._ids[self._category])
        quiz["questions"].append(question)

    def _new(self) -> Made:
        parts = [part.replace("//", "/") for part in re.split(r"(?<!/)/(?!/)", self._category)]
        title = next((part.strip() for part in reversed(parts) if part.strip() not in {"", "top"}), "")
        title = title if title and not title.startswith("$") else self._fallback
        id_ = unused(self._id if is_id(self._id) else slug(title, "quiz"), self._taken)
        self._ids[self._category] = set()
        return self._quizzes.setdefault(self._category, {"id": id_, "title": title[:300], "questions": []})

    def quizzes(self) -> list[Made]:
        """Return the quizzes in the order of their first questions."""
        return list(self._quizzes.values())
