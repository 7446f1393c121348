"""A workout nobody gave a title is called by its day and its exercises, wherever it is shown."""

from datetime import UTC, datetime

import pytest
import time_machine

from project.models import ExerciseDefinition, User, Workout
from project.queries.site.export_tables import training_rows
from tests.support.http import Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.integration, pytest.mark.database]

MONDAY = datetime(2026, 9, 14, 18, 20, tzinfo=UTC)
CALLED = "Montag: Liegestütze, Dips"


@pytest.fixture
def dips(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Dips", levels=["Bank"])


@pytest.fixture
def workout(make: Make, alice: User, push: ExerciseDefinition, dips: ExerciseDefinition) -> Workout:
    exercises = [(push, [("Knie", 8)]), (dips, [("Bank", 5)]), (push, [("Knie", 7)])]
    return make.workout(athlete=alice, exercises=exercises, timestamp=MONDAY, no_title=True)


@pytest.fixture
def template(
    make: Make, alice: User, push: ExerciseDefinition, dips: ExerciseDefinition
) -> Workout:
    exercises = [(push, [("Knie", 8)]), (dips, [("Bank", 5)])]
    return make.workout(athlete=alice, exercises=exercises, is_template=True, no_title=True)


@time_machine.travel(MONDAY, tick=False)
def test_pages_lists_and_questions_call_it_the_same(
    site: Site, alice: User, push: ExerciseDefinition, workout: Workout, template: Workout
) -> None:
    site.sign_in(alice)
    assert site.open(f"/workout/{workout.id}").heading == CALLED
    assert CALLED in site.open("/workouts").texts("article h2")
    assert f"„{CALLED}“" in site.open(f"/workout/{workout.id}/delete/confirm").text
    home = site.open("/").text
    assert f"Noch einmal: {CALLED}" in home
    assert "Liegestütze, Dips" in site.open("/workout_templates").texts("article h2")
    question = site.open(f"/workout_template/{template.id}/delete/confirm")
    assert "„Liegestütze, Dips“" in question.text
    assert "Liegestütze, Dips" in site.open(f"/exercises/{push.id}").text
    assert site.open(f"/workout/{workout.id}/edit").value("wtitle") == ""
    assert site.open(f"/add_workout?repeat_id={workout.id}").value("wtitle") == ""


@pytest.mark.parametrize(
    ("zone", "own", "begins_at", "day"),
    [
        (None, "Europe/Berlin", 0, "Montag"),
        ("Asia/Tokyo", "Europe/Berlin", 0, "Dienstag"),
        (None, "Asia/Tokyo", 0, "Dienstag"),
        (None, "Asia/Tokyo", 4, "Montag"),
    ],
)
def test_the_day_where_it_was_done_counts_for_every_reader(
    site: Site,
    make: Make,
    alice: User,
    bob: User,
    workout: Workout,
    *,
    zone: str | None,
    own: str,
    begins_at: int,
    day: str,
) -> None:
    with make.session() as session:
        session.get_one(Workout, workout.id).timezone = zone
        athlete = session.get_one(User, alice.id)
        athlete.timezone, athlete.day_begins_at = own, begins_at
        session.get_one(User, bob.id).timezone = "America/New_York"
    page = site.sign_in(bob).open(f"/workout/{workout.id}")
    assert page.heading == f"{day}: Liegestütze, Dips"
    assert page.heading in site.open("/explore").texts("article h2")
    home = site.sign_in(alice).open("/").text
    assert f"Noch einmal: {day}: Liegestütze, Dips" in home
    assert site.open(f"/workout/{workout.id}").heading == page.heading


def test_a_list_without_titles_costs_no_statement_more(
    site: Site, make: Make, alice: User, workout: Workout, count_queries: QueryCounter
) -> None:
    site.sign_in(alice).open("/workouts")
    with count_queries.watching() as bare:
        site.open("/workouts")
    with make.session() as session:
        session.get_one(Workout, workout.id).title = "Mit Titel"
    with count_queries.watching() as titled:
        site.open("/workouts")
    assert len(bare) == len(titled)


def test_a_long_one_is_cut_to_the_length_of_a_title(site: Site, make: Make, alice: User) -> None:
    long = [make.exercise(owner=alice, title=f"{n} " + "x" * 70) for n in "ab"]
    workout = make.workout(
        athlete=alice, exercises=[(each, [("Knie", 1)]) for each in long], no_title=True
    )
    heading = site.sign_in(alice).open(f"/workout/{workout.id}").heading
    assert len(heading) <= 80
    assert heading.endswith("…")


def test_a_template_made_of_it_has_no_title_either(
    site: Site, make: Make, alice: User, workout: Workout
) -> None:
    site.sign_in(alice).post(f"/workout/{workout.id}/save_as_template", {})
    assert make.count(Workout, is_template=True, title="") == 1


def test_the_table_of_the_export_names_it(
    site: Site, make: Make, alice: User, workout: Workout
) -> None:
    make.workout(athlete=alice, title="Mit Titel", timestamp=datetime(2026, 1, 1, tzinfo=UTC))
    with site.app.app_context():
        rows = [(row[1], row[5]) for row in training_rows(alice.id, alice.calendar)]
    assert rows == [("Mit Titel", None), (CALLED, 8), (CALLED, 5), (CALLED, 7)]
