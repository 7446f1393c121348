"""A change comes from a page of this site, as far as the browser says; no header breaks a page."""

import pytest

from project.models import ExerciseCategory, User
from tests.support.http import Site
from tests.support.make import Make

pytestmark = pytest.mark.integration

HTTPS = "https://localhost"
FOREIGN = "Das kam von einer fremden Seite; gespeichert ist nichts."
OURS = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": HTTPS},
    {"Origin": f"{HTTPS}:443"},
    {"Referer": f"{HTTPS}/categories?q=1"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null", "Referer": "https://evil.example/"},
    {"Origin": HTTPS, "Referer": "https://evil.example/"},
]
THEIRS = [
    {"Sec-Fetch-Site": "cross-site", "Origin": HTTPS, "Referer": f"{HTTPS}/"},
    {"Sec-Fetch-Site": "same-site", "Origin": HTTPS},
    {"Origin": "https://evil.example", "Referer": f"{HTTPS}/"},
    {"Origin": "null"},
    {"Origin": "http://localhost"},
    {"Origin": f"{HTTPS}:8443"},
    {"Referer": "https://evil.example/categories"},
    {"Referer": "https://localhost.evil.example/"},
    {"Referer": "https://127.0.0.1:55429.evil.example/"},
    {"Referer": "https://[::1"},
    {"Referer": "about:blank"},
]


def send(site: Site, headers: dict[str, str], token: str, base_url: str = HTTPS) -> tuple[int, str]:
    answer = site.client.post(
        "/categories/add",
        base_url=base_url,
        data={"csrf_token": token, "name": "Stützkraft"},
        headers=headers,
    )
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize("headers", OURS, ids=str)
def test_a_form_of_ours_is_taken(
    site: Site, make: Make, alice: User, headers: dict[str, str]
) -> None:
    token = site.sign_in(alice).csrf_token()
    assert send(site, headers, token)[0] == 303
    assert make.count(ExerciseCategory, name="Stützkraft") == 1


@pytest.mark.parametrize("headers", THEIRS, ids=str)
def test_a_foreign_form_is_refused_with_a_message_of_its_own(
    site: Site, make: Make, alice: User, headers: dict[str, str]
) -> None:
    token = site.sign_in(alice).csrf_token()
    status, text = send(site, headers, token)
    assert status == 400
    assert FOREIGN in text
    assert "Stützkraft" not in text
    assert make.count(ExerciseCategory, name="Stützkraft") == 0


def test_an_old_page_is_told_another_thing_than_a_foreign_one(site: Site, alice: User) -> None:
    status, text = send(site.sign_in(alice), {}, "of another session")
    assert status == 400
    assert "zu lange offen" in text
    assert FOREIGN not in text


def test_a_proxy_that_ends_tls_and_is_not_counted_makes_nothing_foreign(
    site: Site, alice: User
) -> None:
    token = site.sign_in(alice).csrf_token()
    assert send(site, {"Origin": HTTPS}, token, "http://localhost")[0] == 303
    assert send(site, {"Origin": "https://evil.example"}, token, "http://localhost")[0] == 400
