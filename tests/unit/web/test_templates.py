"""What templates remember between pages is what would be made anew."""

from typing import Any

import pytest
from flask import Flask

pytestmark = pytest.mark.unit


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
