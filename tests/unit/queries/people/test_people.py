"""Athletes as others see them."""

from datetime import UTC, datetime, timedelta

import pytest

from project.enums import Visibility
from project.models import User
from project.queries.people import people, profiles
from project.queries.people.people import PeoplePage
from project.queries.people.profiles import ProfilePage
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]

START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


def profile(make: Make, username: str, viewer: User) -> ProfilePage:
    with make.session():
        found = profiles.profile_of(username, viewer.id)
    assert found is not None
    return found


def names(page: PeoplePage) -> list[str]:
    return [person.username for person in page.people]


def train(make: Make, athlete: User) -> None:
    """One workout only I see, two followers see, three everybody sees."""
    kinds = [Visibility.PRIVATE] + 2 * [Visibility.FOLLOWERS] + 3 * [Visibility.ALL]
    for kind in kinds:
        make.workout(athlete=athlete, visibility=kind)
    make.workout(athlete=athlete, is_template=True)
    make.workout(athlete=athlete, is_running=True)


def test_the_number_of_workouts_is_what_the_viewer_may_see(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    dana = make.user(username="dana")
    train(make, alice)
    make.follow(bob, alice)
    make.follow(dana, alice, accepted=False)
    seen = {
        viewer.username: profile(make, "alice", viewer) for viewer in (alice, bob, charlie, dana)
    }
    assert {name: each.workouts for name, each in seen.items()} == {
        "alice": 6,
        "bob": 5,
        "charlie": 3,
        "dana": 3,
    }
    assert {name: each.follow for name, each in seen.items()} == {
        "alice": None,
        "bob": True,
        "charlie": None,
        "dana": False,
    }


def test_the_numbers_of_followers_forget_whom_the_viewer_may_not_know(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    dana = make.user(username="dana")
    for one, other in ((bob, alice), (charlie, alice), (alice, charlie), (alice, bob)):
        make.follow(one, other)
    make.follow(dana, alice, accepted=False)
    make.block(charlie, dana)
    assert (profile(make, "alice", bob).followers, profile(make, "alice", bob).following) == (2, 2)
    seen = profile(make, "alice", dana)
    assert (seen.followers, seen.following) == (1, 1)
    assert profile(make, "ALICE", bob).follows_viewer is True
    assert seen.follows_viewer is False


def test_a_profile_costs_one_statement(
    make: Make, alice: User, bob: User, count_queries: QueryCounter
) -> None:
    train(make, alice)
    with make.session(), count_queries.expect(1):
        profiles.profile_of("alice", bob.id)


def test_unknown_unconfirmed_and_blocked_athletes_have_no_profile(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    make.user(username="ghost", confirmed=False)
    make.block(alice, bob)
    make.block(charlie, alice)
    with make.session():
        for name in ("nobody", "ghost", "bob", "charlie", "", "x" * 300):
            assert profiles.profile_of(name, alice.id) is None
            assert people.find(name, alice.id) is None
        for viewer in (bob, charlie):
            assert profiles.profile_of("alice", viewer.id) is None


def test_visible_kinds_follow_the_relation(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    make.follow(bob, alice)
    kinds = {
        viewer.username: profiles.visible_kinds(profile(make, "alice", viewer), viewer.id)
        for viewer in (alice, bob, charlie)
    }
    assert kinds == {
        "alice": (Visibility.ALL, Visibility.FOLLOWERS, Visibility.PRIVATE),
        "bob": (Visibility.ALL, Visibility.FOLLOWERS),
        "charlie": (Visibility.ALL,),
    }


def test_lists_of_followers_are_paged_newest_first_and_hide_the_blocked(
    make: Make, alice: User, bob: User
) -> None:
    follower = [make.user(username=f"f{number}") for number in range(5)]
    for number, athlete in enumerate(follower):
        make.follow(athlete, alice, created_at=START + timedelta(hours=number // 2))
    make.follow(make.user(username="asks"), alice, accepted=False)
    make.follow(bob, follower[4])
    make.block(follower[3], bob)
    with make.session():
        first = people.followers_of(alice.id, bob.id, limit=2)
        assert names(first) == ["f4", "f2"]
        assert [person.follow for person in first.people] == [True, None]
        second = people.followers_of(alice.id, bob.id, limit=2, before=first.older)
        assert names(second) == ["f1", "f0"]
        assert second.older is None


def test_lists_of_the_followed_are_paged_newest_first(make: Make, alice: User, bob: User) -> None:
    for number in range(3):
        make.follow(alice, make.user(username=f"f{number}"), created_at=START + timedelta(number))
    with make.session():
        first = people.followed_by(alice.id, bob.id, limit=2)
        assert names(first) == ["f2", "f1"]
        assert names(people.followed_by(alice.id, bob.id, limit=2, before=first.older)) == ["f0"]


def test_search_finds_names_by_their_beginning_ignoring_case(
    make: Make, alice: User, bob: User
) -> None:
    for name in ("Max.Power", "maxine", "Bigmax", "max_b", "max-a"):
        make.user(username=name)
    make.user(username="maxghost", confirmed=False)
    make.block(make.user(username="maxblock"), alice)
    with make.session():
        found = [person.username for person in people.search("MAX", alice.id, limit=10)]
        assert found == ["max-a", "Max.Power", "max_b", "maxine"]
        assert [p.username for p in people.search("max", alice.id, limit=1)] == ["max-a"]
        for text in ("alice", "%", "_", "zzz"):
            assert people.search(text, alice.id, limit=10) == []
        assert [p.username for p in people.search("bo", alice.id, limit=10)] == ["bob"]


def test_only_the_blocker_sees_whom_they_block(make: Make, alice: User, bob: User) -> None:
    make.block(alice, bob)
    with make.session():
        assert [person.username for person in people.blocked_by(alice.id, 10)] == ["bob"]
        assert people.blocked_by(bob.id, 10) == []
