"""docs/companion.md says what there is."""

from __future__ import annotations

import re

import click

from builder.cli import knapsack
from builder.resources import CHECKOUT
from runtime.companion.routes import ROUTES
from runtime.companion.store.faults import MESSAGES

PAGE = (CHECKOUT / "docs/companion.md").read_text(encoding="utf-8")


def test_every_route_is_documented_with_who_may_and_no_other() -> None:
    rows = re.findall(r"^\| `([A-Z]+ /[^`]*)` \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE)
    assert rows == [(route.name, route.access.value, route.summary) for route in ROUTES]


def test_every_option_of_serve_is_documented() -> None:
    serve = knapsack.get_command(click.Context(knapsack), "serve")
    assert serve is not None
    options = {max([*each.opts, *each.secondary_opts], key=len) for each in serve.params}
    assert {option for option in options if f"`{option}`" not in PAGE} == set()


def test_every_refusal_of_the_database_is_documented() -> None:
    said = {kind for kind, message in MESSAGES.items() if message.partition(",")[0].partition(";")[0] in PAGE}
    assert said >= {"full", "locked", "damaged", "newer"}
