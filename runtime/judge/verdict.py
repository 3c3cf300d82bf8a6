"""What the judge says about a test or a submission."""

from enum import StrEnum


class Verdict(StrEnum):
    """A closed set of answers, listed in the order of the contract in `docs/judge.md`.

    When several apply to one run the first of CE, OL, TL, ML, RE, OK counts: a program that floods the screen
    until its time is up is OL. IE is never the student's fault, and no fault of the judge becomes any other
    verdict.

    >>> Verdict("OK") is Verdict.OK
    True
    """

    OK = "OK"
    WA = "WA"
    RE = "RE"
    CE = "CE"
    TL = "TL"
    ML = "ML"
    OL = "OL"
    IE = "IE"
