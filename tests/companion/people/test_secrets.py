from __future__ import annotations

import pytest

from runtime.companion.people.secrets import check_secret, hash_secret, is_secret, new_invite, new_secret
from runtime.companion.store.users import Role


@pytest.mark.parametrize(
    ("role", "secret"),
    [
        ("student", "4711"),
        ("student", "12345678"),
        ("student", "kitten"),
        ("teacher", "chalkdust"),
        ("admin", "x" * 200),
    ],
)
def test_what_may_be_a_secret(role: Role, secret: str) -> None:
    check_secret(role, secret)


@pytest.mark.parametrize(
    ("role", "secret"),
    [
        ("student", "471"),
        ("student", "123456789"),
        ("student", "cat"),
        ("student", ""),
        ("student", "\u0664\u0667\u0661\u0661"),
        ("teacher", "4711"),
        ("teacher", "12345678"),
        ("teacher", "123456789012"),
        ("admin", "chalk"),
        ("admin", "x" * 201),
    ],
)
def test_what_may_not(role: Role, secret: str) -> None:
    with pytest.raises(ValueError, match=r"has|is not"):
        check_secret(role, secret)


@pytest.mark.parametrize("role", ["student", "teacher", "admin"])
def test_new_secrets_may_be_secrets_and_differ(role: Role) -> None:
    made = [new_secret(role) for _ in range(20)]
    for secret in made:
        check_secret(role, secret)
    assert len(set(made)) > 10
    assert len({new_invite() for _ in range(20)}) == 20


def test_a_secret_is_kept_as_argon2id_and_found_again() -> None:
    hashed = hash_secret("4711")
    assert hashed.startswith("$argon2id$v=19$m=32768,t=3,p=1$")
    assert is_secret(hashed, "4711")
    assert not is_secret(hashed, "4712")
    assert not is_secret(None, "4711")
    assert not is_secret("damaged", "4711")
