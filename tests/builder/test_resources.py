from __future__ import annotations

from pathlib import Path

import pytest

from builder import resources
from builder.problems import UserError
from builder.resources import browser_files, resource, site_id
from runtime import bundle


def test_in_a_checkout_things_are_at_the_top() -> None:
    assert resource("mkdocs.yml") == resources.CHECKOUT / "mkdocs.yml"
    assert (resource("schemas") / "task.schema.json").is_file()


def test_in_a_wheel_things_are_bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "browser").mkdir()
    (tmp_path / "browser/shell.js").touch()
    (tmp_path / "mkdocs.yml").write_text("extra:\n  site: my-school\n", encoding="utf-8")
    monkeypatch.setattr(resources, "BUNDLED", tmp_path)
    monkeypatch.setattr(bundle, "BUNDLED", tmp_path / "browser")
    monkeypatch.delenv("KNAPSACK_BROWSER")
    assert browser_files() == tmp_path / "browser"
    assert site_id() == "my-school"


def test_a_site_needs_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mkdocs.yml").write_text("extra: {}\n", encoding="utf-8")
    monkeypatch.setattr(resources, "BUNDLED", tmp_path)
    with pytest.raises(UserError, match="site: knapsack"):
        site_id()
