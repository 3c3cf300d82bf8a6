"""All routes of the API: routing, checks, the OpenAPI document and the tests' matrix come from here."""

from __future__ import annotations

from runtime.companion.api import (
    auth,
    backups,
    batches,
    cards,
    class_lists,
    classes,
    content,
    events,
    judging,
    licences,
    notices,
    pairings,
    results,
    users,
    work,
)
from runtime.companion.route import Route

ROUTES: tuple[Route, ...] = (
    *auth.ROUTES,
    *cards.ROUTES,
    *users.ROUTES,
    *classes.ROUTES,
    *class_lists.ROUTES,
    *events.ROUTES,
    *content.ROUTES,
    *judging.ROUTES,
    *pairings.ROUTES,
    *batches.ROUTES,
    *backups.ROUTES,
    *licences.ROUTES,
    *notices.ROUTES,
    *results.ROUTES,
    *work.ROUTES,
)
