"""Whose words a text is in."""

from datetime import UTC, datetime

import flask_babel
import pytest

from project.i18n import (
    catalogue,
    decimal_sign,
    format_day,
    format_moment,
    format_month,
    init_texts,
    language,
    plural_forms,
    speaking,
)
from project.web.requests import App

pytestmark = pytest.mark.unit


def site(language: str) -> App:
    """Return an app for readers of this language."""
    app = App(language)
    flask_babel.Babel(app, default_locale=language)
    init_texts(app)
    return app


def test_a_context_within_another_has_the_catalogue_of_its_own_reader() -> None:
    german, english = site("de"), site("en")
    with german.app_context():
        first = catalogue()
        assert first is flask_babel.get_translations()
        with english.app_context():
            assert catalogue() is flask_babel.get_translations()
            assert catalogue() is not first
        assert catalogue() is first


def test_without_a_context_texts_stay_as_they_are_written() -> None:
    with site("en").app_context():
        catalogue()
    assert catalogue().gettext("Übung") == "Übung"


def test_a_script_gets_a_form_for_every_kind_of_number() -> None:
    assert plural_forms("{n} Satz", "{n} Sätze") == {"one": "{n} Satz", "other": "{n} Sätze"}
    with site("pl").app_context():
        assert set(plural_forms("{n} Satz", "{n} Sätze")) == {"one", "few", "many", "other"}


@pytest.mark.parametrize(
    ("code", "day", "moment", "month", "sign"),
    [
        ("de", "05.09.2026", "05.09.2026, 18:20", "September 2026", ","),
        ("en", "Sep 5, 2026", "Sep 5, 2026, 6:20 PM", "September 2026", "."),
        ("fr", "5 sept. 2026", "5 sept. 2026, 18:20", "septembre 2026", ","),
    ],
)
def test_dates_and_numbers_look_as_the_language_has_them(
    code: str, day: str, moment: str, month: str, sign: str
) -> None:
    when = datetime(2026, 9, 5, 18, 20, tzinfo=UTC)
    with site(code).app_context():
        assert format_day(when) == day
        assert format_moment(when).replace("\u202f", " ") == moment
        assert format_month(when) == month
        assert decimal_sign() == sign


def test_somebody_else_is_spoken_to_in_their_language_meanwhile() -> None:
    app = site("de")
    app.config.update(LANGUAGES=["de", "en"], BABEL_DEFAULT_LOCALE="de")
    with app.app_context():
        before = catalogue()
        with speaking("en"):
            assert language() == "en"
            with speaking(None):
                assert language() == "en"
        with speaking("xx"):
            assert language() == "de"
        assert catalogue() is before
        assert language() == "de"
    with speaking("en"):
        assert language() == "de", "without an app there is the source alone"
