from __future__ import annotations

from pathlib import Path

import pytest

SHIM = "window.IFrameWorker = class {};"


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own: no test sees what another one remembered."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setattr("builder.cache.user_cache_path", lambda *_, **__: folder)
    return folder


@pytest.fixture(autouse=True)
def browser(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the bundle that runtime/browser makes, which these tests do not need."""
    folder = tmp_path_factory.mktemp("browser")
    names = ("shell.js", "shell.css", "lesson.js", "lesson.css", "editor.js", "mermaid.js")
    for name in names:
        (folder / name).write_text(f"/* {name} */", encoding="utf-8")
    (folder / "iframe-worker.js").write_text(SHIM, encoding="utf-8")
    (folder / "lesson.js.map").write_text("{}", encoding="utf-8")
    (folder / "kernel").mkdir()
    (folder / "kernel/worker.js").write_text("/* kernel */", encoding="utf-8")
    monkeypatch.setenv("KNAPSACK_BROWSER", str(folder))
    return folder
