"""Requests that no page of ours would send."""

from __future__ import annotations

import pytest

from tests.companion.school import School


@pytest.mark.parametrize(
    "purpose", ["script", "json", "worker", "sharedworker", "style", "image", "iframe", "audio"]
)
def test_no_answer_is_a_script_or_anything_else_that_is_no_data(school: School, purpose: str) -> None:
    headers = {"Sec-Fetch-Dest": purpose}
    refused = school.ask("GET /auth/me", cookies=school.cookies("Anna"), headers=headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "wrong_purpose")


@pytest.mark.parametrize("purpose", ["empty", "document"])
def test_data_is_data(school: School, purpose: str) -> None:
    headers = {"Sec-Fetch-Dest": purpose}
    assert school.ask("GET /auth/me", cookies=school.cookies("Anna"), headers=headers).status_code == 200


def test_a_page_that_works_for_somebody_else_is_refused(school: School) -> None:
    anna, boris = school.people["Anna"].id, school.people["Boris"].id
    cookies = school.cookies("Boris")
    refused = school.ask("POST /events", {"events": []}, cookies, {"Knapsack-User": anna})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "other_user")
    assert school.ask("POST /events", {"events": []}, cookies, {"Knapsack-User": boris}).status_code == 200


def test_the_first_page_is_told_that_there_is_a_companion(school: School) -> None:
    folder = school.companion.folder.parent / "site"
    (folder / "index.html").write_text("<!doctype html>\n<html><head><title>Lessons</title></head></html>")
    answer = school.client.get("/index.html")
    assert '<head>\n    <meta name="knapsack-companion" content="1">' in answer.text
    assert answer.headers["cache-control"] == "no-cache"
