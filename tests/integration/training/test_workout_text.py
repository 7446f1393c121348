"""A workout leaves as text and comes in as text."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from project.enums import CountingType
from project.models import Exercise, ExerciseDefinition, Set, User, Workout
from tests.support.http import Page, Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def push(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Liegestütze", levels=["Wand", "Knie", "Voll"])


@pytest.fixture
def plank(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Plank", counting_type=CountingType.DURATION)


def text_of(page: Page) -> str:
    area = page.html.find(id="workout-text")
    return area.get_text() if area else ""


def paste(site: Site, text: str, *, url: str = "/add_workout", **values: Any) -> Page:
    page = site.open(url)
    return site.submit(page, {"lines": text, "do": "read", **values}, action=url)


def rows(make: Make, workout_id: int) -> list[tuple[Any, ...]]:
    with make.session() as session:
        found = session.execute(
            select(
                Exercise.exercise_order,
                ExerciseDefinition.title,
                Set.progression,
                Set.reps,
                Set.duration,
                Set.load_kg,
                Set.side,
                Set.rir,
                Exercise.note,
            )
            .join(Exercise, Exercise.id == Set.exercise_id)
            .join(ExerciseDefinition, ExerciseDefinition.id == Exercise.exercise_definition_id)
            .where(Exercise.workout_id == workout_id)
            .order_by(Exercise.exercise_order, Set.set_order)
        )
        return [tuple(row) for row in found]


def test_a_workout_can_be_copied_as_text(
    site: Site, make: Make, alice: User, push: ExerciseDefinition, plank: ExerciseDefinition
) -> None:
    done = make.workout(
        athlete=alice,
        note="Im Regen",
        exercises=[(push, [("Voll", 8), ("Voll", 7), ("Knie", 12)]), (plank, [("Voll", 45)])],
    )
    page = site.sign_in(alice).open(f"/workout/{done.id}")
    assert text_of(page).splitlines() == [
        "# Im Regen",
        "Liegestütze / Voll: 8 7",
        "Liegestütze / Knie: 12",
        "Plank / Voll: 0:45",
    ]


def test_others_and_empty_workouts_have_no_text(
    site: Site, make: Make, alice: User, bob: User, push: ExerciseDefinition
) -> None:
    done = make.workout(athlete=alice, exercises=[(push, [("Voll", 8)])])
    empty = make.workout(athlete=bob)
    site.sign_in(bob)
    assert text_of(site.open(f"/workout/{done.id}")) == ""
    assert text_of(site.open(f"/workout/{empty.id}")) == ""


def test_what_was_copied_fills_the_editor_with_the_same(
    site: Site, make: Make, alice: User, push: ExerciseDefinition, plank: ExerciseDefinition
) -> None:
    done = make.workout(
        athlete=alice,
        note="Im Regen",
        exercises=[
            (push, [("Voll", 8), ("Voll", 7), ("Knie", 12)]),
            (plank, [("Voll", 45), ("Voll", 3700)]),
            (push, [("Wand", 30)]),
        ],
    )
    with make.session() as session:
        exercise, *_ = session.scalars(
            select(Exercise).where(Exercise.workout_id == done.id).order_by(Exercise.exercise_order)
        )
        exercise.note = "eng: bis unten # ganz"
        first, second, *_ = session.scalars(
            select(Set).where(Set.exercise_id == exercise.id).order_by(Set.set_order)
        )
        first.load_kg, first.rir = Decimal("2.50"), 1
        second.load_kg, second.side = Decimal("-10.00"), "left"
    text = text_of(site.sign_in(alice).open(f"/workout/{done.id}"))
    page = paste(site, text)
    assert page.value("lines") == ""
    assert page.value("note") == "Im Regen"
    # One set is of the left side alone, which is asked about.
    saved = site.submit(page, {"halves": "meant"}, action="/add_workout")
    number = int(saved.path.split("/")[2])
    assert number != done.id
    assert rows(make, number) == rows(make, done.id)


def test_lines_as_people_write_them_fill_the_editor(
    site: Site, make: Make, alice: User, push: ExerciseDefinition, plank: ExerciseDefinition
) -> None:
    page = paste(site.sign_in(alice), "- liegestütze 2: 3x8 @ +10 # locker\n\nPlank: 0:45 40s\n")
    assert "Eingefügt. Sieh nach, ob alles stimmt, und speichere dann." in page.text
    saved = site.submit(page, {}, action="/add_workout")
    number = int(saved.path.split("/")[2])
    load = Decimal("10.00")
    assert rows(make, number) == [
        *[(1, "Liegestütze", "Knie", 8, None, load, None, None, "locker")] * 3,
        (2, "Plank", "Knie", None, 45, None, None, None, ""),
        (2, "Plank", "Knie", None, 40, None, None, None, ""),
    ]


def test_what_stands_in_the_editor_stays_before_what_is_pasted(
    site: Site, make: Make, alice: User, push: ExerciseDefinition, plank: ExerciseDefinition
) -> None:
    stored = make.workout(athlete=alice, exercises=[(push, [("Voll", 8)])])
    url = f"/workout/{stored.id}/edit"
    page = paste(site.sign_in(alice), "Plank / Voll: 1:00", url=url)
    site.submit(page, {}, action=url)
    assert [row[1:5] for row in rows(make, stored.id)] == [
        ("Liegestütze", "Voll", 8, None),
        ("Plank", "Voll", None, 60),
    ]


@pytest.mark.usefixtures("push")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Liegestütze 2: 8 acht", "Zeile 1, Zeichen 18: Das verstehen wir nicht."),
        (
            "Liegestütze: 8\nLiegestütze 9: 8",
            "Zeile 2, Zeichen 1: Diese Stufe hat die Übung nicht.",
        ),
        ("  Klimmzug: 8", "Zeile 1, Zeichen 1: Diese Übung steht nicht in deiner Bibliothek."),
        ("Liegestütze: 0:45", "Zeile 1, Zeichen 1: Diese Übung wird anders gezählt:"),
        ("Liegestütze 8 8", "Hinter der Übung fehlt ein Doppelpunkt."),
    ],
)
def test_what_is_not_understood_is_named_and_the_text_stays(
    site: Site, alice: User, text: str, message: str
) -> None:
    page = paste(site.sign_in(alice), text + "\nLiegestütze: 5")
    assert message in page.error("lines")
    assert page.value("lines") == (text + "\nLiegestütze: 5").strip()
    assert page.value("exercise_count") == "0"
    assert page.html.select("details[open] #lines")


def test_what_was_pasted_and_not_read_is_not_lost_by_saving(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    page = site.sign_in(alice).open("/add_workout")
    page = site.submit(page, {"lines": "Liegestütze / Voll: 8"}, action="/add_workout")
    assert page.value("exercise_count") == "1"
    assert make.count(Workout, user_id=alice.id) == 0


def test_exercises_of_others_are_no_names(
    site: Site, make: Make, alice: User, bob: User, push: ExerciseDefinition
) -> None:
    page = paste(site.sign_in(bob), "Liegestütze: 8")
    assert "Diese Übung steht nicht in deiner Bibliothek." in page.error("lines")


def test_too_long_a_text_is_refused_and_kept(site: Site, alice: User) -> None:
    text = "x" * 10_001
    page = paste(site.sign_in(alice), text)
    assert page.error("lines") == "Höchstens 10000 Zeichen."
    assert page.value("lines") == text


def test_too_many_exercises_are_refused(
    site: Site, alice: User, push: ExerciseDefinition, plank: ExerciseDefinition
) -> None:
    site.sign_in(alice)
    page = paste(site, "\n".join(["Liegestütze: 8", "Plank: 30"] * 25))
    assert page.value("exercise_count") == "50"
    page = site.submit(page, {"lines": "Plank: 30", "do": "read"}, action="/add_workout")
    assert "Höchstens 50 Übungen" in page.error("lines")
    assert page.value("exercise_count") == "50"
