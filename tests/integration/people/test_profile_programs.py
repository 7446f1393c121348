"""An athlete's page shows their programs to those who may see them."""

import pytest

from project.enums import Visibility
from project.models import User
from tests.support.http import Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

TITLES = {visibility: f"Programm für {visibility}" for visibility in Visibility}


@pytest.fixture(autouse=True)
def programs(make: Make, alice: User) -> None:
    """One of alice's for each visibility."""
    for visibility, title in TITLES.items():
        make.program(owner=alice, title=title, visibility=visibility.value)


def shown(site: Site, viewer: User, *, status: int = 200) -> set[str]:
    page = site.sign_in(viewer).open("/user/alice", status=status)
    return {title for title in TITLES.values() if title in page.text}


def test_a_stranger_sees_those_for_all(site: Site, bob: User) -> None:
    assert shown(site, bob) == {TITLES[Visibility.ALL]}


def test_a_follower_sees_those_for_followers_too(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    make.follow(bob, alice)
    assert shown(site, bob) == {TITLES[Visibility.ALL], TITLES[Visibility.FOLLOWERS]}


def test_who_only_asked_to_follow_is_a_stranger(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    make.follow(bob, alice, accepted=False)
    assert shown(site, bob) == {TITLES[Visibility.ALL]}


def test_the_athlete_sees_what_others_may_see(site: Site, alice: User) -> None:
    assert shown(site, alice) == {TITLES[Visibility.ALL], TITLES[Visibility.FOLLOWERS]}


@pytest.mark.parametrize("reverse", [False, True])
def test_who_is_blocked_finds_no_page(
    site: Site, make: Make, alice: User, bob: User, reverse: bool
) -> None:
    make.block(*((bob, alice) if reverse else (alice, bob)))
    assert shown(site, bob, status=404) == set()


def test_who_is_not_confirmed_sees_none(site: Site, make: Make) -> None:
    assert shown(site, make.user(confirmed=False)) == set()


def test_a_visitor_is_asked_to_sign_in(site: Site) -> None:
    assert site.open("/user/alice").path == "/auth/login"
