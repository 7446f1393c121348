"""Following: at once or after a yes, once and only once, never across a block."""

import pytest

from project.enums import NotificationName
from project.exceptions import RefusedError, UnknownAthleteError
from project.models import Follower, Notification, User
from project.services.people import blocking, following, notifications
from tests.support.make import Make

pytestmark = [pytest.mark.unit, pytest.mark.database]


def links(make: Make) -> list[tuple[int, int, bool]]:
    with make.session() as session:
        rows = session.query(Follower).order_by(Follower.follower_id, Follower.followed_id)
        return [(row.follower_id, row.followed_id, row.accepted) for row in rows]


def told(make: Make, athlete: User) -> dict[str, object]:
    with make.session() as session:
        rows = session.query(Notification).filter_by(user_id=athlete.id)
        return {row.name: row.get_data() for row in rows}


def test_following_is_at_once_and_tells_the_other(make: Make, alice: User, bob: User) -> None:
    with make.session():
        assert following.follow(alice.id, bob.id) is True
    assert links(make) == [(alice.id, bob.id, True)]
    assert told(make, bob) == {"new_followers": 1}
    assert told(make, alice) == {}


def test_following_twice_is_once(make: Make, alice: User, bob: User) -> None:
    for _ in range(2):
        with make.session():
            assert following.follow(alice.id, bob.id) is True
    assert links(make) == [(alice.id, bob.id, True)]
    assert told(make, bob) == {"new_followers": 1}


def test_who_approves_first_gets_a_request(make: Make, alice: User) -> None:
    dana = make.user(username="dana", approves_followers=True)
    with make.session():
        assert following.follow(alice.id, dana.id) is False
    assert links(make) == [(alice.id, dana.id, False)]
    assert told(make, dana) == {"follow_requests": 1}


def test_an_accepted_request_follows_and_tells_who_asked(make: Make, alice: User) -> None:
    dana = make.user(username="dana", approves_followers=True)
    make.follow(alice, dana, accepted=False)
    with make.session():
        assert following.accept(dana.id, alice.id) is True
    assert links(make) == [(alice.id, dana.id, True)]
    assert told(make, alice) == {"follow_accepted": 1}
    # Who says yes knows who follows them.
    assert told(make, dana) == {"follow_requests": 0}


def test_there_is_nothing_to_accept_without_a_request(make: Make, alice: User, bob: User) -> None:
    with make.session():
        assert following.accept(bob.id, alice.id) is False
    assert links(make) == []
    make.follow(alice, bob)
    with make.session():
        assert following.accept(bob.id, alice.id) is False
    assert told(make, alice) == {}


def test_a_declined_request_is_gone_and_nobody_is_told(make: Make, alice: User, bob: User) -> None:
    make.follow(alice, bob, accepted=False)
    with make.session():
        assert following.remove_follower(bob.id, alice.id) is True
    assert links(make) == []
    assert told(make, bob)["follow_requests"] == 0
    assert told(make, alice) == {"follow_accepted": 0}


def test_a_follower_can_be_removed(make: Make, alice: User, bob: User) -> None:
    with make.session():
        following.follow(alice.id, bob.id)
    with make.session():
        assert following.remove_follower(bob.id, alice.id) is True
    assert links(make) == []
    assert told(make, bob)["new_followers"] == 0
    with make.session():
        assert following.remove_follower(bob.id, alice.id) is False


@pytest.mark.parametrize("accepted", [True, False])
def test_unfollowing_ends_it_or_takes_the_request_back(
    make: Make, alice: User, bob: User, accepted: bool
) -> None:
    make.follow(alice, bob, accepted=accepted)
    make.follow(bob, alice)
    for _ in range(2):
        with make.session():
            following.unfollow(alice.id, bob.id)
    assert links(make) == [(bob.id, alice.id, True)]
    assert (told(make, bob)["new_followers"], told(make, bob)["follow_requests"]) == (0, 0)


def test_nobody_follows_themself(make: Make, alice: User) -> None:
    with make.session(), pytest.raises(RefusedError):
        following.follow(alice.id, alice.id)
    with make.session():
        following.unfollow(alice.id, alice.id)
    assert links(make) == []


@pytest.mark.parametrize("mine", [True, False])
def test_a_block_forbids_following_both_ways(
    make: Make, alice: User, bob: User, mine: bool
) -> None:
    make.block(*((alice, bob) if mine else (bob, alice)))
    for one, other in ((alice, bob), (bob, alice)):
        with make.session(), pytest.raises(UnknownAthleteError):
            following.follow(one.id, other.id)
    assert links(make) == []


def test_a_deleted_athlete_cannot_be_followed(make: Make, alice: User) -> None:
    with make.session(), pytest.raises(UnknownAthleteError):
        following.follow(alice.id, alice.id + 1000)


def test_blocking_ends_follows_both_ways_and_counts_anew(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    for one, other in ((alice, bob), (bob, alice), (charlie, alice)):
        with make.session():
            following.follow(one.id, other.id)
    assert told(make, alice)["new_followers"] == 2
    for _ in range(2):
        with make.session():
            blocking.block(alice.id, bob.id)
    assert links(make) == [(charlie.id, alice.id, True)]
    assert told(make, alice)["new_followers"] == 1
    assert told(make, bob)["new_followers"] == 0


def test_taking_a_block_back_brings_no_follow_back(make: Make, alice: User, bob: User) -> None:
    make.follow(alice, bob)
    for change in (blocking.block, blocking.unblock, blocking.unblock):
        with make.session():
            change(alice.id, bob.id)
    assert links(make) == []
    with make.session():
        assert following.follow(alice.id, bob.id) is True


def test_taking_my_block_back_leaves_theirs(make: Make, alice: User, bob: User) -> None:
    make.block(bob, alice)
    for change in (blocking.block, blocking.unblock):
        with make.session():
            change(alice.id, bob.id)
    with make.session(), pytest.raises(UnknownAthleteError):
        following.follow(alice.id, bob.id)


def test_nobody_blocks_themself(make: Make, alice: User) -> None:
    with make.session(), pytest.raises(RefusedError):
        blocking.block(alice.id, alice.id)
    with make.session():
        blocking.unblock(alice.id, alice.id)


def test_what_was_seen_is_not_counted_again(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    with make.session():
        following.follow(bob.id, alice.id)
    with make.session() as session:
        notifications.mark_seen(session.get_one(User, alice.id))
    assert told(make, alice)["new_followers"] == 0
    with make.session():
        following.follow(charlie.id, alice.id)
    assert told(make, alice)["new_followers"] == 1


def test_each_word_to_an_athlete_is_later_than_the_one_before(make: Make, alice: User) -> None:
    with make.session() as session:
        athlete = session.get_one(User, alice.id)
        first = athlete.add_notification(NotificationName.NEW_FOLLOWERS, 1)
        first.timestamp += 3600  # another machine's clock is an hour ahead
        ahead = first.timestamp
        session.flush()
        second = athlete.add_notification(NotificationName.UNREAD_MESSAGES, 1)
        assert second.timestamp > ahead
        third = athlete.add_notification(NotificationName.NEW_FOLLOWERS, 2)
        assert third.timestamp > second.timestamp
