"""Which language a page speaks, and that nothing chosen is ever overridden."""

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask import Flask

from project import create_app
from project.config import TestConfig
from project.exceptions import ConfigurationError
from project.extensions import db
from project.models import Set, User, Workout
from tests.support.http import Page, Site
from tests.support.mails import last_mail
from tests.support.make import PASSWORD, Make

pytestmark = pytest.mark.integration

ENGLISH = {"Accept-Language": "en-GB,en;q=0.8,de;q=0.5"}


def language_of(page: Page) -> str:
    html = page.html.select_one("html")
    assert html is not None
    return str(html["lang"])


def choose(site: Site, page: Page, code: str) -> Page:
    """Press a button of the switch in the foot of a page."""
    return site.submit(page, {"language": code}, action="/language")


def test_a_visitor_reads_what_their_browser_asks_for(site: Site) -> None:
    page = site.open("/auth/login", headers=ENGLISH)
    assert language_of(page) == "en"
    assert page.texts("h1") == ["Sign in"]
    assert page.response.headers["Content-Language"] == "en"


@pytest.mark.parametrize("asked", ["", "fr, es;q=0.5", "fr, *;q=0.1", "%%%"])
def test_without_a_language_of_ours_it_is_the_sites(site: Site, asked: str) -> None:
    assert language_of(site.open("/auth/login", headers={"Accept-Language": asked})) == "de"


def test_the_switch_names_languages_in_themselves_and_comes_back(site: Site) -> None:
    page = site.open("/auth/login?next=/workouts")
    assert page.texts(".language-switch button") == ["Deutsch", "English"]
    assert page.texts('.language-switch [aria-pressed="true"]') == ["Deutsch"]
    back = choose(site, page, "en")
    assert back.path == "/auth/login"
    assert back.response.request.query_string == b"next=/workouts"
    assert back.texts("h1") == ["Sign in"]


def test_a_visitors_choice_counts_more_than_their_browser(site: Site) -> None:
    choose(site, site.open("/", headers=ENGLISH), "de")
    assert language_of(site.open("/", headers=ENGLISH)) == "de"


def test_a_language_nobody_offers_is_refused(site: Site) -> None:
    answer = site.client.post("/language", data={"csrf_token": site.csrf_token(), "language": "xx"})
    assert answer.status_code == 422
    assert "language" not in {
        cookie.partition("=")[0] for cookie in answer.headers.getlist("Set-Cookie")
    }
    site.client.set_cookie("language", "../en")
    assert language_of(site.open("/")) == "de"


def test_an_athletes_choice_follows_them_to_every_device(
    app: Flask, site: Site, make: Make, alice: User
) -> None:
    choose(site.sign_in(alice), site.open("/workouts"), "en")
    stored = make.fresh(alice)
    assert stored is not None
    assert stored.language == "en"
    elsewhere = Site(app).sign_in(alice)
    assert language_of(elsewhere.open("/workouts", headers={"Accept-Language": "de"})) == "en"


def test_the_profile_sets_the_language_or_follows_the_browser(
    site: Site, make: Make, alice: User
) -> None:
    site.sign_in(alice)
    page = site.submit(site.open("/auth/edit_profile"), {"language": "en"}, action="edit_profile")
    assert language_of(page) == "en"
    assert page.texts(".flash-text") == ["Saved."]
    form = site.open("/auth/edit_profile")
    assert form.texts('select[name="language"] option[selected]') == ["English"]
    page = site.submit(form, {"language": ""}, action="edit_profile")
    assert language_of(page) == "de"
    stored = make.fresh(alice)
    assert stored is not None
    assert stored.language is None
    assert language_of(site.open("/", headers=ENGLISH)) == "en"


def test_a_new_athlete_keeps_the_language_they_were_shown(site: Site, make: Make) -> None:
    choose(site, site.open("/auth/register"), "en")
    form = site.open("/auth/register")
    words = "four-bent-bars-here"
    values = {"username": "dora", "email": "dora@example.org"}
    page = site.submit(
        form, {**values, "password": words, "repeat_password": words}, action="register"
    )
    assert page.texts("h1") == ["Almost there"]
    with make.session() as session:
        assert session.query(User).filter_by(username="dora").one().language == "en"
    assert last_mail(make).subject == "Confirm your email address"


def test_a_mail_speaks_to_its_recipient(app: Flask, make: Make, alice: User) -> None:
    """Alice reads German and writes to Bob, who reads English; nothing of hers turns English."""
    reader = make.user(username="bea", language="en", mails_about_messages=True)
    site = Site(app).sign_in(alice)
    page = site.open(f"/send_message/{reader.username}")
    sent = site.submit(page, {"message": "Hallo Bea"}, action="send_message")
    mail = last_mail(make)
    assert mail.subject == "alice wrote to you"
    assert '<html lang="en">' in mail.html
    assert mail.text.startswith("Hi bea,")
    assert language_of(sent) == "de"


def test_whoever_follows_the_browser_gets_the_mail_they_asked_for_in_its_language(
    site: Site, make: Make
) -> None:
    make.member(username="carl")
    form = site.open("/auth/forgot", headers=ENGLISH)
    token = form.html.select_one('[name="csrf_token"]')
    assert token is not None
    data = {"csrf_token": token["value"], "email": "carl@example.org"}
    site.client.post("/auth/forgot", data=data, headers=ENGLISH)
    assert last_mail(make).subject == "Set a new password"


def test_errors_speak_the_language_of_their_reader(site: Site, make: Make) -> None:
    reader = make.user(username="bea", language="en")
    page = site.sign_in(reader).open("/nowhere", status=404)
    assert (language_of(page), page.texts("h1")) == ("en", ["Nothing here"])
    answer = site.client.get("/nowhere", headers={"Accept": "application/json"})
    assert answer.json
    assert answer.json["message"].startswith("This page does not exist")


def test_dates_and_loads_look_as_the_language_has_them(site: Site, make: Make) -> None:
    reader = make.user(username="bea", language="en")
    exercise = make.exercise(owner=reader, tracks_load=True)
    workout = make.workout(athlete=reader, exercises=[(exercise, [("Knie", 8)])])
    with make.session() as session:
        session.query(Set).update({"load_kg": Decimal("2.50")})
        session.query(Workout).update({"timestamp": datetime(2026, 9, 12, 16, 20, tzinfo=UTC)})
    page = site.sign_in(reader).open(f"/workout/{workout.id}")
    (when,) = page.html.select(".workout-facts time")
    assert when.get_text().replace("\u202f", " ") == "Sep 12, 2026, 6:20 PM"
    assert "+2.5 kg" in page.source
    form = site.open(f"/workout/{workout.id}/edit")
    assert 'value="2.50"' in form.source


@pytest.mark.parametrize("typed", ["2,5", "2.5"])
def test_either_decimal_sign_is_understood(site: Site, make: Make, typed: str) -> None:
    reader = make.user(username="bea", language="en")
    exercise = make.exercise(owner=reader, tracks_load=True)
    workout = make.workout(athlete=reader, exercises=[(exercise, [("Knie", 8)])])
    site.sign_in(reader)
    site.submit(site.open(f"/workout/{workout.id}/edit"), {"load1": typed}, action="edit")
    assert "+2.5 kg" in site.open(f"/workout/{workout.id}").source


def test_an_archive_has_its_names_in_the_language_of_its_athlete(site: Site, make: Make) -> None:
    reader = make.member(username="bea", language="en")
    form = site.sign_in(reader).open("/auth/export")
    data = {"csrf_token": form.value("csrf_token"), "current_password": PASSWORD}
    with (
        site.client.post("/auth/export", data=data) as answer,
        zipfile.ZipFile(io.BytesIO(answer.data)) as archive,
    ):
        tables = {"workouts.csv", "workouts-iso.csv", "exercises.csv", "exercises-iso.csv"}
        assert set(archive.namelist()) == {"data.json", *tables}


def test_what_may_be_kept_says_what_it_hangs_on(site: Site, alice: User) -> None:
    manifest = site.client.get("/manifest/en")
    assert manifest.json
    assert manifest.json["description"] == "Training log for bodyweight exercises"
    assert "Accept-Language" not in manifest.headers.get("Vary", "")
    page = site.sign_in(alice).client.get("/workouts")
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_site_offers_the_languages_it_is_told_to(config: type[TestConfig]) -> None:
    class Narrow(config):  # type: ignore[misc,valid-type]  # a class made by a fixture
        LANGUAGES = ["en"]  # noqa: RUF012  as the configuration has it
        BABEL_DEFAULT_LOCALE = "en"

    narrow = create_app(Narrow)
    page = Site(narrow).open("/auth/login", headers={"Accept-Language": "de"})
    assert language_of(page) == "en"
    assert not page.html.select(".language-switch")
    with narrow.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("offered", "default", "problem"),
    [(["de", "xx"], "de", "LANGUAGES has xx"), (["de"], "en", "DEFAULT_LANGUAGE is not offered")],
)
def test_a_language_without_words_stops_the_start(
    config: type[TestConfig], offered: list[str], default: str, problem: str
) -> None:
    class Wrong(config):  # type: ignore[misc,valid-type]  # a class made by a fixture
        LANGUAGES = offered
        BABEL_DEFAULT_LOCALE = default

    with pytest.raises(ConfigurationError, match=problem):
        create_app(Wrong)
