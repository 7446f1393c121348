"""What was typed survives a session that ended elsewhere: after signing in, for the same athlete alone."""

from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import delete, select
from werkzeug.datastructures import MultiDict

from project.models import Message, User, UserSession, Workout
from tests.integration.access_table import Row, Scene
from tests.integration.test_access_matrix import ROWS, address
from tests.support.editor import press
from tests.support.http import Page, Site, values_of
from tests.support.make import PASSWORD, Make

pytestmark = pytest.mark.integration

OURS = {"Sec-Fetch-Site": "same-origin"}
TYPED = "Mühsam getippt, mit „Zeichen“ & <Klammern>"
OTHERS = "gehört zu einem anderen Konto"
FORMS = [row for row in ROWS if row.method == "POST" and row.gets["anonymous"] == "login"]


@pytest.fixture
def anna(make: Make) -> User:
    return make.member(username="anna")


def sign_in(site: Site, name: str) -> None:
    site.submit(site.open("/auth/login"), {"username": name, "password": PASSWORD})


def end_sessions(make: Make) -> None:
    """End all sessions as another device does."""
    with make.session() as session:
        session.execute(delete(UserSession))


def send(site: Site, page: Page, values: dict[str, Any], action: str = "") -> Page:
    """Send a form as a browser does, without following where it leads."""
    form = page.form(action)
    data = MultiDict(values_of(form) | values)
    return Page(site.client.post(str(form["action"]), data=data, headers=OURS))


def go_on(site: Site, kept: Page, name: str) -> Page:
    return send(site, kept, {"username": name, "password": PASSWORD}, "/auth/login")


@pytest.mark.parametrize("row", FORMS, ids=lambda row: str(row.endpoint))
def test_every_form_waits_for_its_athlete(app: Flask, make: Make, anna: User, row: Row) -> None:
    url = f"{address(app, Scene(make), row)}?next=/messages"
    site = Site(app)
    sign_in(site, "anna")
    token = site.open("/workouts").value("csrf_token")
    end_sessions(make)
    data = {"csrf_token": token, "title": TYPED, "many": ["1", "2"], "password": "ganz-geheim"}
    kept = Page(site.client.post(url, data=data, headers=OURS))
    assert (kept.status, kept.heading) == (401, "Anmelden")
    assert "ist noch da" in kept.text
    assert "ganz-geheim" not in kept.source
    back = go_on(site, kept, "anna")
    assert (back.status, back.heading) == (200, "Noch nicht gespeichert")
    form = back.form(url)
    assert str(form["action"]) == url
    values = values_of(form)
    assert values.pop("csrf_token") != [token]
    assert values == {"title": [TYPED], "many": ["1", "2"]}
    assert "ganz-geheim" not in back.source


@pytest.mark.database
def test_a_workout_is_stored_after_all(site: Site, make: Make, anna: User) -> None:
    push = make.exercise(owner=anna, levels=["Knie", "Voll"])
    sign_in(site, "anna")
    page = press(site, site.open("/add_workout"), f"add:{push.id}")
    end_sessions(make)
    kept = send(site, page, {"reps1": "12", "note": TYPED}, "/add_workout")
    wrong = send(site, kept, {"username": "anna", "password": "falsch"}, "/auth/login")
    assert wrong.status == 422
    site.submit(go_on(site, wrong, "anna"), action="/add_workout")
    with make.session() as session:
        assert session.scalars(select(Workout.note)).all() == [TYPED]


@pytest.mark.parametrize("ends", ["elsewhere", "in another tab"])
def test_nobody_else_gets_it(app: Flask, make: Make, anna: User, ends: str) -> None:
    make.member(username="bert")
    make.user(username="carla")
    site = Site(app)
    sign_in(site, "anna")
    page = site.open("/send_message/carla")
    if ends == "elsewhere":
        end_sessions(make)
    else:
        site.submit(site.open("/workouts"), action="logout")
    kept = send(site, page, {"message": TYPED}, "/send_message")
    assert (kept.status, kept.heading) == (401, "Anmelden")
    berts = go_on(site, kept, "bert")
    assert berts.status == 303
    assert OTHERS in " ".join(site.open("/workouts").flashes())
    assert TYPED not in berts.source
    refused = send(site, page, {"message": TYPED}, "/send_message")
    assert refused.status == 400
    assert OTHERS.removesuffix(" Konto") in refused.text
    assert "Mühsam" not in refused.source
    assert make.count(Message) == 0


def test_who_signed_in_again_in_another_tab_sends_it_with_one_tap(
    site: Site, make: Make, anna: User
) -> None:
    make.user(username="carla")
    sign_in(site, "anna")
    page = site.open("/send_message/carla")
    site.submit(site.open("/workouts"), action="logout")
    sign_in(site, "anna")
    back = send(site, page, {"message": TYPED}, "/send_message")
    assert (back.status, back.heading) == (400, "Noch nicht gespeichert")
    site.submit(back, action="/send_message")
    assert make.count(Message) == 1


def test_who_signs_in_in_another_tab_while_it_waits_sends_it_from_the_sign_in_page(
    site: Site, make: Make, anna: User
) -> None:
    make.user(username="carla")
    sign_in(site, "anna")
    page = site.open("/send_message/carla")
    end_sessions(make)
    kept = send(site, page, {"message": TYPED}, "/send_message")
    sign_in(site, "anna")
    back = go_on(site, kept, "anna")
    assert back.heading == "Noch nicht gespeichert"
    site.submit(back, action="/send_message")
    assert make.count(Message) == 1


def test_what_was_sealed_cannot_be_changed(site: Site, anna: User) -> None:
    page = site.open("/auth/login")
    values = {"username": "anna", "password": PASSWORD, "kept": '[null,"/auth/delete_account",[]]'}
    assert send(site, page, values).status == 303


def test_a_button_without_words_leads_to_the_sign_in_page(
    app: Flask, site: Site, make: Make, anna: User
) -> None:
    sign_in(site, "anna")
    token = site.open("/auth/settings").value("csrf_token")
    end_sessions(make)
    with app.test_request_context():
        url = url_for("auth.end_other_sessions")
    answer = site.client.post(url, data={"csrf_token": token}, headers=OURS)
    assert (answer.status_code, answer.location) == (303, "/auth/login")
