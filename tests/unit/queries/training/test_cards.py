"""Cards show what was logged, in order, at the same cost for any number of workouts."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select, update

from project.enums import CountingType
from project.extensions import db
from project.models import ProgressionLevel, Set, User, Workout
from project.queries.training import cards
from project.queries.training.cursor import Cursor
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]

NOON = datetime(2026, 9, 12, 12, tzinfo=UTC)


def test_a_card_holds_every_set_in_the_order_entered(app: Flask, make: Make, alice: User) -> None:
    push = make.exercise(owner=alice, title="Liegestütze", levels=["Knie", "Schräg", "Voll"])
    plank = make.exercise(
        owner=alice, title="Planke", levels=["Normal"], counting_type=CountingType.DURATION
    )
    workout = make.workout(
        athlete=alice,
        title="Montag",
        timestamp=NOON,
        note="Regen",
        exercises=[
            (plank, [("Normal", 45), ("Normal", 90)]),
            (push, [("Voll", 5), ("Knie", 12), ("Knie", 11), ("Voll", 3)]),
        ],
    )
    with app.app_context():
        page = cards.own_cards(alice.id, limit=20)
    assert page.older is None
    assert page.newer is None
    assert page.cards == [
        cards.WorkoutCard(
            id=workout.id,
            title="Montag",
            timestamp=NOON,
            user_id=alice.id,
            username="alice",
            image_file="default.jpg",
            visibility="all",
            is_done=False,
            is_running=False,
            note="Regen",
            effort=None,
            is_template=False,
            zone="Europe/Berlin",
            day_begins_at=0,
            exercises=[
                cards.CardExercise(
                    plank.id,
                    "Planke",
                    CountingType.DURATION,
                    [cards.CardLine("Normal", 1, 1, "0:45 · 1:30")],
                ),
                cards.CardExercise(
                    push.id,
                    "Liegestütze",
                    CountingType.REPS,
                    [
                        cards.CardLine("Voll", 3, 3, "5"),
                        cards.CardLine("Knie", 1, 3, "12 · 11", is_more=True),
                        cards.CardLine("Voll", 3, 3, "3", is_more=True),
                    ],
                ),
            ],
        )
    ]


def test_a_hundred_sets_keep_their_order(app: Flask, make: Make, alice: User) -> None:
    push = make.exercise(owner=alice, levels=["Knie"])
    make.workout(athlete=alice, exercises=[(push, [("Knie", 9000 + n) for n in range(100)])])
    with app.app_context():
        (card,) = cards.own_cards(alice.id, limit=20).cards
    assert card.exercises[0].lines[0].text == " · ".join(str(9000 + n) for n in range(100))


def test_a_removed_level_keeps_its_name_and_loses_its_place(
    app: Flask, make: Make, alice: User
) -> None:
    push = make.exercise(owner=alice, levels=["Knie", "Voll"])
    make.workout(athlete=alice, exercises=[(push, [("Knie", 8), ("Voll", 2)])])
    with make.session() as session:
        level = session.scalars(select(ProgressionLevel).filter_by(name="Knie")).one()
        session.execute(
            update(Set)
            .where(Set.progression_level_id == level.id)
            .values(progression_level_id=None)
        )
        session.delete(level)
    with app.app_context():
        (card,) = cards.own_cards(alice.id, limit=20).cards
    assert [(line.level, line.level_order) for line in card.exercises[0].lines] == [
        ("Knie", None),
        ("Voll", 2),
    ]


def test_an_exercise_without_a_set_and_a_workout_without_an_exercise_are_shown(
    app: Flask, make: Make, alice: User
) -> None:
    push = make.exercise(owner=alice)
    make.workout(athlete=alice, timestamp=NOON, exercises=[(push, [])])
    make.workout(athlete=alice, timestamp=NOON - timedelta(days=1))
    with app.app_context():
        page = cards.own_cards(alice.id, limit=20)
    assert [[e.lines for e in card.exercises] for card in page.cards] == [[[]], []]


def test_the_own_list_holds_neither_templates_nor_what_others_did(
    app: Flask, make: Make, alice: User, bob: User
) -> None:
    mine = make.workout(athlete=alice, timestamp=NOON)
    done = make.workout(athlete=alice, timestamp=NOON - timedelta(days=1), is_done=True)
    make.workout(athlete=alice, is_template=True)
    make.workout(athlete=bob)
    with app.app_context():
        everything = cards.own_cards(alice.id, limit=20)
        still_open = cards.own_cards(alice.id, limit=20, hide_done=True)
    assert [card.id for card in everything.cards] == [mine.id, done.id]
    assert [card.id for card in still_open.cards] == [mine.id]


@pytest.fixture
def seven(make: Make, alice: User) -> list[int]:
    """Ids of seven workouts, newest first; four of them share one moment."""
    moments = [NOON, *[NOON - timedelta(hours=1)] * 4, *[NOON - timedelta(hours=2)] * 2]
    made = [make.workout(athlete=alice, timestamp=moment) for moment in moments]
    return [w.id for w in sorted(made, key=lambda w: (w.timestamp, w.id), reverse=True)]


def test_pages_follow_each_other_without_gap_or_overlap(
    app: Flask, alice: User, seven: list[int]
) -> None:
    with app.app_context():
        forward, page = [], cards.own_cards(alice.id, limit=3)
        assert page.newer is None
        forward.append([card.id for card in page.cards])
        while page.older:
            page = cards.own_cards(alice.id, limit=3, before=page.older)
            forward.append([card.id for card in page.cards])
        back = [[card.id for card in page.cards]]
        while page.newer:
            page = cards.own_cards(alice.id, limit=3, after=page.newer)
            back.append([card.id for card in page.cards])
    assert forward == [seven[:3], seven[3:6], seven[6:]]
    # Going back from the last page ends with a full first page.
    assert back == [seven[6:], seven[3:6], seven[:3]]


def test_a_page_by_number_is_the_same_page(app: Flask, alice: User, seven: list[int]) -> None:
    with app.app_context():
        pages = [cards.own_cards(alice.id, limit=3, number=n) for n in (1, 2, 3)]
        beyond = cards.own_cards(alice.id, limit=3, number=99)
    assert [[card.id for card in page.cards] for page in pages] == [
        seven[:3],
        seven[3:6],
        seven[6:],
    ]
    assert [page.newer is None for page in pages] == [True, False, False]
    assert [card.id for card in beyond.cards] == seven[4:]
    assert beyond.older is None
    assert beyond.newer == pages[1].cards[1].cursor


def test_beyond_the_end_there_is_the_last_page(app: Flask, alice: User, seven: list[int]) -> None:
    with app.app_context():
        long_ago = Cursor(NOON - timedelta(days=900), 1)
        page = cards.own_cards(alice.id, limit=3, before=long_ago)
        empty = cards.own_cards(alice.id + 1, limit=3, before=long_ago, number=7)
    assert [card.id for card in page.cards] == seven[4:]
    assert empty == cards.CardPage([], None, None)


def feed_of(athlete: User) -> list[cards.WorkoutCard]:
    ids = athlete.followed_workouts().with_only_columns(Workout.id)
    return cards.with_exercises(cards.card_heads(cards.head_statement(ids.limit(20)), {}))


def test_the_feed_of_an_athlete_becomes_cards(
    app: Flask, make: Make, alice: User, bob: User
) -> None:
    mine = make.workout(athlete=alice, timestamp=NOON)
    theirs = make.workout(athlete=bob, timestamp=NOON - timedelta(hours=1))
    with app.app_context():
        athlete = db.session.get_one(User, alice.id)
        before = feed_of(athlete)
        athlete.follow(db.session.get_one(User, bob.id))
        db.session.commit()
        after = feed_of(athlete)
    assert [card.id for card in before] == [mine.id]
    assert [(card.id, card.username) for card in after] == [
        (mine.id, "alice"),
        (theirs.id, "bob"),
    ]


@pytest.mark.parametrize("workouts", [1, 3, 100])
def test_a_page_costs_two_statements(
    app: Flask, make: Make, alice: User, count_queries: QueryCounter, workouts: int
) -> None:
    push = make.exercise(owner=alice)
    for _ in range(workouts):
        make.workout(athlete=alice, exercises=[(push, [("Knie", 8), ("Voll", 4)])] * 2)
    with app.app_context(), count_queries.expect(2):
        page = cards.own_cards(alice.id, limit=20)
    assert len(page.cards) == min(workouts, 20)


def test_added_weight_follows_its_set(app: Flask, make: Make, alice: User) -> None:
    dips = make.exercise(owner=alice, title="Dips", levels=["Bank", "Barren"])
    hang = make.exercise(
        owner=alice, title="Hang", levels=["Stange"], counting_type=CountingType.DURATION
    )
    workout = make.workout(
        athlete=alice,
        exercises=[
            (dips, [("Barren", 8), ("Barren", 7), ("Barren", 6)]),
            (hang, [("Stange", 30)]),
            (dips, [("Barren", 5), ("Bank", 12)]),
        ],
    )
    loads = {8: "10", 6: "-2.55", 5: "0.29", 30: "999.99"}
    with make.session() as session:
        for row in session.scalars(select(Set)):
            value = row.reps or row.duration
            row.load_kg = Decimal(loads[value]) if value in loads else None
    with app.app_context():
        (card,) = cards.own_cards(alice.id, limit=20).cards
    assert card.id == workout.id
    texts = [[line.text for line in exercise.lines] for exercise in card.exercises]
    assert texts == [
        ["8 @ +10 · 7 · 6 @ −2,55"],
        ["0:30 @ +999,99"],
        ["5 @ +0,29", "12"],
    ]
