"""Whose words a text is in."""

import flask_babel
import pytest

from project.i18n import catalogue, init_texts
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
