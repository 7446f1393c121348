"""The rules of categories, also when two requests meet."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from project.exceptions import FieldError, RefusedError
from project.extensions import db
from project.i18n import speaking
from project.models import ExerciseCategory, ExerciseDefinition, User
from project.queries.library import categories as queries
from project.services.library import categories as service
from project.services.library import exercises
from project.services.library.drafts import ExerciseDraft, LevelDraft
from tests.support.make import Make
from tests.support.threads import at_once

pytestmark = [pytest.mark.unit, pytest.mark.database]


def test_names_are_unique_whatever_their_letters(make: Make) -> None:
    with make.session():
        service.add_category("Fuß")
    with make.session(), pytest.raises(service.CategoryNameTakenError):
        service.add_category("FUSS")
    with make.session():
        assert service.find_or_add("fuß").name == "Fuß"
        assert service.find_or_add("Hand").name == "Hand"
    assert make.count(ExerciseCategory) == 2


def test_the_first_categories_have_one_identity_until_somebody_renames_them(make: Make) -> None:
    push = make.category("Drücken")
    assert push.starter_key == "push"
    assert make.category("Drachen").starter_key is None
    with make.session() as session:
        session.get_one(ExerciseCategory, push.id).name = "DRÜCKEN"
    renamed = make.fresh(push)
    assert renamed is not None
    assert (renamed.starter_key, renamed.shown_name) == (None, "DRÜCKEN")


def test_a_first_category_is_shown_and_found_in_the_language_of_its_reader(
    make: Make,
) -> None:
    push = make.category("Drücken")
    with make.session(), speaking("en"):
        name = push.shown_name
        assert [row.name for row in queries.all_categories()] == [name]
        assert service.find_or_add(name.upper()).id == push.id


def test_there_is_an_end_to_categories(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MAX_CATEGORIES", 1)
    make.category("Drücken")
    with make.session(), pytest.raises(FieldError) as error:
        service.add_category("Ziehen")
    assert error.value.field == "name"


def test_the_same_name_from_many_at_once_is_one_category(make: Make, app: Flask) -> None:
    def add() -> int:
        category_id = service.find_or_add("Drücken").id
        db.session.commit()
        return category_id

    assert len(set(at_once(app, [add] * 4))) == 1
    assert make.count(ExerciseCategory) == 1


def test_two_categories_cannot_take_one_name_at_once(make: Make, app: Flask, alice: User) -> None:
    ids = [make.category(name).id for name in ("Drücken", "Ziehen", "Beine")]

    def rename(category_id: int) -> bool:
        try:
            category = db.session.get_one(ExerciseCategory, category_id)
            service.rename_category(category, "Kraft", db.session.get_one(User, alice.id))
        except service.CategoryNameTakenError:
            return False
        db.session.commit()
        return True

    done = at_once(app, [partial(rename, category_id) for category_id in ids])
    assert sorted(done) == [False, False, True]
    assert make.count(ExerciseCategory, name="Kraft") == 1


def test_only_what_nobody_else_uses_is_renamed(make: Make, alice: User, bob: User) -> None:
    shared = make.category("Drücken")
    make.exercise(owner=alice, categories=[shared])
    make.exercise(owner=bob, categories=[shared])
    with make.session() as session, pytest.raises(RefusedError):
        service.rename_category(session.get_one(ExerciseCategory, shared.id), "Pressen", alice)
    alice.admin = True
    with make.session() as session:
        service.rename_category(session.get_one(ExerciseCategory, shared.id), "Pressen", alice)
    stored = make.fresh(shared)
    assert stored is not None
    assert (stored.name, stored.name_key) == ("Pressen", "pressen")


def test_a_used_category_stays(make: Make, bob: User) -> None:
    used = make.category("Drücken")
    make.exercise(owner=bob, categories=[used], archived=True)
    with make.session() as session, pytest.raises(service.CategoryInUseError):
        service.delete_category(session.get_one(ExerciseCategory, used.id))
    assert make.count(ExerciseCategory) == 1


def test_a_category_is_never_deleted_while_an_exercise_takes_it(
    make: Make, app: Flask, alice: User
) -> None:
    """Whoever comes first: either it is gone and unused, or it is there."""
    for number in range(4):
        category_id = make.category(f"Kategorie {number}").id

        def use(category_id: int = category_id) -> None:
            athlete = db.session.get_one(User, alice.id)
            draft = ExerciseDraft(
                f"Übung {category_id}", [LevelDraft("Voll")], category_ids=[category_id]
            )
            exercises.add_exercise(athlete, draft)
            db.session.commit()

        def remove(category_id: int = category_id) -> None:
            try:
                service.delete_category(db.session.get_one(ExerciseCategory, category_id))
            except service.CategoryInUseError:
                db.session.rollback()
            db.session.commit()

        tasks: list[Callable[[], None]] = [use, remove]
        at_once(app, tasks)
        with make.session() as session:
            uses = queries.uses_of(category_id, alice.id)[0]
            assert (session.get(ExerciseCategory, category_id) is not None) == (uses == 1)
    assert make.count(ExerciseDefinition) == 4


def test_uses_are_counted_by_name(make: Make, alice: User, bob: User) -> None:
    push, pull, none = (make.category(name) for name in ("Drücken", "Ziehen", "Beine"))
    make.exercise(owner=alice, categories=[push, pull])
    make.exercise(owner=bob, categories=[push])
    with make.session():
        rows = queries.with_usage(alice.id)
    assert [(row.id, row.uses, row.mine, row.others) for row in rows] == [
        (none.id, 0, 0, 0),
        (push.id, 2, 1, 1),
        (pull.id, 1, 1, 0),
    ]
