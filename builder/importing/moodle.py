"""Reads Moodle XML question banks."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from pathlib import Path

from builder.importing import question as kinds
from builder.importing.cloze import cloze, with_gap
from builder.importing.coderunner import coderunner
from builder.importing.haul import Haul
from builder.importing.log import Log, Place
from builder.importing.markdown import from_auto, from_html, from_markdown, from_plain
from builder.importing.multilang import in_language
from builder.importing.naming import slug
from builder.importing.pictures import Pictures
from builder.importing.question import Answer, Bank, Head, Made, parsed
from builder.importing.xml_tree import BrokenXmlError, Node, read_pieces, read_xml

MAX_BYTES = 50_000_000
FOREIGN = {
    "essay": "an essay, which no program can mark",
    "matching": "pairs to match",
    "match": "pairs to match",
    "description": "a text without a question",
    "ddwtos": "words to drag into a text",
    "ddimageortext": "pictures to drag",
    "ddmarker": "markers to drag",
    "gapselect": "a text with several gaps",
    "ordering": "things to put in order",
    "calculated": "numbers drawn anew for each student",
    "calculatedsimple": "numbers drawn anew for each student",
    "calculatedmulti": "numbers drawn anew for each student",
    "randomsamatch": "pairs drawn from other questions",
}


def read_moodle(path: Path, haul: Haul, language: str) -> None:
    """Read the bank at `path` into `haul`: a quiz for each category, a task for each CodeRunner question."""
    if path.stat().st_size > MAX_BYTES:
        haul.log.refuse(
            path.name, 0, f"the file is larger than {MAX_BYTES // 10**6} MB; export fewer questions"
        )
        return
    data, reader = path.read_bytes(), _Reader(path, haul, language)
    try:
        document = read_xml(data)
    except BrokenXmlError as error:
        _tell_all(error, data, reader, haul.log, path.name)
        return
    root = document.children[0]
    if root.name != "quiz":
        haul.log.refuse(
            path.name, root.line, f"the first element is <{root.name}>; Moodle's banks begin with <quiz>"
        )
        return
    for node in root.all("question"):
        reader.read(node)
    haul.quizzes += reader.bank.quizzes()
    if not reader.seen:
        haul.log.refuse(path.name, root.line, "there is no question in it")


def _tell_all(first: BrokenXmlError, data: bytes, reader: _Reader, log: Log, file: str) -> None:
    """Report what is wrong in a bank that is no XML: in every question, and else as a whole."""
    faults = {first.line: str(first)}
    for piece in read_pieces(data, "question"):
        if isinstance(piece, BrokenXmlError):
            faults.setdefault(piece.line, str(piece))
        else:
            reader.read(piece)
    for line, message in faults.items():
        log.refuse(file, line, message)
    log.errors.sort(key=lambda remark: remark.line)


class _Reader:
    """Reads question after question; each is whole, or told of."""

    def __init__(self, path: Path, haul: Haul, language: str) -> None:
        self.bank = Bank(path.stem, haul.ids)
        self.seen = 0
        self._file, self._haul, self._language = path.name, haul, language
        self._folder = slug(path.stem, "bank")

    def read(self, node: Node) -> None:
        kind = node.attributes.get("type", "")
        if kind == "category":
            self.bank.open(node.value("category/text"), node.value("idnumber"))
            return
        self.seen += 1
        place = Place(
            self._haul.log, self._file, node.line, node.value("name/text") or f"question {self.seen}"
        )
        if not kind:
            place.error("the question has no type")
        elif kind == "coderunner":
            if task := coderunner(node, place, self._haul.ids, lambda field: self._text(field, place)):
                self._haul.tasks.append(task)
        elif kind not in READERS:
            place.leave(f"the question: {FOREIGN.get(kind, f'the kind ‘{kind}’ is not known here')}")
        elif (head := self._head(node, place)) and (made := READERS[kind](self, node, head)):
            self.bank.add(made)

    def _head(self, node: Node, place: Place) -> Head | None:
        asked = node.get("questiontext")
        if asked is None:
            place.error("the question has no <questiontext>")
            return None
        points = parsed(node.value("defaultgrade", "1") or "1")
        if points is None or points < 0:
            place.error(f"‘{node.value('defaultgrade')}’ is no number of points")
            points = 1  # for the rest of the question to be read too
        for hint in node.all("hint"):
            place.leave("the hint for another try", hint.line)
        cloze = node.attributes["type"] in {"cloze", "multianswer"}
        prompt = self._text(asked, place, cloze=cloze) or from_plain(place.item)
        explain = self._text(node.get("generalfeedback"), place)
        return Head(place, place.item, prompt, explain, points, node.value("idnumber") or place.item)

    def _text(self, node: Node | None, place: Place, *, cloze: bool = False) -> str:
        """Return the Markdown of an element with `<text>` and perhaps `<file>`s in it."""
        if node is None:
            return ""
        source = in_language(node.value("text"), self._language, place.leave)
        if cloze:
            source = with_gap(source)
        pictures = Pictures(self._haul.assets, self._folder, _files(node, place))

        def picture(address: str) -> str | None:
            return pictures.take(address, place)

        form = node.attributes.get("format", "html")
        if form in {"plain_text", "plain"}:
            return from_plain(source)
        readers = {"markdown": from_markdown, "moodle_auto_format": from_auto}
        return readers.get(form, from_html)(source, picture, place.leave)

    def _answers(self, node: Node, place: Place, *, markdown: bool) -> list[Answer] | None:
        """Return the answers, or None when one of them is malformed."""
        found: list[Answer] = []
        stated = list(node.all("answer"))
        for each in stated:
            text = self._text(each, place) if markdown else each.value("text")
            feedback, tolerance = self._text(each.get("feedback"), place), each.value("tolerance", "0")
            percent = parsed(each.attributes.get("fraction", "0"))
            if percent is None:
                place.error(f"‘{each.attributes['fraction']}’ is no fraction in percent", each.line)
            else:
                found.append(Answer(text, percent, feedback, tolerance or "0"))
        return found if len(found) == len(stated) else None

    def choice(self, node: Node, head: Head) -> Made | None:
        answers = self._answers(node, head.place, markdown=True)
        single = node.value("single", "true").lower() in {"true", "1"}
        for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
            _tell_combined(node.get(name), head.place)
        return None if answers is None else kinds.choice(head, answers, single=single)

    def true_or_false(self, node: Node, head: Head) -> Made | None:
        answers = self._answers(node, head.place, markdown=False)
        if answers is None:
            return None
        by_text = {answer.text.lower(): answer for answer in answers}
        if set(by_text) != {"true", "false"} or by_text["true"].right == by_text["false"].right:
            head.place.error("it needs the answers true and false, one of them worth 100")
            return None
        right, wrong = sorted(by_text.values(), key=lambda answer: not answer.right)
        feedbacks = (right.feedback, wrong.feedback)
        truth = by_text["true"].right
        return kinds.true_or_false(head, answer=truth, feedbacks=feedbacks, language=self._language)

    def short(self, node: Node, head: Head) -> Made | None:
        answers = self._answers(node, head.place, markdown=False)
        case_counts = node.value("usecase", "0") in {"1", "true"}
        return None if answers is None else kinds.short(head, answers, case_counts=case_counts)

    def number(self, node: Node, head: Head) -> Made | None:
        answers = self._answers(node, head.place, markdown=False)
        if units := [unit.value("unit_name") for unit in (node.get("units") or node).all("unit")]:
            head.place.leave(f"the units {', '.join(units)}")
        return None if answers is None else kinds.number(head, answers)

    def cloze(self, node: Node, head: Head) -> Made | None:
        def markdown(source: str) -> str:
            return from_html(source, lambda _: None, head.place.leave)

        asked = in_language(node.value("questiontext/text"), self._language, lambda _: None)
        return cloze(asked, head, markdown)


READERS: dict[str, Callable[[_Reader, Node, Head], Made | None]] = {
    "multichoice": _Reader.choice,
    "multichoiceset": _Reader.choice,
    "truefalse": _Reader.true_or_false,
    "shortanswer": _Reader.short,
    "numerical": _Reader.number,
    "cloze": _Reader.cloze,
    "multianswer": _Reader.cloze,
}
# What Moodle puts there by itself, in its own words, is nobody's loss.
STOCK = {"", "your answer is correct.", "your answer is partially correct.", "your answer is incorrect."}


def _tell_combined(node: Node | None, place: Place) -> None:
    if node is not None:
        text = from_html(node.value("text"), lambda _: None, lambda _: None)
        if text.lower() not in STOCK:
            place.leave(f"the feedback ‘{text[:60]}’", node.line)


def _files(node: Node, place: Place) -> dict[str, bytes]:
    """Return the files that an element carries, by path and name; a broken one is reported."""
    found: dict[str, bytes] = {}
    for each in node.all("file"):
        name = each.attributes.get("name", "")
        path = each.attributes.get("path", "/").strip("/")
        try:
            data = base64.b64decode("".join(each.text.split()), validate=True)
        except (binascii.Error, ValueError):
            place.error(f"the file ‘{name}’ is not base64", each.line)
            continue
        found[f"{path}/{name}" if path else name] = data
    return found
