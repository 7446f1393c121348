"""What was typed is kept when the sign-in changed in another window, and never a stranger's form."""

import pytest

from project.models import ExerciseCategory, User
from tests.support.http import Page, Site
from tests.support.make import Make

pytestmark = pytest.mark.integration
OURS = {"Sec-Fetch-Site": "same-origin"}


def send_with_an_old_token(site: Site, headers: dict[str, str]) -> Page:
    values = {"csrf_token": "of another session", "name": "Stütz & Co"}
    answer = site.client.post("/categories/add", data=values, headers=headers)
    assert answer.status_code == 400
    return Page(answer)


def test_a_form_of_ours_comes_back_and_is_sent_again(site: Site, make: Make, alice: User) -> None:
    page = send_with_an_old_token(site.sign_in(alice), OURS)
    assert page.heading == "Noch nicht gespeichert"
    assert page.value("name") == "Stütz & Co"
    site.submit(page, action="/categories/add")
    assert make.count(ExerciseCategory, name="Stütz & Co") == 1


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_from_elsewhere_is_not_kept(
    site: Site, make: Make, alice: User, headers: dict[str, str]
) -> None:
    page = send_with_an_old_token(site.sign_in(alice), headers)
    assert "Stütz" not in page.text
    assert page.heading == "Das hat nicht geklappt"


def test_passwords_are_never_put_into_a_page(site: Site) -> None:
    values = {"csrf_token": "x", "username": "alice", "password": "geheim-und-lang"}
    answer = site.client.post("/auth/login", data=values, headers=OURS)
    assert answer.status_code == 400
    assert "geheim-und-lang" not in answer.get_data(as_text=True)


def test_lone_surrogates_in_json_are_replaced(site: Site, alice: User) -> None:
    data = {"exercise_count": "1", "timestamp": "\ud800", "reps1": "\ud800", "wtitle": "a\ud800"}
    token = site.sign_in(alice).csrf_token()
    answer = site.client.post("/add_workout", json=data, headers={"X-CSRFToken": token})
    assert answer.status_code == 422
