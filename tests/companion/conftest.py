from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.companion.school import School, fill, make_site, school_in, use_quick_hashes


@pytest.fixture
def empty_school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    """A school with nobody in it."""
    use_quick_hashes(monkeypatch)
    with school_in(tmp_path / "data", make_site(tmp_path / "site")) as opened:
        yield opened


@pytest.fixture
def school(empty_school: School) -> School:
    """A school with an admin, and two classes with a teacher and a student each."""
    fill(empty_school)
    return empty_school
