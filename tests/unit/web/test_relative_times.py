"""How long ago something was: in words that scripts keep true, and as a day when it is long ago."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup, Tag
from flask import Flask

from project.i18n import speaking
from project.settings import ROOT, known_languages
from project.web.relative_times import ago, relative_time

pytestmark = pytest.mark.unit

WORDS: dict[str, dict[str, str]] = json.loads(
    (ROOT / "tests/js/relative_times.json").read_text("utf-8")
)
NOW = datetime(2026, 9, 12, 16, 20, tzinfo=UTC)
A_WEEK = 561_600


def written(app: Flask, moment: datetime) -> Tag:
    with app.test_request_context():
        (time,) = BeautifulSoup(relative_time(moment), "html.parser").contents
    assert isinstance(time, Tag)
    return time


@pytest.mark.parametrize("language", WORDS)
def test_an_age_has_the_words_that_the_browser_says(app: Flask, language: str) -> None:
    words = WORDS[language]
    with app.app_context(), speaking(language):
        assert {seconds: ago(int(seconds)) for seconds in words} == words


def test_every_language_of_the_site_is_compared_with_the_browsers() -> None:
    assert sorted(WORDS) == sorted(known_languages())


def test_what_is_a_week_old_has_no_words() -> None:
    assert ago(A_WEEK - 1) == "vor 6 Tagen"
    assert ago(A_WEEK) == ""


@time_machine.travel(NOW, tick=False)
def test_a_time_brings_what_the_script_needs_and_is_seen_without_it(app: Flask) -> None:
    time = written(app, NOW - timedelta(minutes=3))
    assert time.name == "time"
    assert time.text == "vor 3 Minuten"
    assert time.attrs == {
        "datetime": "2026-09-12T16:17:00+00:00",
        "title": "12.09.2026, 18:17",
        "data-timestamp": "2026-09-12T16:17:00+00:00",
        "data-function": "fromNow",
        "data-refresh": "60000",
        "data-module": "relative-time",
        "class": ["flask-moment"],
    }


@time_machine.travel(NOW, tick=False)
def test_what_is_long_ago_is_named_by_its_day_and_needs_no_script(app: Flask) -> None:
    time = written(app, NOW - timedelta(days=8))
    assert time.text == "04.09.2026"
    assert time.attrs == {
        "datetime": "2026-09-04T16:20:00+00:00",
        "title": "04.09.2026, 18:20",
    }


@time_machine.travel(NOW, tick=False)
def test_what_is_still_to_come_is_named_exactly(app: Flask) -> None:
    time = written(app, NOW + timedelta(hours=6))
    assert time.text == "13.09.2026, 00:20"
    assert time.attrs == {"datetime": "2026-09-12T22:20:00+00:00"}
