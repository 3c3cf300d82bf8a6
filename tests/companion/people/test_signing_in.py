"""Sessions through the API: what a browser has in its cookies, and for how long it is good."""

from __future__ import annotations

import asyncio
from http.cookies import SimpleCookie
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient

from runtime.companion.people.signing_in import ACCESS_COOKIE, REFRESH_COOKIE
from runtime.companion.people.tokens import ACCESS_SECONDS, SESSION_SECONDS
from runtime.companion.store.sessions import GRACE_SECONDS
from tests.companion.school import ORIGIN, SECRETS, School

YEAR = 365 * 24 * 60 * 60


def cookies_of(response: Any) -> dict[str, Any]:
    found: SimpleCookie = SimpleCookie()
    for header in response.headers.get_list("set-cookie"):
        found.load(header)
    return dict(found)


def jar(response: Any) -> dict[str, str]:
    return {name: morsel.value for name, morsel in cookies_of(response).items()}


def refreshed(school: School, cookies: dict[str, str]) -> Any:
    return school.ask("POST /auth/refresh", cookies={REFRESH_COOKIE: cookies[REFRESH_COOKIE]})


def is_in(school: School, cookies: dict[str, str]) -> bool:
    return bool(school.ask("GET /auth/me", cookies=cookies).status_code == 200)


def test_no_script_can_read_the_tokens_and_no_other_site_can_send_them(school: School) -> None:
    cookies = cookies_of(school.log_in("Anna", "4711"))
    assert set(cookies) == {ACCESS_COOKIE, REFRESH_COOKIE}
    for cookie in cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"].lower() == "strict"
        assert cookie["max-age"] == ""
    assert cookies[REFRESH_COOKIE]["path"] == "/auth"


@pytest.mark.parametrize("name", ["Anna", " anna ", "ANNA", "\uff21nna"])
def test_a_name_is_the_same_however_it_is_typed(school: School, name: str) -> None:
    assert school.log_in(name, "4711").json()["user"]["name"] == "Anna"


@pytest.mark.parametrize(
    ("name", "secret"), [("Anna", "4712"), ("Nobody", "4711"), ("Anna", ""), ("Ada", "4711")]
)
def test_a_wrong_name_is_told_like_a_wrong_secret(school: School, name: str, secret: str) -> None:
    response = school.log_in(name, secret or "\ufffd")
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "wrong_secret"
    assert not cookies_of(response)


def test_a_token_is_good_for_a_quarter_of_an_hour_and_can_be_renewed(school: School) -> None:
    first = jar(school.log_in("Anna", "4711"))
    school.clock.seconds += ACCESS_SECONDS - 1
    assert is_in(school, first)
    school.clock.seconds += 1
    assert not is_in(school, first)
    assert is_in(school, jar(refreshed(school, first)))


def test_a_session_ends_with_the_school_day(school: School) -> None:
    cookies = jar(school.log_in("Anna", "4711"))
    school.clock.seconds += SESSION_SECONDS + 1
    assert refreshed(school, cookies).status_code == 401


def test_a_token_does_not_outlive_its_session(school: School) -> None:
    cookies = jar(school.log_in("Anna", "4711"))
    school.clock.seconds += SESSION_SECONDS
    last = jar(refreshed(school, cookies))
    assert is_in(school, last)
    school.clock.seconds += 1
    assert not is_in(school, last)


def test_a_refresh_token_that_was_used_up_ends_the_session(school: School) -> None:
    stolen = jar(school.log_in("Anna", "4711"))
    own = jar(refreshed(school, stolen))
    school.clock.seconds += GRACE_SECONDS + 1
    assert refreshed(school, stolen).status_code == 401
    assert refreshed(school, own).status_code == 401
    assert not is_in(school, own)


def test_two_tabs_that_renew_at_once_both_stay(school: School) -> None:
    cookies = jar(school.log_in("Anna", "4711"))
    one, other = refreshed(school, cookies), refreshed(school, cookies)
    assert (one.status_code, other.status_code) == (200, 200)
    assert REFRESH_COOKIE not in jar(other)
    assert is_in(school, jar(one))
    assert is_in(school, jar(other))


def test_who_signs_out_is_out_at_once_here_and_only_here(school: School) -> None:
    here, there = jar(school.log_in("Anna", "4711")), jar(school.log_in("Anna", "4711"))
    response = school.ask("POST /auth/logout", cookies=here)
    assert response.status_code == 204
    assert all(cookie["max-age"] == "0" for cookie in cookies_of(response).values())
    assert not is_in(school, here)
    assert refreshed(school, here).status_code == 401
    assert is_in(school, there)


def test_signing_out_after_the_token_ran_out_ends_the_session(school: School) -> None:
    cookies = jar(school.log_in("Anna", "4711"))
    school.clock.seconds += ACCESS_SECONDS + 1
    school.ask("POST /auth/logout", cookies=cookies)
    assert refreshed(school, cookies).status_code == 401


def test_a_new_pin_and_leaving_sign_a_student_out_everywhere(school: School) -> None:
    anna = school.people["Anna"].id
    for request in (f"POST /users/{anna}/reset", f"DELETE /users/{anna}"):
        cookies = school.cookies("Anna")
        assert is_in(school, cookies)
        school.ask(request, {} if "reset" in request else None, school.cookies("Ada"))
        assert not is_in(school, cookies)
        assert refreshed(school, cookies).status_code == 401


def test_the_clock_set_back_a_year_lets_no_old_token_live_longer(school: School) -> None:
    cookies = jar(school.log_in("Anna", "4711"))
    school.clock.seconds -= YEAR
    assert not is_in(school, cookies)
    assert is_in(school, jar(school.log_in("Anna", "4711")))


def test_changing_a_secret_needs_the_old_one_and_keeps_this_browser(school: School) -> None:
    here, there = school.cookies("Tina"), school.cookies("Tina")
    wrong = school.ask("POST /auth/secret", {"old": "a guess", "secret": "another one"}, here)
    assert wrong.json()["error"]["code"] == "wrong_secret"
    changed = school.ask("POST /auth/secret", {"old": SECRETS["teacher"], "secret": "another one"}, here)
    assert is_in(school, jar(changed))
    assert not is_in(school, there)
    assert school.log_in("Tina", "another one").status_code == 200


def test_of_many_first_admins_at_once_one_is_made(empty_school: School) -> None:
    async def set_up() -> list[int]:
        transport = ASGITransport(empty_school.client.app)
        async with AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN}) as client:
            bodies = [{"name": f"Ada {number}", "secret": "long enough"} for number in range(8)]
            sent = await asyncio.gather(*(client.post("/auth/setup", json=body) for body in bodies))
            return sorted(response.status_code for response in sent)

    assert asyncio.run(set_up()) == [201, *[409] * 7]
