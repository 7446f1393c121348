"""Templates only print: what a page shows was read before it is rendered."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, before_render_template, template_rendered
from sqlalchemy import event

from project.extensions import db
from project.models import ExerciseDefinition, User, Workout
from tests.integration.access_table import Scene
from tests.integration.test_plans import addresses
from tests.support.crowd import crowd
from tests.support.editor import press
from tests.support.http import Site
from tests.support.make import Make

pytestmark = pytest.mark.integration


@pytest.fixture
def trained(make: Make, alice: User, push: ExerciseDefinition) -> Workout:
    return make.workout(athlete=alice, exercises=[(push, [("Voll", 8), ("Voll", 7)])])


@contextmanager
def statements_while_rendering(app: Flask) -> Iterator[list[str]]:
    """Collect the statements that are sent while a template is being rendered."""
    found: list[str] = []
    rendering: list[str] = []

    def begin(_app: Flask, template: Any, **_context: Any) -> None:
        rendering.append(template.name)

    def end(_app: Flask, **_context: Any) -> None:
        rendering.pop()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if rendering:
            found.append(f"{rendering[-1]}: {statement}")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        with (
            before_render_template.connected_to(begin, app),
            template_rendered.connected_to(end, app),
        ):
            yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_no_page_reads_while_it_is_rendered(app: Flask, make: Make) -> None:
    scene = Scene(make)
    crowd(make)
    owner = scene.visitors["owner"]
    assert owner is not None
    site = Site(app).sign_in(owner)
    pages = addresses(app, scene)
    with statements_while_rendering(app) as found:
        for page in pages:
            assert site.client.get(page).status_code == 200, page
    assert found == []


def test_the_editor_of_a_repeated_workout_reads_nothing_while_it_is_rendered(
    app: Flask, site: Site, alice: User, trained: Workout
) -> None:
    site.sign_in(alice)
    with statements_while_rendering(app) as found:
        page = site.open(f"/add_workout?repeat_id={trained.id}")
    assert page.texts(".block .why")
    assert found == []


def test_a_refused_editor_reads_nothing_while_it_is_rendered(
    app: Flask, site: Site, alice: User, trained: Workout
) -> None:
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={trained.id}")
    with statements_while_rendering(app) as found:
        refused = site.submit(page, {"reps1": "viele"}, action="/add_workout", status=422)
        pressed = press(site, page, "set:1")
    assert refused.texts(".block .why")
    assert pressed.texts(".block .why")
    assert found == []
