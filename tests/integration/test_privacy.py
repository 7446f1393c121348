"""What athletes keep to themselves is nowhere for others: no text, number, order or search tells.

Each test opens everything that somebody may open, lets the owner do private things, and opens
everything again: nothing may have changed, not even a count.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import selectinload

from project.enums import Visibility
from project.models import Block, ExerciseDefinition, User, UserSession
from tests.integration.access_table import Scene, rows
from tests.integration.test_access_matrix import address
from tests.integration.test_crawl import Crawl
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

SECRET = "Geheimsache"
# Made anew for every page, or about the visitor's own device.
OF_THE_MOMENT = re.compile(r'name="(?:csrf_token|csrf-token|submit_key)"[^>]*>')
OWN_DEVICES = "/auth/sessions"
SEARCHES = (
    f"/exercises?user=all&q={SECRET}",
    "/exercises?user=all&q=owner",
    f"/people?q={SECRET}",
    "/people?q=o",
    "/notifications?since=0",
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 9, 14, 18, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def scene(make: Make) -> Scene:
    return Scene(make)


def seen_by(app: Flask, scene: Scene, visitor: str) -> dict[str, str]:
    """Return everything that a visitor can open, by its address."""
    crawl = Crawl(app, scene.visitors[visitor], checks=False)
    crawl.run()
    seen = crawl.pages
    for url in (*addresses(app, scene), *SEARCHES):
        response = crawl.site.client.get(url)
        seen[url] = f"{response.status_code} {response.get_data(as_text=True)}"
    seen.pop(OWN_DEVICES, None)
    return {url: OF_THE_MOMENT.sub("", text) for url, text in seen.items()}


def addresses(app: Flask, scene: Scene) -> list[str]:
    aside = {"main.readyz", "main.log_state", "auth.sessions_list"}  # tokens and times
    return [
        address(app, scene, row)
        for row in rows()
        if row.method == "GET" and row.endpoint not in aside
    ]


def live_in_private(make: Make, scene: Scene, visibilities: list[Visibility]) -> None:
    """Let the owner do everything that is nobody else's business."""
    owner, third = scene.visitors["owner"], make.user(username="vertraut", confirmed=False)
    assert owner is not None
    with make.session() as session:
        known = session.get_one(
            ExerciseDefinition,
            scene.things["exercise_id"],
            options=[selectinload(ExerciseDefinition.levels)],
        )
    entries = [(known, [("Leicht", 77), ("Schwer", 66)])]
    for visibility in visibilities:
        for _ in range(3):
            make.workout(
                athlete=owner, title=SECRET, note=SECRET, visibility=visibility, exercises=entries
            )
    make.workout(athlete=owner, title=SECRET, is_template=True, exercises=entries)
    make.exercise(owner=owner, title=SECRET, archived=True)
    with make.session() as session:
        session.add(Block(blocker_id=owner.id, blocked_id=third.id))
        session.add(UserSession(user_id=owner.id, token_hash="x" * 64, user_agent=SECRET))
        stored = session.get_one(User, owner.id)
        stored.pending_email = "geheimsache@example.org"
        stored.email = "anders@example.org"
    make.message(owner, third, SECRET)


@pytest.mark.parametrize(
    ("visitor", "visibilities"),
    [
        ("anonymous", [Visibility.PRIVATE, Visibility.FOLLOWERS, Visibility.ALL]),
        ("unconfirmed", [Visibility.PRIVATE, Visibility.FOLLOWERS]),
        ("stranger", [Visibility.PRIVATE, Visibility.FOLLOWERS]),
        ("follower", [Visibility.PRIVATE]),
        ("blocked", [Visibility.PRIVATE, Visibility.FOLLOWERS, Visibility.ALL]),
    ],
)
def test_a_private_life_changes_nothing_for_others(
    app: Flask, make: Make, scene: Scene, visitor: str, visibilities: list[Visibility]
) -> None:
    before = seen_by(app, scene, visitor)
    live_in_private(make, scene, visibilities)
    after = seen_by(app, scene, visitor)
    assert set(after) == set(before)
    assert [url for url in before if before[url] != after[url]] == []
    assert not [url for url, text in after.items() if SECRET in text and SECRET not in url]


def test_what_is_shared_is_seen(app: Flask, make: Make, scene: Scene) -> None:
    before = seen_by(app, scene, "follower")
    owner = scene.visitors["owner"]
    assert owner is not None
    make.workout(athlete=owner, visibility=Visibility.FOLLOWERS, title="Für euch")
    after = seen_by(app, scene, "follower")
    changed = {url for url, text in after.items() if before.get(url) != text}
    assert {"/", "/user/owner"} <= changed
