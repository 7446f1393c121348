"""What a user name, an address and a password may look like."""

import pytest

from project.services.account.credentials import (
    common_passwords,
    normal_address,
    password_problem,
    username_problem,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", ["bob", "Bob.Müller"[:4] + "x", "a-b_c.d", "007", "x" * 64])
def test_plain_names_are_fine(name: str) -> None:
    assert username_problem(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "",
        "ab",
        "x" * 65,
        "_bob",
        ".bob",
        "-bob",
        "bob ",
        "b b",
        "jörg",
        "bob@x",
        "bo/b",
        "боб",
        "a\x00b",
    ],
)
def test_names_with_anything_else_are_refused(name: str) -> None:
    assert username_problem(name) != ""


@pytest.mark.parametrize("name", ["admin", "ADMIN", "Root", "support", "robots.txt", "null"])
def test_names_that_look_like_the_site_are_refused(name: str) -> None:
    assert username_problem(name) == "Dieser Name ist nicht zu haben. Nimm bitte einen anderen."


def test_names_of_pages_are_refused() -> None:
    assert username_problem("Healthy", frozenset({"healthy"})) != ""


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Alice@Example.ORG", "Alice@example.org"),
        ("alice+train@example.org", "alice+train@example.org"),
        ("alice@münchen.de", "alice@xn--mnchen-3ya.de"),
    ],
)
def test_addresses_get_a_normal_form(typed: str, stored: str) -> None:
    assert normal_address(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "alice",
        "alice@",
        "@example.org",
        "alice@localhost",
        "a b@example.org",
        "alice@example.org\nBcc: x@example.org",
        "alice@example.org,bob@example.org",
        "jörg@example.org",
        "Alice <alice@example.org>",
        "a" * 110 + "@example.org",
    ],
)
def test_other_texts_are_no_addresses(typed: str) -> None:
    assert normal_address(typed) is None


@pytest.mark.parametrize(
    "password", ["vier-krumme-Stangen", "x7#kkq0_pLm", "ü" * 3 + "ä9öß4ß2x", "w" * 5 + "q" * 1019]
)
def test_long_and_unusual_passwords_are_fine(password: str) -> None:
    assert password_problem(password, "alice", "alice@example.org") == ""


@pytest.mark.parametrize(
    "password",
    [
        "kurz1",
        "x" * 9 + "",
        "vwxyz" * 300,
        "1234567890",
        "Password123",
        "passwort1234",
        "QWERTZUIOP",
        "ichliebedich",
        "aaaaaaaaaaaaaaaa",
        "abababababab",
        "dragondragon",
    ],
)
def test_passwords_that_are_guessed_first_are_refused(password: str) -> None:
    assert password_problem(password) != ""


def test_a_password_is_not_the_name_or_the_address() -> None:
    for password in ("Klimmzug-Kati", "KLIMMZUG-KATI", "kati.meier@example.org", "kati.meier"):
        assert "nicht dein Name" in password_problem(
            password, "klimmzug-kati", "kati.meier@example.org"
        )


def test_the_list_is_long_and_starts_where_attackers_do() -> None:
    assert len(common_passwords()) >= 3000
    top = "123456 password 123456789 12345678 qwerty 111111 abc123 iloveyou hallo passwort ficken"
    assert set(top.split()) <= common_passwords()
