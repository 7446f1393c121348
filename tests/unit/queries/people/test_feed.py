"""Feed, explore and profile: who sees what, in which order, page by page, at what cost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from project.enums import Visibility
from project.models import User
from project.queries.people import feed as queries
from project.queries.training.cards import CardPage
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]

START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
LONGEST = 100


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def titles(
    make: Make, page: Callable[..., CardPage], *arguments: Any, **keywords: Any
) -> list[str]:
    with make.session():
        return [card.title for card in page(*arguments, limit=LONGEST, **keywords).cards]


def all_kinds(make: Make, athlete: User, hour: int) -> None:
    """One workout of each visibility, a template and a running one."""
    for number, kind in enumerate(Visibility):
        make.workout(
            athlete=athlete,
            title=f"{athlete.username} {kind.value}",
            visibility=kind,
            timestamp=at(hour + number / 10),
        )
    make.workout(athlete=athlete, title="template", is_template=True, timestamp=at(hour))
    make.workout(athlete=athlete, title="running", is_running=True, timestamp=at(hour))


def test_the_feed_holds_mine_and_those_of_accepted_follows_newest_first(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    dana = make.user(username="dana")
    for hour, athlete in enumerate((alice, bob, charlie, dana)):
        all_kinds(make, athlete, hour)
    make.follow(alice, bob)
    make.follow(alice, dana, accepted=False)
    make.follow(charlie, alice)
    expected = ["bob followers", "bob all", "alice private", "alice followers", "alice all"]
    assert titles(make, queries.feed, alice.id) == expected


def test_the_feed_holds_what_the_documented_select_says(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    for hour, athlete in enumerate((alice, bob, charlie)):
        all_kinds(make, athlete, hour)
    make.follow(alice, bob)
    make.follow(alice, charlie)
    with make.session() as session:
        rows = session.scalars(session.get_one(User, alice.id).followed_workouts())
        documented = [row.title for row in rows]
    assert titles(make, queries.feed, alice.id) == documented


def test_explore_holds_public_workouts_of_those_i_do_not_follow(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    dana, erik, fred = (make.user(username=name) for name in ("dana", "erik", "fred"))
    for hour, athlete in enumerate((alice, bob, charlie, dana, erik, fred)):
        all_kinds(make, athlete, hour)
    make.follow(alice, bob)
    make.follow(alice, charlie, accepted=False)
    make.block(alice, dana)
    make.block(erik, alice)
    assert titles(make, queries.explore, alice.id) == ["fred all", "charlie all"]


def test_a_block_hides_both_from_the_feed_even_beside_a_follow(
    make: Make, alice: User, bob: User
) -> None:
    all_kinds(make, bob, 0)
    make.follow(alice, bob)
    make.block(bob, alice)
    assert titles(make, queries.feed, alice.id) == []


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([Visibility.ALL], ["bob all"]),
        ([Visibility.ALL, Visibility.FOLLOWERS], ["bob followers", "bob all"]),
        (list(Visibility), ["bob private", "bob followers", "bob all"]),
    ],
)
def test_a_profile_holds_what_the_reader_may_see(
    make: Make, bob: User, kinds: list[Visibility], expected: list[str]
) -> None:
    all_kinds(make, bob, 0)
    assert titles(make, queries.workouts_of, bob.id, kinds) == expected


def walk_both_ways(
    make: Make, page: Callable[..., CardPage], *arguments: Any, limit: int
) -> tuple[list[int], list[int]]:
    """Return the ids met from the newest page to the oldest, and back again."""
    down: list[int] = []
    up: list[int] = []
    with make.session():
        found = page(*arguments, limit=limit)
        assert found.newer is None
        while True:
            down += [card.id for card in found.cards]
            if found.older is None:
                break
            found = page(*arguments, limit=limit, before=found.older)
        while True:
            up += [card.id for card in reversed(found.cards)]
            if found.newer is None:
                break
            found = page(*arguments, limit=limit, after=found.newer)
    return down, up


@pytest.mark.parametrize("limit", [1, 3, 7])
def test_pages_meet_every_workout_once_in_both_directions(
    make: Make, alice: User, limit: int
) -> None:
    """Some athletes train often, some long ago, and some at the very same moment."""
    ids: list[tuple[datetime, int]] = []
    for number in range(6):
        athlete = make.user()
        make.follow(alice, athlete)
        for nth in range(1 + number * 2):
            when = at((nth * 7 + number) % 5 if number % 2 else -100 * number - nth)
            kind = Visibility.ALL if nth % 3 else Visibility.FOLLOWERS
            row = make.workout(athlete=athlete, timestamp=when, visibility=kind)
            ids.append((when, row.id))
    ids.append((at(2), make.workout(athlete=alice, timestamp=at(2)).id))
    expected = [key for _, key in sorted(ids, reverse=True)]
    down, up = walk_both_ways(make, queries.feed, alice.id, limit=limit)
    assert down == expected
    assert up == expected[::-1]


@pytest.mark.parametrize("limit", [1, 3])
def test_pages_of_explore_are_whole_where_the_walk_finds_little(
    make: Make, alice: User, bob: User, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_WALK", 4)
    make.follow(alice, bob)
    other = make.user()
    seldom = {
        make.workout(athlete=other, timestamp=at(hour)).id: hour for hour in (0, 9, 18, 19, 27)
    }
    for hour in range(1, 27):
        make.workout(athlete=bob, timestamp=at(hour + 0.5))
    expected = sorted(seldom, key=lambda key: -seldom[key])
    down, up = walk_both_ways(make, queries.explore, alice.id, limit=limit)
    assert down == expected
    assert up == expected[::-1]


def test_pages_of_a_profile_meet_every_workout_once(make: Make, bob: User) -> None:
    ids = [
        make.workout(
            athlete=bob,
            timestamp=at(number // 2),
            visibility=Visibility.FOLLOWERS if number % 3 else Visibility.ALL,
        ).id
        for number in range(11)
    ]
    kinds = [Visibility.ALL, Visibility.FOLLOWERS]
    down, up = walk_both_ways(make, queries.workouts_of, bob.id, kinds, limit=4)
    assert down == ids[::-1]
    assert up == ids


def test_beyond_the_end_there_is_an_empty_page(make: Make, alice: User) -> None:
    make.workout(athlete=alice, timestamp=at(0))
    with make.session():
        only = queries.feed(alice.id, limit=5)
        cursor = only.cards[0].cursor
        for keywords in ({"before": cursor}, {"after": cursor}):
            assert queries.feed(alice.id, limit=5, **keywords) == CardPage([], None, None)


@pytest.mark.parametrize("workouts", [1, 3])
@pytest.mark.parametrize("followed", [1, 5])
def test_every_page_costs_the_same_number_of_statements(
    make: Make, alice: User, count_queries: QueryCounter, followed: int, workouts: int
) -> None:
    definition = None
    for number in range(followed):
        athlete = make.user()
        make.follow(alice, athlete)
        definition = make.exercise(owner=athlete)
        for nth in range(workouts):
            make.workout(
                athlete=athlete,
                timestamp=at(number + nth * 10),
                exercises=[(definition, [("Knie", 10), ("Voll", 5)])],
            )
    with make.session():
        newest = queries.feed(alice.id, limit=LONGEST).cards[0]
        with count_queries.expect(3):
            assert len(queries.feed(alice.id, limit=LONGEST).cards) == followed * workouts
        with count_queries.expect(3):
            queries.feed(alice.id, limit=LONGEST, before=newest.cursor)
        with count_queries.expect(3):
            queries.explore(alice.id, limit=LONGEST)
        with count_queries.expect(2):
            queries.workouts_of(alice.id, list(Visibility), limit=LONGEST)
