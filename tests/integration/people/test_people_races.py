"""Athletes who act on each other at the same moment: one consistent end, and never a fault."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from project.models import Block, Follower, Message, Notification, User
from tests.support.http import Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

MANY = 10


def button(app: Flask, athlete: User, url: str, **fields: str) -> Callable[[], int]:
    """Sign the athlete in in a browser of its own; return what presses a button there."""
    site = Site(app).sign_in(athlete)
    data = {"csrf_token": site.csrf_token(), **fields}
    return lambda: site.client.post(url, data=data).status_code


def page(app: Flask, athlete: User, url: str) -> Callable[[], int]:
    site = Site(app).sign_in(athlete)
    return lambda: site.client.get(url).status_code


def at_once(requests: Sequence[Callable[[], int]]) -> list[int]:
    barrier = Barrier(len(requests))

    def send(request: Callable[[], int]) -> int:
        barrier.wait(timeout=10)
        return request()

    with ThreadPoolExecutor(len(requests)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(send, r) for r in requests]]


def told(make: Make, athlete: User, name: str) -> object:
    with make.session() as session:
        row = session.query(Notification).filter_by(user_id=athlete.id, name=name).one_or_none()
        return row and row.get_data()


def test_ten_follows_at_once_are_one(app: Flask, make: Make, alice: User, bob: User) -> None:
    follows = [button(app, alice, "/follow/bob") for _ in range(MANY)]
    assert at_once(follows) == [303] * MANY
    assert make.count(Follower, accepted=True) == make.count(Follower) == 1
    assert told(make, bob, "new_followers") == 1
    unfollows = [button(app, alice, "/unfollow/bob") for _ in range(MANY)]
    assert at_once(unfollows) == [303] * MANY
    assert make.count(Follower) == 0
    assert told(make, bob, "new_followers") == 0


def test_ten_requests_at_once_are_one(app: Flask, make: Make, alice: User) -> None:
    dana = make.user(username="dana", approves_followers=True)
    follows = [button(app, alice, "/follow/dana") for _ in range(MANY)]
    assert at_once(follows) == [303] * MANY
    assert make.count(Follower, accepted=False) == 1
    answers = [button(app, dana, "/followers/alice/accept") for _ in range(MANY // 2)]
    answers += [button(app, dana, "/followers/alice/remove") for _ in range(MANY // 2)]
    assert at_once(answers) == [303] * MANY
    assert make.count(Follower) == 0
    assert told(make, dana, "follow_requests") == 0
    assert told(make, alice, "follow_accepted") == 0


def test_follows_and_unfollows_at_once_end_in_one_row_or_none(
    app: Flask, make: Make, alice: User, bob: User
) -> None:
    buttons = [
        button(app, alice, "/follow/bob" if number % 2 else "/unfollow/bob")
        for number in range(MANY)
    ]
    assert at_once(buttons) == [303] * MANY
    rows = make.count(Follower)
    assert rows in {0, 1}
    assert told(make, bob, "new_followers") == rows


def test_two_who_follow_each_other_at_once_do(
    app: Flask, make: Make, alice: User, bob: User
) -> None:
    buttons = [
        button(app, *((alice, "/follow/bob") if number % 2 else (bob, "/follow/alice")))
        for number in range(MANY)
    ]
    assert at_once(buttons) == [303] * MANY
    assert make.count(Follower) == 2


def test_a_block_wins_over_follows_at_the_same_moment(
    app: Flask, make: Make, alice: User, bob: User
) -> None:
    buttons = [button(app, bob, "/block/alice")]
    buttons += [button(app, alice, "/follow/bob") for _ in range(4)]
    buttons += [button(app, bob, "/follow/alice") for _ in range(4)]
    assert set(at_once(buttons)) <= {303, 404}
    assert make.count(Block) == 1
    assert make.count(Follower) == 0


def test_messages_at_once_are_all_counted(app: Flask, make: Make, bob: User) -> None:
    senders = [make.user() for _ in range(MANY)]
    buttons = [button(app, sender, "/send_message/bob", message="Hallo") for sender in senders]
    assert at_once(buttons) == [303] * MANY
    assert make.count(Message) == MANY
    assert told(make, bob, "unread_message_count") == MANY


def test_the_number_is_right_when_the_inbox_is_opened_while_messages_come(
    app: Flask, make: Make, alice: User, bob: User
) -> None:
    make.message(alice, bob)
    with make.session() as session:
        session.get_one(User, bob.id).add_notification("unread_message_count", 1)
    requests = [button(app, alice, "/send_message/bob", message="Hallo") for _ in range(6)]
    requests += [page(app, bob, "/messages") for _ in range(4)]
    assert set(at_once(requests)) == {200, 303}
    with make.session() as session:
        unread = session.get_one(User, bob.id).new_messages()
    assert told(make, bob, "unread_message_count") == unread


def test_a_message_that_both_delete_at_once_is_gone(
    app: Flask, make: Make, alice: User, bob: User
) -> None:
    url = f"/messages/{make.message(alice, bob).id}/delete"
    assert set(at_once([button(app, athlete, url) for athlete in (alice, bob) * 3])) <= {303, 404}
    assert make.count(Message) == 0


def test_of_two_who_want_a_name_at_once_one_gets_it(app: Flask, make: Make) -> None:
    fields = {
        "username": "zenith",
        "timezone": "Europe/Berlin",
        "default_visibility": "followers",
    }
    buttons = [button(app, make.user(), "/auth/edit_profile", **fields) for _ in range(4)]
    assert sorted(at_once(buttons)) == [303, 422, 422, 422]
    assert make.count(User, username_key="zenith") == 1
