"""Whatever figure a set can have is seen wherever sets are: a new one fails here until it is."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pytest
from flask import Flask

from project.enums import CountingType
from project.extensions import db
from project.models import Exercise, ExerciseDefinition, Set, User, Workout
from project.rules.library.sets import COUNTED, FIGURES, SWITCHES, Figure, SetFigures, in_line
from project.services.account.picture_store import PictureFolder
from project.services.site.export import write_archive
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.phone import Phone, start

pytestmark = [pytest.mark.integration, pytest.mark.database]

VALUES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "reps": 23,
        "duration": 83,
        "load_kg": Decimal("12.50"),
        "side": "left",
        "rir": 3,
        "set_type": "failure",
    }
)
"""A value for each figure, that occurs nowhere else on a page."""

EVERY = [pytest.param(figure, id=name) for name, figure in FIGURES.items()]


def counting(figure: Figure) -> CountingType:
    return figure.counts or CountingType.REPS


def figures(figure: Figure) -> dict[str, Any]:
    """Return a set with this figure, and a value if it is none itself."""
    value = COUNTED[counting(figure)].name
    return {value: VALUES[value], figure.name: VALUES[figure.name]}


def seen(figure: Figure) -> str:
    """Return what is read of the figure in a line of sets."""
    counted = COUNTED[counting(figure)]
    return in_line(counted.say(VALUES[counted.name]), figures(figure))


@pytest.fixture
def exercise(make: Make, alice: User, request: pytest.FixtureRequest) -> ExerciseDefinition:
    figure: Figure = request.getfixturevalue("figure")
    on: dict[str, Any] = dict.fromkeys(SWITCHES, True)
    return make.exercise(
        owner=alice, title="Übung", levels=["Tief", "Hoch"], counting_type=counting(figure), **on
    )


@pytest.fixture
def workout(make: Make, alice: User, exercise: ExerciseDefinition, figure: Figure) -> Workout:
    workout = make.workout(athlete=alice, title="Montag", exercises=[(exercise, [])])
    with make.session() as session:
        (performed,) = session.query(Exercise).filter_by(workout_id=workout.id)
        level = exercise.levels[0]
        session.add(
            Set(
                exercise_id=performed.id,
                set_order=1,
                progression=level.name,
                progression_level_id=level.id,
                **figures(figure),
            )
        )
    return workout


def test_there_is_a_value_for_every_figure() -> None:
    assert set(VALUES) == set(FIGURES)
    assert all(figure.allows(VALUES[name]) for name, figure in FIGURES.items())


def test_every_optional_figure_stands_beside_its_value() -> None:
    assert in_line("23", VALUES) == "L 23 @ +12,5 (3 in Reserve, Versagen)"
    optional = [name for name, figure in FIGURES.items() if not figure.counts]
    assert all(in_line("23", {name: VALUES[name]}) != "23" for name in optional)


@pytest.mark.parametrize("figure", EVERY)
def test_it_is_seen_on_the_card(site: Site, alice: User, workout: Workout, figure: Figure) -> None:
    page = site.sign_in(alice).open("/workouts")
    (line,) = page.texts(".line-values")
    assert seen(figure) in line


@pytest.mark.parametrize("figure", EVERY)
def test_it_is_seen_on_the_workout_s_page(
    site: Site, alice: User, workout: Workout, figure: Figure
) -> None:
    page = site.sign_in(alice).open(f"/workout/{workout.id}")
    (row,) = page.texts(".set-row")
    assert figure.say(VALUES[figure.name]) in row


@pytest.mark.parametrize("figure", EVERY)
def test_it_is_seen_in_the_comparison_as_now_and_as_last_time(
    site: Site, make: Make, alice: User, workout: Workout, figure: Figure
) -> None:
    running = start(make, alice, workout)
    phone = Phone(site.sign_in(alice), running.id)
    phone.load()
    plain = {name: FIGURES[name].plain(value) for name, value in figures(figure).items()}
    phone.check(phone.exercise(), phone.rows()[0], **plain)
    page = site.open(f"/workout/{running.id}/finish")
    assert seen(figure) in page.texts(".compared-now")[0]
    assert seen(figure) in page.texts(".compared-last")[0]


@pytest.mark.parametrize("figure", EVERY)
def test_it_is_seen_in_the_table_of_the_exercise(
    site: Site, alice: User, workout: Workout, exercise: ExerciseDefinition, figure: Figure
) -> None:
    site.sign_in(alice)
    for address in (f"/exercises/{exercise.id}", f"/exercises/{exercise.id}?sessions=300"):
        (values,) = site.open(address).texts("[data-chart-table] .values")
        assert seen(figure) in values


@pytest.mark.parametrize("figure", EVERY)
def test_it_is_seen_when_two_versions_are_compared(
    site: Site, alice: User, workout: Workout, figure: Figure
) -> None:
    page: Page = site.sign_in(alice).open(f"/workout/{workout.id}/edit")
    site.submit(page, {"wtitle": "anderswo"}, action="/edit")
    stale = site.submit(page, {"wtitle": "hier"}, action="/edit", status=409)
    assert all(seen(figure) in line for line in stale.texts(".line-values"))


@pytest.mark.parametrize("figure", EVERY)
def test_it_stands_in_the_export(
    app: Flask, alice: User, workout: Workout, figure: Figure, tmp_path: Path
) -> None:
    file = io.BytesIO()
    with app.app_context():
        write_archive(db.session.get_one(User, alice.id), file, PictureFolder(tmp_path))
    with zipfile.ZipFile(file) as archive:
        text = archive.read("trainings.csv").decode("utf-8-sig")
        everything = json.loads(archive.read("daten.json"))
    head, row = csv.reader(io.StringIO(text), delimiter=";")
    value = VALUES[figure.name]
    assert len(head) == len(row)
    assert any(figure.parse(cell) == value or cell == figure.say(value) for cell in row)
    (stored,) = everything["exercise_sets"]
    assert stored[figure.name] in {value, str(value)}


def test_the_list_of_figures_and_what_a_set_holds_are_the_same() -> None:
    assert set(SetFigures.__slots__) == set(FIGURES)
