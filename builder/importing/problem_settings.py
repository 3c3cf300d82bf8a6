"""Reads a problem's settings: problem.yaml and the few files beside it that say more."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml  # type: ignore[import-untyped]

from builder.importing.question import parsed
from builder.importing.tree import Tree

FLOATS = {
    "float_tolerance": ("abs", "rel"),
    "float_absolute_tolerance": ("abs",),
    "float_relative_tolerance": ("rel",),
}
TOKENS = "output.split() == expected.split()"
FOLDED_TOKENS = "output.casefold().split() == expected.casefold().split()"
LIMITS = {"memory_mb": (16, 2048), "output_kb": (1, 1024), "time_ms": (10, 60_000)}
ABOUT = ("author", "source", "source_url", "rights_owner", "license", "credits")


@dataclass
class Settings:
    """What the settings come to: `fields` are those of task.json."""

    kind: str = "pass-fail"
    custom: bool = False
    names: str | dict[str, str] = ""
    fields: dict[str, Any] = field(default_factory=dict)
    about: str = ""


def read_settings(tree: Tree) -> Settings:
    """Read the settings of a package; what is malformed or has no place here is told."""
    file = "problem.yaml" if "problem.yaml" in tree.files else "problem.yml"
    raw = read_yaml(tree, file)
    kinds = raw.get("type", "pass-fail")
    words = " ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds)
    validation = str(raw.get("validation", "default"))
    custom = validation.startswith("custom")
    kind = next(
        (word for word in ("interactive", "multi-pass") if word in f"{words} {validation}"), "pass-fail"
    )
    if "scoring" in words:
        tree.at(file).leave("the points of groups of tests: every test has one point here")
    settings = Settings(kind, custom, _names(raw.get("name", "")), about=_about(raw))
    settings.fields["checker"] = _checker(tree, raw)
    if limits := _limits(tree, raw, file):
        settings.fields["limits"] = limits
    if tags := _words(raw.get("keywords")):
        settings.fields["tags"] = tags
    return settings


def read_yaml(tree: Tree, file: str) -> dict[str, Any]:
    """Return a YAML file's mapping; one that is none is told with its line."""
    text = tree.text(file) or ""
    try:
        value = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        tree.at(file).error(f"not YAML: {error.problem or 'it cannot be read'}", line)
        return {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        tree.at(file).error(f"not YAML: {' '.join(str(error).split())}")
        return {}
    if value is not None and not isinstance(value, dict):
        tree.at(file).error("it should be names and values, such as `name: Sum`", 1)
        return {}
    return value or {}


def _names(value: Any) -> str | dict[str, str]:  # noqa: ANN401  (any YAML)
    if isinstance(value, dict):
        return {str(language): str(name) for language, name in value.items() if name}
    return str(value or "")


def _words(value: Any) -> list[str]:  # noqa: ANN401  (any YAML)
    words = value.split() if isinstance(value, str) else value if isinstance(value, list) else []
    return list(dict.fromkeys(str(word)[:64] for word in words if str(word).strip()))


def _about(raw: dict[str, Any]) -> str:
    """Return who made the problem and under which licence, which must not get lost."""
    lines = [f"- {name.replace('_', ' ')}: {_flat(raw[name])}" for name in ABOUT if raw.get(name)]
    return "\n".join(["This task was a problem package.", "", *lines, ""]) if lines else ""


def _flat(value: Any) -> str:  # noqa: ANN401  (any YAML)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_flat(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_flat, value))
    return " ".join(str(value).split())


def _checker(tree: Tree, raw: dict[str, Any]) -> dict[str, Any] | str:
    """Return the checker that compares as the package's default validator would."""
    flags = _flags(raw.get("validator_flags"))
    for name in (
        "data/testdata.yaml",
        "data/secret/testdata.yaml",
        "data/test_group.yaml",
        "data/secret/test_group.yaml",
    ):
        if not flags and name in tree.files:
            group = read_yaml(tree, name)
            flags = _flags(group.get("output_validator_flags") or group.get("output_validator_args"))
    options: dict[str, float] = {}
    for flag, value in zip(flags, [*flags[1:], ""], strict=False):
        for name in FLOATS.get(flag, ()):
            off = parsed(value)
            if off is None or off < 0:
                tree.place.error(f"‘{value}’ after {flag} is no number")
            else:
                options[name] = off
    if options:
        return {"type": "float", **options}
    if "space_change_sensitive" in flags:
        if "case_sensitive" not in flags:
            tree.place.leave("that capital letters do not count in the output: they do here")
        return "exact"
    return {"type": "python_expr", "expr": TOKENS if "case_sensitive" in flags else FOLDED_TOKENS}


def _flags(value: Any) -> list[str]:  # noqa: ANN401  (any YAML)
    return [str(word) for word in value] if isinstance(value, list) else str(value or "").split()


def _limits(tree: Tree, raw: dict[str, Any], file: str) -> dict[str, int]:
    stated = raw.get("limits")
    stated = stated if isinstance(stated, dict) else {}
    seconds = parsed(str(stated.get("time_limit", ""))) or _time_limit(tree)
    wanted = {
        "time_ms": seconds and seconds * 1000,
        "memory_mb": parsed(str(stated.get("memory", ""))),
        "output_kb": (parsed(str(stated.get("output", ""))) or 0) * 1024,
    }
    limits = {}
    for name, value in wanted.items():
        low, high = LIMITS[name]
        if value:
            limits[name] = int(max(low, min(value, high)))
            if limits[name] != int(value):
                tree.at(file).leave(f"the limit {name} {int(value)}: it is {limits[name]} here")
    if not seconds:
        tree.place.leave("the time limit, which the package does not state: it is 2 seconds here")
    return limits


def _time_limit(tree: Tree) -> float | None:
    """Return the seconds in `.timelimit` or `domjudge-problem.ini`, which lie beside problem.yaml."""
    if ".timelimit" in tree.files:
        return parsed(tree.text(".timelimit") or "")
    stated = tree.text("domjudge-problem.ini") if "domjudge-problem.ini" in tree.files else None
    found = re.search(r"timelimit\s*=\s*['\"]?([\d.]+)", stated or "")
    return parsed(found[1]) if found else None
