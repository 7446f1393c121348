"""Who sees which workout, and what is read of it."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from project.enums import CountingType, Visibility
from project.extensions import db
from project.models import Block, Follower, User, Workout
from project.queries.training.workouts import (
    PerformedExercise,
    PerformedSet,
    detail,
    last_sets,
    visible_to,
)
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]

KINDS: dict[str, dict[str, Any]] = {
    "all": {"visibility": Visibility.ALL},
    "followers": {"visibility": Visibility.FOLLOWERS},
    "private": {"visibility": Visibility.PRIVATE},
    "running": {"visibility": Visibility.ALL, "is_running": True},
    "template": {"visibility": Visibility.ALL, "is_template": True},
}


def seen_by(app: Flask, viewer: User) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(select(Workout.title).where(visible_to(viewer.id))))


@pytest.fixture
def kinds(make: Make, alice: User) -> None:
    """One workout of alice's of every kind, titled by it."""
    for title, columns in KINDS.items():
        make.workout(athlete=alice, title=title, **columns)


@pytest.mark.usefixtures("kinds")
def test_strangers_see_what_is_for_all(app: Flask, alice: User, charlie: User) -> None:
    assert seen_by(app, alice) == set(KINDS)
    assert seen_by(app, charlie) == {"all"}


@pytest.mark.usefixtures("kinds")
@pytest.mark.parametrize("accepted", [True, False])
def test_followers_see_more_once_accepted(
    app: Flask, make: Make, alice: User, bob: User, accepted: bool
) -> None:
    with make.session() as session:
        session.add(Follower(follower_id=bob.id, followed_id=alice.id, accepted=accepted))
    assert seen_by(app, bob) == ({"all", "followers"} if accepted else {"all"})


@pytest.mark.usefixtures("kinds")
def test_being_followed_opens_nothing(app: Flask, make: Make, alice: User, bob: User) -> None:
    with make.session() as session:
        session.add(Follower(follower_id=alice.id, followed_id=bob.id, accepted=True))
    assert seen_by(app, bob) == {"all"}


@pytest.mark.usefixtures("kinds")
@pytest.mark.parametrize("alice_blocks", [True, False])
def test_a_block_hides_everything_both_ways(
    app: Flask, make: Make, alice: User, bob: User, alice_blocks: bool
) -> None:
    pair = (alice.id, bob.id) if alice_blocks else (bob.id, alice.id)
    with make.session() as session:
        session.add(Follower(follower_id=bob.id, followed_id=alice.id, accepted=True))
        session.add(Block(blocker_id=pair[0], blocked_id=pair[1]))
    assert seen_by(app, bob) == set()


def test_a_detail_holds_exercises_and_sets_in_order(
    app: Flask, make: Make, alice: User, count_queries: QueryCounter
) -> None:
    push = make.exercise(owner=alice, title="Liegestütze", levels=["Knie", "Voll"])
    plank = make.exercise(
        owner=alice, title="Planke", levels=["Normal"], counting_type=CountingType.DURATION
    )
    workout = make.workout(
        athlete=alice, exercises=[(plank, [("Normal", 45)]), (push, [("Voll", 5), ("Weg", 9)])]
    )
    with app.app_context(), count_queries.expect(2):
        found = detail(workout.id, alice.id)
    assert found is not None
    first, second = found.exercises
    assert first == PerformedExercise(
        first.id,
        1,
        plank.id,
        "Planke",
        "duration",
        1,
        None,
        "",
        [PerformedSet(first.sets[0].id, 1, "Normal", plank.levels[0].id, 1, duration=45)],
    )
    assert [(row.progression, row.level_order, row.reps) for row in second.sets] == [
        ("Voll", 2, 5),
        ("Weg", None, 9),
    ]
    assert second.level_count == 2


def test_the_last_sets_are_those_of_the_latest_workout_that_is_over(
    app: Flask, make: Make, alice: User, bob: User
) -> None:
    push = make.exercise(owner=alice)
    make.workout(athlete=alice, exercises=[(push, [("Knie", 1)])])
    make.workout(athlete=alice, exercises=[(push, [("Knie", 2), ("Voll", 3)])])
    make.workout(athlete=alice, exercises=[(push, [("Knie", 4)])], is_template=True)
    make.workout(athlete=alice, exercises=[(push, [("Knie", 5)])], is_running=True)
    with app.app_context():
        assert [row.reps for row in last_sets(alice.id, push.id)] == [2, 3]
        assert last_sets(bob.id, push.id) == []
