"""Moments as the events carry them."""

from __future__ import annotations

from datetime import UTC, datetime

SECONDS = slice(0, 19)
THOUSANDTHS = slice(20, 23)


def milliseconds(time: str) -> int:
    """Return an event's time in milliseconds since 1970, as `Date.parse` does; more digits are cut off.

    Raises ValueError when there is no such day or hour.

    >>> milliseconds("1970-01-01T00:00:01.5Z")
    1500
    """
    whole = datetime.fromisoformat(time[SECONDS]).replace(tzinfo=UTC)
    thousandths = time[THOUSANDTHS].rstrip("Z")
    return int(whole.timestamp()) * 1000 + int(thousandths.ljust(3, "0"))


def utc_text(moment: int) -> str:
    """Return milliseconds since 1970 as people and spreadsheets read them.

    >>> utc_text(1500)
    '1970-01-01 00:00:01'
    """
    return f"{datetime.fromtimestamp(moment // 1000, UTC):%Y-%m-%d %H:%M:%S}"
