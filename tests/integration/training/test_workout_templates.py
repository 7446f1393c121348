"""Templates: written, used, made from workouts, and brought up to date by them."""

from typing import Any

import pytest
from sqlalchemy import select

from project.enums import Visibility
from project.models import Exercise, ExerciseDefinition, Set, User, Workout
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.queries import QueryCounter
from tests.support.snapshot import snapshot

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def template(make: Make, alice: User, push: ExerciseDefinition) -> Workout:
    return make.workout(
        athlete=alice,
        title="Oberkörper",
        visibility=Visibility.PRIVATE,
        is_template=True,
        exercises=[(push, [("Knie", 10), ("Knie", 10)])],
    )


def names(page: Page) -> list[str]:
    return [tag.get_text() for tag in page.html.select(".workout-card h2")]


def test_a_template_is_written_in_the_same_editor(
    site: Site, make: Make, alice: User, push: Any
) -> None:
    page = site.sign_in(alice).open("/add_template")
    assert page.values_of("timestamp") == []
    page = site.submit(page, {"do": f"add:{push.id}"}, action="/add_template")
    page = site.submit(page, {"reps1": "10"}, action="/add_template")
    assert (page.path, names(page)) == ("/workout_templates", ["Liegestütze"])
    assert make.count(Workout, is_template=True, visibility="private") == 1


def test_a_refused_template_comes_back_whole(site: Site, make: Make, alice: User) -> None:
    page = site.sign_in(alice).open("/add_template")
    refused = site.submit(page, {"wtitle": "Leer"}, action="/add_template", status=422)
    assert refused.value("wtitle") == "Leer"
    assert "mindestens eine Übung" in refused.text
    assert make.count(Workout) == 0


def test_a_template_is_changed_and_deleted(
    site: Site, make: Make, alice: User, template: Workout
) -> None:
    page = site.sign_in(alice).open(f"/workout_template/{template.id}/edit")
    page = site.submit(page, {"wtitle": "Ganzkörper"}, action="/edit")
    assert names(page) == ["Ganzkörper"]
    (link,) = [link for link in page.links() if "/delete" in link]
    question = site.open(link)
    assert "„Ganzkörper“" in question.text
    page = site.submit(question, action="/delete")
    assert (page.path, make.count(Workout)) == ("/workout_templates", 0)


def test_a_stale_template_shows_both_versions(
    site: Site, make: Make, alice: User, template: Workout
) -> None:
    page = site.sign_in(alice).open(f"/workout_template/{template.id}/edit")
    site.submit(page, {"wtitle": "A"}, action="/edit")
    both = site.submit(page, {"wtitle": "B"}, action="/edit", status=409)
    site.submit(both, action="/edit")
    assert make.count(Workout, title="B", is_template=True) == 1


def test_using_a_template_leaves_it_as_it_is(
    site: Site, make: Make, alice: User, template: Workout
) -> None:
    before = snapshot(site.app)
    page = site.sign_in(alice).open(f"/workout_template/{template.id}/use")
    assert (page.path, page.value("wtitle")) == ("/add_workout", "Oberkörper")
    assert page.values_of("reps1") == ["10", "10"]
    assert page.value("visibility") == "followers"
    done = {"progression1": ["Voll", "Voll"], "planned": "done"}
    page = site.submit(page, done, action="/add_workout")
    assert "anders trainiert" in page.text
    after = snapshot(site.app)
    assert before["workout"] <= after["workout"]
    assert before["exercise_sets"] <= after["exercise_sets"]
    with make.session() as session:
        workout = session.scalars(select(Workout).filter_by(is_template=False)).one()
        assert (workout.template_id, workout.visibility) == (template.id, "followers")


def test_what_was_changed_is_written_back(
    site: Site, make: Make, alice: User, template: Workout, push: Any
) -> None:
    dips = make.exercise(owner=alice, title="Dips", levels=["Bank"])
    workout = make.workout(
        athlete=alice,
        template_id=template.id,
        exercises=[(dips, [("Bank", 6)]), (push, [("Voll", 5), ("Voll", 4), ("Knie", 9)])],
    )
    with make.session() as session:
        kept = set(session.scalars(select(Set.id).filter_by(reps=10)))
    page = site.sign_in(alice).open(f"/workout/{workout.id}")
    (link,) = [link for link in page.links() if "/write_back" in link]
    difference = site.open(link)
    for words in ("10 · 10", "bisher", "5 · 4", "Dips", "geändert"):
        assert words in difference.text, words
    page = site.submit(difference, action="/write_back")
    assert page.flashes() == ["Vorlage aktualisiert."]
    assert "anders trainiert" not in page.text
    with make.session() as session:
        query = (
            select(Set.progression, Set.reps)
            .join(Exercise)
            .where(Exercise.workout_id == template.id)
            .order_by(Exercise.exercise_order, Set.set_order)
        )
        assert [tuple(row) for row in session.execute(query)] == [
            ("Bank", 6),
            ("Voll", 5),
            ("Voll", 4),
            ("Knie", 9),
        ]
        assert kept <= set(session.scalars(select(Set.id)))
        assert session.get_one(Workout, template.id).title == "Oberkörper"


def test_the_same_training_offers_nothing(
    site: Site, make: Make, alice: User, template: Workout, push: Any
) -> None:
    workout = make.workout(
        athlete=alice, template_id=template.id, exercises=[(push, [("Knie", 10)] * 2)]
    )
    with make.session() as session:
        session.merge(push.levels[0]).name = "Auf Knien"
    page = site.sign_in(alice).open(f"/workout/{workout.id}")
    assert not [link for link in page.links() if "/write_back" in link]


@pytest.mark.parametrize(
    ("rows", "is_offered"),
    [
        ([("Knie", 14), ("Knie", 3), ("Ringe", 5)], False),
        ([("Knie", 10), ("Knie", 10), ("Ringe", 6)], True),
        ([("Knie", 10), ("Voll", 10), ("Ringe", 5)], True),
        ([("Knie", 10), ("Knie", 10)], True),
    ],
    ids=["other values", "another value off the ladder", "another level", "a set less"],
)
def test_values_that_follow_the_log_are_no_other_training(
    site: Site, make: Make, alice: User, push: Any, *, rows: list[tuple[str, int]], is_offered: bool
) -> None:
    plan = [(push, [("Knie", 10), ("Knie", 10), ("Ringe", 5)])]
    template = make.workout(athlete=alice, is_template=True, exercises=plan)
    workout = make.workout(athlete=alice, template_id=template.id, exercises=[(push, rows)])
    page = site.sign_in(alice).open(f"/workout/{workout.id}")
    assert ("anders trainiert" in page.text) is is_offered


def test_a_workout_without_a_template_has_nothing_to_write_back(
    site: Site, make: Make, alice: User
) -> None:
    workout = make.workout(athlete=alice)
    site.sign_in(alice).open(f"/workout/{workout.id}/write_back", status=404)


def test_any_workout_becomes_a_template_once(
    site: Site, make: Make, alice: User, push: Any
) -> None:
    workout = make.workout(
        athlete=alice, title="Montag", note="locker", exercises=[(push, [("Voll", 5)] * 3)]
    )
    page = site.sign_in(alice).open(f"/workout/{workout.id}")
    made = site.submit(page, action="/save_as_template")
    assert made.heading == "Vorlage bearbeiten"
    assert (made.value("wtitle"), made.values_of("reps1")) == ("Montag", ["5", "5", "5"])
    again = site.submit(page, action="/save_as_template")
    assert again.path == made.path
    assert make.count(Workout, is_template=True) == 1


def test_a_workout_with_an_archived_exercise_becomes_a_template_too(
    site: Site, make: Make, alice: User, push: Any
) -> None:
    workout = make.workout(athlete=alice, exercises=[(push, [("Voll", 5)])])
    with make.session() as session:
        session.get_one(ExerciseDefinition, push.id).archived = True
    page = site.submit(
        site.sign_in(alice).open(f"/workout/{workout.id}"), action="/save_as_template"
    )
    site.submit(page, {"wtitle": "Alt"}, action="/edit")
    assert make.count(Workout, is_template=True, title="Alt") == 1


def test_templates_show_up_nowhere_else(
    site: Site, make: Make, alice: User, bob: User, template: Workout
) -> None:
    site.sign_in(alice)
    assert names(site.open("/workouts")) == []
    assert names(site.open("/workout_templates")) == ["Oberkörper"]
    other = Site(site.app).sign_in(bob)
    for path in (f"/workout/{template.id}", f"/workout_template/{template.id}/use"):
        other.open(path, status=404)
    assert names(other.open("/workout_templates")) == []


def test_a_template_is_no_workout_and_a_workout_no_template(
    site: Site, make: Make, alice: User, template: Workout
) -> None:
    workout = make.workout(athlete=alice)
    site.sign_in(alice)
    for path in ("edit", "use", "delete/confirm"):
        site.open(f"/workout_template/{workout.id}/{path}", status=404)
    for path in ("edit", "delete/confirm"):
        site.open(f"/workout/{template.id}/{path}", status=404)
    for path in ("toggle_done", "save_as_template"):
        site.post(f"/workout/{template.id}/{path}", status=404)


def test_a_foreign_template_is_not_linked(
    site: Site, make: Make, alice: User, bob: User, push: Any
) -> None:
    theirs = make.workout(athlete=bob, is_template=True)
    fields = {"exercise_count": 1, "exercise1": push.id, "progression1": "Knie", "reps1": 3}
    site.sign_in(alice).open(f"/add_workout?template_id={theirs.id}", status=404)
    site.post("/add_workout", {**fields, "template_id": theirs.id})
    assert make.count(Workout, user_id=alice.id, template_id=None) == 1


@pytest.mark.parametrize("templates", [1, 3, 100])
def test_the_list_costs_the_same_for_any_number(
    site: Site, make: Make, alice: User, count_queries: QueryCounter, templates: int
) -> None:
    push = make.exercise(owner=alice)
    for _ in range(templates):
        make.workout(athlete=alice, is_template=True, exercises=[(push, [("Knie", 9)] * 3)])
    site.sign_in(alice)
    with count_queries.watching() as statements:
        site.open("/workout_templates")
    assert len(statements) == 3


def test_a_template_that_changed_meanwhile_is_compared_again_before_it_is_written(
    site: Site, make: Make, alice: User
) -> None:
    dips = make.exercise(owner=alice, title="Dips")
    template = make.workout(athlete=alice, is_template=True, exercises=[(dips, [("Voll", 5)])])
    done = make.workout(athlete=alice, template_id=template.id, exercises=[(dips, [("Voll", 9)])])
    page = site.sign_in(alice).open(f"/workout/{done.id}/write_back")
    with make.session() as session:
        stored = session.get_one(Workout, template.id)
        stored.title = "Neuer Plan"
    again = site.submit(page, status=409)
    assert "inzwischen geändert" in again.text
    site.submit(again)
    with make.session() as session:
        (reps,) = session.scalars(
            select(Set.reps).join(Exercise).where(Exercise.workout_id == template.id)
        )
    assert reps == 9
