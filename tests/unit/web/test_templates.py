"""Templates write what Jinja's own would, and share their globals."""

from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup, escape

from project.web.templates import written

pytestmark = pytest.mark.unit


class Badge:
    """Brings its own markup, as form fields do."""

    def __html__(self) -> str:
        return "<b>neu</b>"


@pytest.mark.parametrize(
    "value",
    ["", "Liegestütze", "a & b", "<i>", '"', "it's", Markup("<u>"), 0, 7, True, 1.5, None, Badge()],
)
def test_a_value_is_written_as_markupsafe_escapes_it(value: object) -> None:
    assert written(value) == escape(value)


def test_a_subclass_of_text_is_escaped() -> None:
    class Shout(str):
        __slots__ = ()

    assert written(Shout("<b>")) == "&lt;b&gt;"


def test_a_page_escapes_what_it_is_given(app: Flask) -> None:
    page = app.jinja_env.from_string("{{ name }} {{ 1 + 1 }} {{ safe }} {{ name|upper }}")
    html = app.jinja_env.overlay(autoescape=True).from_string("{{ name }}{{ safe }}{{ 1 + 1 }}")
    assert html.render(name="<a>", safe=Markup("<b>")) == "&lt;a&gt;<b>2"
    assert page.render(name="<a>", safe=Markup("<b>")) == "&lt;a&gt; 2 <b> &lt;A&gt;"


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("main.workout", {"workout_id": 7}),
        ("main.workout", {"workout_id": 10**12}),
        ("main.show_on_profile", {"exercise_id": 0}),
        ("main.add_workout", {"repeat_id": 12}),
        ("main.user", {"username": "7 & 8"}),
        ("main.exercise", {"exercises_id": 3, "sessions": 300}),
        ("main.progress", {"_anchor": "oben"}),
    ],
)
def test_an_address_is_flasks_own(app: Flask, endpoint: str, values: dict[str, Any]) -> None:
    quick: Any = app.jinja_env.globals["url_for"]
    for root in ("", "/trainer"):
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            assert quick(endpoint, **values) == app.url_for(endpoint, **values)


def test_an_address_follows_the_mount_point(app: Flask) -> None:
    page = app.jinja_env.from_string("{{ url_for('main.workouts') }} {{ asset('css/app.css') }}")
    shown = []
    for root in ("", "/trainer", ""):
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            shown.append(page.render())
    assert shown[0] == shown[2]
    assert shown[1] == " ".join(f"/trainer{address}" for address in shown[0].split())


def test_what_is_remembered_follows_the_mount_point(app: Flask) -> None:
    text = "{% macro home() %}{{ url_for('main.workouts') }}{% endmacro %}{{ remembered(home) }}"
    page = app.jinja_env.from_string(text)
    shown = []
    for root in ("", "/trainer", ""):
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            shown.append(page.render())
    assert shown == ["/workouts", "/trainer/workouts", "/workouts"]
