"""Athletes' pages: explore, search, profiles, following, blocking."""

import pytest

from project.enums import Visibility
from project.models import Block, Follower, User
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = pytest.mark.integration


def titles(page: Page) -> list[str]:
    return [tag.get_text(strip=True) for tag in page.html.select(".workout-card :is(h2, h3)")]


def names(page: Page) -> list[str]:
    return [tag.get_text(strip=True) for tag in page.html.select(".person strong")]


def stats(page: Page) -> list[int]:
    return [int(tag.get_text(strip=True)) for tag in page.html.select(".stat-value")]


@pytest.mark.database
def test_an_athlete_is_followed_and_no_longer_by_buttons(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    page = site.sign_in(alice).open("/user/bob")
    page = site.submit(page, action="/follow/bob")
    assert page.path == "/user/bob"
    assert page.flashes() == ["Du folgst bob."]
    assert make.count(Follower, follower_id=alice.id, followed_id=bob.id, accepted=True) == 1
    site.submit(page, action="/unfollow/bob")
    assert make.count(Follower) == 0


@pytest.mark.database
def test_a_request_is_asked_accepted_and_told(site: Site, make: Make, alice: User) -> None:
    dana = make.user(username="dana", approves_followers=True)
    make.workout(athlete=dana, title="Geheim", visibility=Visibility.FOLLOWERS)
    mine = site.sign_in(alice)
    page = mine.submit(mine.open("/user/dana"), action="/follow/dana")
    assert page.flashes() == ["dana entscheidet, ob du folgen darfst."]
    assert titles(page) == []
    theirs = Site(site.app).sign_in(dana)
    asked = theirs.open("/notifications/list")
    assert names(asked) == ["alice"]
    answered = theirs.submit(asked, action="/followers/alice/accept")
    assert answered.flashes() == ["alice folgt dir jetzt."]
    assert titles(mine.open("/user/dana")) == ["Geheim"]
    assert "hat deine Anfrage angenommen" in mine.open("/notifications/list").text


@pytest.mark.database
def test_a_declined_request_is_gone(site: Site, make: Make, alice: User, bob: User) -> None:
    make.follow(bob, alice, accepted=False)
    site.sign_in(alice)
    page = site.submit(site.open("/notifications/list"), action="/followers/bob/remove")
    assert names(page) == []
    assert make.count(Follower) == 0


@pytest.mark.database
def test_a_request_can_be_taken_back(site: Site, make: Make, alice: User, bob: User) -> None:
    make.follow(alice, bob, accepted=False)
    site.sign_in(alice)
    page = site.open("/user/bob")
    assert "Anfrage zurücknehmen" in page.text
    site.submit(page, action="/unfollow/bob")
    assert make.count(Follower) == 0


@pytest.mark.database
def test_each_reader_sees_their_part_of_a_profile(
    site: Site, make: Make, alice: User, bob: User, charlie: User
) -> None:
    for kind in Visibility:
        make.workout(athlete=alice, title=kind.value, visibility=kind)
    make.workout(athlete=alice, title="Vorlage", is_template=True)
    make.workout(athlete=alice, title="läuft", is_running=True)
    make.follow(bob, alice)
    seen = {}
    for viewer in (alice, bob, charlie):
        page = Site(site.app).sign_in(viewer).open("/user/Alice")
        seen[viewer.username] = (sorted(titles(page)), stats(page))
    assert seen == {
        "alice": (["all", "followers", "private"], [3, 1, 0]),
        "bob": (["all", "followers"], [2, 1, 0]),
        "charlie": (["all"], [1, 1, 0]),
    }


@pytest.mark.database
def test_who_has_not_confirmed_sees_the_basics_and_no_workouts(
    site: Site, make: Make, alice: User
) -> None:
    make.workout(athlete=alice, title="offen")
    ghost = make.user(username="ghost", confirmed=False)
    page = site.sign_in(ghost).open("/user/alice")
    assert (page.heading, titles(page)) == ("alice", [])
    assert page.html.select("main form") == []
    assert site.open("/user/ghost").heading == "ghost"


def test_a_profile_says_who_somebody_is(site: Site, make: Make, bob: User) -> None:
    alice = make.user(username="alice", about_me="<b>Handstand</b> & mehr\nin Ulm")
    page = site.sign_in(bob).open("/user/alice")
    assert "<b>Handstand</b> & mehr in Ulm" in page.text
    assert page.html.select_one(".profile img.avatar-large")
    assert alice.id


@pytest.mark.database
def test_unknown_unconfirmed_and_blocking_athletes_are_not_found(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    make.user(username="ghost", confirmed=False)
    make.block(bob, alice)
    site.sign_in(alice)
    for name in ("nobody", "ghost", "bob"):
        for path in (f"/user/{name}", f"/user/{name}/followers", f"/user/{name}/following"):
            site.open(path, status=404)
        for path in ("follow", "unfollow", "block"):
            site.post(f"/{path}/{name}", status=404)
        site.open(f"/block/{name}", status=404)
        site.open(f"/send_message/{name}", status=404)
    assert make.count(Follower) == 0


def test_nobody_follows_or_blocks_themself(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    site.post("/follow/alice", status=403)
    site.post("/block/alice", status=403)
    site.post("/unfollow/alice")
    assert make.count(Follower) == make.count(Block) == 0


@pytest.mark.database
def test_blocking_asks_first_and_makes_both_invisible(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    make.follow(alice, bob)
    make.follow(bob, alice)
    workouts = [make.workout(athlete=athlete) for athlete in (alice, bob)]
    make.message(bob, alice, "Hallo")
    mine, theirs = site.sign_in(alice), Site(site.app).sign_in(bob)
    question = mine.open("/block/bob")
    assert make.count(Block) == 0
    page = mine.submit(question, action="/block/bob")
    assert page.flashes() == ["bob ist blockiert."]
    assert [tag.get_text() for tag in page.html.select(".person strong")] == ["bob"]
    assert make.count(Follower) == 0
    for visitor, other, workout in ((mine, "bob", workouts[1]), (theirs, "alice", workouts[0])):
        visitor.open(f"/user/{other}", status=404)
        visitor.open(f"/workout/{workout.id}", status=404)
        assert titles(visitor.open("/explore")) == []
        assert names(visitor.open(f"/people?q={other}")) == []
        assert visitor.open("/messages").html.select(".conversation") == []
        assert names(visitor.open("/notifications/list")) == []
    mine.submit(mine.open("/blocked"), action="/unblock/bob")
    mine.open("/user/bob")
    assert len(mine.open("/messages").html.select(".conversation")) == 1


@pytest.mark.database
def test_somebody_who_blocks_me_can_be_unblocked_but_not_found(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    make.block(alice, bob)
    make.block(bob, alice)
    site.sign_in(alice).post("/unblock/bob")
    assert make.count(Block) == 1
    site.post("/unblock/bob", status=404)
    site.open("/user/bob", status=404)


@pytest.mark.database
def test_followers_are_listed_and_removed(
    site: Site, make: Make, alice: User, bob: User, charlie: User
) -> None:
    make.follow(bob, alice)
    make.follow(charlie, alice, accepted=False)
    make.follow(bob, charlie)
    site.sign_in(alice)
    page = site.open("/user/alice/followers")
    assert names(page) == ["bob"]
    assert names(site.open("/user/bob/following")) == ["charlie", "alice"]
    site.submit(page, action="/followers/bob/remove")
    assert make.count(Follower, follower_id=bob.id, followed_id=alice.id) == 0


@pytest.mark.database
def test_people_are_found_by_the_beginning_of_their_name(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    site.sign_in(alice)
    page = site.submit(site.open("/people"), {"q": "BO"}, action="/people")
    assert names(page) == ["bob"]
    site.submit(page, action="/follow/bob")
    assert names(site.open("/people")) == ["bob"]
    assert names(site.open("/people?q=zz")) == []


@pytest.mark.database
@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%ED%A0%80",
        "q=" + "x" * 5000,
        "q=%25",
        "before=1-2-3",
        "before=9" * 20,
        "q=a&q=b",
    ],
)
def test_odd_searches_find_nobody_and_break_nothing(site: Site, alice: User, query: str) -> None:
    site.sign_in(alice).open(f"/people?{query}")


@pytest.mark.database
def test_explore_shows_strangers_and_goes_on_page_by_page(
    site: Site, make: Make, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(site.app.config, "WORKOUTS_PER_PAGE", 2)
    followed = make.user()
    make.follow(alice, followed)
    for number in range(5):
        make.workout(athlete=bob, title=f"b{number}")
        make.workout(athlete=followed, title=f"f{number}")
    page = site.sign_in(alice).open("/explore")
    found = titles(page)
    for _ in range(2):
        page = site.open(neighbour(page, "next"))
        found += titles(page)
    assert found == ["b4", "b3", "b2", "b1", "b0"]
    assert titles(site.open(neighbour(page, "prev"))) == ["b2", "b1"]


def neighbour(page: Page, which: str) -> str:
    link = page.html.select_one(f'.pager [rel="{which}"]')
    assert link is not None
    return str(link["href"])


@pytest.mark.database
@pytest.mark.parametrize(
    "query",
    ["before=x", "before=99999999999999999-1", "after=1-9999999999", "before=1-1", "page=-1"],
)
@pytest.mark.parametrize("path", ["/explore", "/user/bob", "/user/bob/followers"])
def test_places_that_do_not_exist_give_a_page(
    site: Site, make: Make, alice: User, path: str, query: str
) -> None:
    bob = make.user(username="bob")
    make.workout(athlete=bob)
    make.follow(make.user(), bob)
    site.sign_in(alice).open(f"{path}?{query}")


@pytest.mark.database
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_for_any_number_of_rows(
    site: Site, make: Make, alice: User, count_queries: QueryCounter, rows: int
) -> None:
    bob = make.user(username="bob")
    for _ in range(rows):
        other = make.user()
        definition = make.exercise(owner=bob)
        make.workout(athlete=bob, exercises=[(definition, [("Knie", 8)])])
        make.follow(other, bob)
        make.follow(alice, other)
        make.block(alice, make.user())
    site.sign_in(alice)
    for path in ("/explore", "/people", "/user/bob", "/user/bob/followers", "/blocked"):
        site.open(path)
        with count_queries.expect(6):
            site.open(path)
