"""Reads what stands between the braces of a GIFT question, and so which kind of question it is."""

from __future__ import annotations

import re
from dataclasses import replace

from builder.importing import question as kinds
from builder.importing.gift_text import Source, shown
from builder.importing.question import Answer, Head, Made, parsed

WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d*)?)%")
TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def made_of(source: Source, wanted: str) -> Made | None:
    """Return the question, or None when it is malformed or has no place here; both are told."""
    answers, _, general = _last_part(source.answers)
    prompt = source.markdown(source.around)
    if not prompt:
        source.place.error("nothing is asked: there is no text before the braces")
        return None
    explain = source.markdown(general)
    return _by_kind(
        source, Head(source.place, source.place.item, prompt, explain, id=wanted), answers.strip()
    )


def _last_part(answers: str) -> tuple[str, str, str]:
    """Cut off the general feedback, which stands last."""
    before, mark, after = answers.rpartition("####")
    return (before, mark, after) if mark else (answers, "", "")


def _by_kind(source: Source, head: Head, bare: str) -> Made | None:
    if not bare:
        source.place.leave("the question: an essay, which no program can mark")
    elif bare.startswith("#"):
        return _number(source, head, bare[1:])
    elif "~" in bare:
        return _choice(source, head, bare)
    elif "=" in bare and "->" in bare:
        _tell_matching(source, bare)
    elif bare.split("#", 1)[0].strip().upper() in TRUTH:
        return _true_or_false(source, head, bare)
    else:
        return _short(source, head, bare)
    return None


def _choice(source: Source, head: Head, bare: str) -> Made | None:
    pieces = _pieces(bare, "~=")
    if pieces[0][0] == "":
        source.place.error(f"‘{_cut(pieces[0][1])}’ stands before the first ~ or =", source.line)
        return None
    answers = [_answer(source, text, 100 if mark == "=" else 0) for mark, text in pieces]
    empty = [answer for answer in answers if not answer.text]
    if empty:
        source.place.error("a choice is empty", source.line)
        return None
    return kinds.choice(head, answers, single=any(mark == "=" for mark, _ in pieces))


def _short(source: Source, head: Head, bare: str) -> Made | None:
    pieces = _pieces(bare, "=")
    if len(pieces) == 1 and pieces[0][0] == "":
        pieces = [("=", pieces[0][1])]
    if pieces[0][0] == "":
        source.place.error(f"‘{_cut(pieces[0][1])}’ stands before the first =", source.line)
        return None
    answers = [_answer(source, text, 100, raw=True) for _, text in pieces]
    return kinds.short(head, [replace(each, text=re.sub(r"\s+", " ", each.text)) for each in answers])


def _number(source: Source, head: Head, bare: str) -> Made | None:
    bare, _, wrong = bare.partition("~")
    pieces = [text for mark, text in _pieces(bare, "=") if mark or text.strip()]
    if not pieces:
        source.place.error("it has no number", source.line)
        return None
    answers = [_as_number(_answer(source, text, 100, raw=True)) for text in pieces]
    if feedback := source.markdown(wrong.partition("#")[2]):
        answers.append(Answer("*", 0, feedback))
    return kinds.number(head, answers)


def _as_number(answer: Answer) -> Answer:
    """Read `3:0.5` and `2.5..3.5`; what is neither stays for the report that it is no number."""
    low, dots, high = answer.text.partition("..")
    if dots and (start := parsed(low)) is not None and (end := parsed(high)) is not None:
        middle, off = (start + end) / 2, abs(end - start) / 2
        return replace(answer, text=repr(round(middle, 12)), tolerance=repr(round(off, 12)))
    value, _, tolerance = answer.text.partition(":")
    return replace(answer, text=value.strip(), tolerance=tolerance.strip() or "0")


def _true_or_false(source: Source, head: Head, bare: str) -> Made:
    word, *feedbacks = [part.strip() for part in bare.split("#", 2)]
    wrong, right = [*(source.markdown(text) for text in feedbacks), "", ""][:2]
    truth = TRUTH[word.upper()]
    return kinds.true_or_false(head, answer=truth, feedbacks=(right, wrong), language=source.language)


def _tell_matching(source: Source, bare: str) -> None:
    faults = [text for mark, text in _pieces(bare, "=") if mark and "->" not in text]
    for text in faults:
        source.place.error(
            f"‘{_cut(text)}’ is one half of a pair; write it with -> and the other", source.line
        )
    if not faults:
        source.place.leave("the question: pairs to match")


def _answer(source: Source, text: str, percent: float, *, raw: bool = False) -> Answer:
    weight = WEIGHT.match(text)
    if weight:
        percent, text = float(weight[1]), text[weight.end() :]
    said, _, feedback = text.partition("#")
    shown_text = shown(said).strip() if raw else source.markdown(said)
    return Answer(shown_text, percent, source.markdown(feedback) if feedback.strip() else "")


def _pieces(text: str, marks: str) -> list[tuple[str, str]]:
    """Split at each of `marks`; what stands before the first has the mark "".

    >>> _pieces("~a =b", "~=")
    [('~', 'a '), ('=', 'b')]
    """
    parts = re.split(f"([{marks}])", text)
    found = list(zip(parts[1::2], parts[2::2], strict=True))
    merged: list[tuple[str, str]] = []
    for mark, piece in found:
        if merged and merged[-1] == ("~", "") and mark == "=":
            merged[-1] = ("=", piece)  # “~=” is another way to write “=”
        else:
            merged.append((mark, piece))
    return [*([("", parts[0])] if parts[0].strip() or not merged else []), *merged]


def _cut(text: str) -> str:
    return " ".join(shown(text).split())[:60]
