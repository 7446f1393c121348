"""An athlete's page shows the ladders they chose, to those who may see them."""

import pytest
from sqlalchemy import update

from project.models import ExerciseDefinition, User, Workout
from project.queries.training import progression as queries
from project.rules.account.days import Calendar
from tests.support.diary import LEVELS, Diary, done
from tests.support.http import Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def push(make: Make, alice: User, diary: Diary) -> ExerciseDefinition:
    """Alice shows where she is on one ladder; of another one nobody learns."""
    chosen = make.exercise(owner=alice, title="Liegestütze", levels=LEVELS, on_profile=True)
    other = make.exercise(owner=alice, title="Dips", levels=LEVELS)
    make.exercise(owner=alice, title="weg", levels=LEVELS, on_profile=True, archived=True)
    make.exercise(owner=alice, title="nie trainiert", levels=LEVELS, on_profile=True)
    diary.log(0, (chosen, done("Voll", 8, 8, 8)), (other, done("Knie", 5)))
    return chosen


def ladders(site: Site, viewer: User) -> list[str]:
    return site.sign_in(viewer).open("/user/alice").texts(".ladder-card")


def test_a_ladder_is_chosen_on_its_page_and_taken_back_on_the_profile(
    site: Site, make: Make, alice: User, diary: Diary
) -> None:
    push = make.exercise(owner=alice, title="Liegestütze", levels=LEVELS)
    diary.log(0, (push, done("Knie", 8, 8, 8)))
    site.sign_in(alice)
    assert (
        "Du kannst hier zeigen, wie weit du auf einer Leiter bist" in site.open("/user/alice").text
    )
    page = site.submit(site.open(f"/exercises/{push.id}"), action="profile")
    assert page.flashes() == ["Dein Profil zeigt jetzt, wie weit du auf dieser Leiter bist."]
    assert "Nicht mehr auf dem Profil zeigen" in page.text
    page = site.open("/user/alice")
    assert page.texts(".ladder-card") == ["Liegestütze Stufe 1/3 · Knie Nicht mehr zeigen"]
    page = site.submit(page, action=f"exercise/{push.id}/profile")
    assert (page.heading, page.texts(".ladder-card")) == ("alice", [])


def test_others_see_how_far_and_nothing_of_the_log(
    site: Site, bob: User, push: ExerciseDefinition
) -> None:
    assert ladders(site, bob) == ["Liegestütze Stufe 2/3 · Voll"]
    assert not site.open("/user/alice").html.select(".why, .evidence")


@pytest.mark.usefixtures("push")
def test_who_decides_about_followers_shows_ladders_to_them_alone(
    site: Site, make: Make, alice: User, bob: User, charlie: User
) -> None:
    with make.session() as session:
        session.get_one(User, alice.id).approves_followers = True
    make.follow(bob, alice)
    make.follow(charlie, alice, accepted=False)
    assert len(ladders(site, alice)) == 1
    assert len(ladders(site, bob)) == 1
    assert ladders(site, charlie) == []


def test_unconfirmed_and_blocked_athletes_see_none(
    site: Site, make: Make, alice: User, bob: User, push: ExerciseDefinition
) -> None:
    assert ladders(site, make.user(username="neu", confirmed=False)) == []
    make.block(alice, bob)
    site.sign_in(bob).open("/user/alice", status=404)


def test_a_copy_is_not_shown_because_its_source_is(
    site: Site, make: Make, bob: User, push: ExerciseDefinition
) -> None:
    site.sign_in(bob).post(f"/copy_exercise/{push.id}")
    assert make.count(ExerciseDefinition, user_id=bob.id, on_profile=False) == 1


def test_further_pages_and_many_ladders_cost_no_more(
    site: Site, make: Make, alice: User, diary: Diary, count_queries: QueryCounter
) -> None:
    for _ in range(14):
        shown = make.exercise(owner=alice, levels=LEVELS, on_profile=True)
        diary.log(0, (shown, done("Knie", 5)))
    assert len(ladders(site, make.user())) == 12
    with count_queries.expect(6):
        site.open("/user/alice")


def test_another_time_zone_moves_the_days_at_once(
    site: Site, make: Make, alice: User, diary: Diary, count_queries: QueryCounter
) -> None:
    push = make.exercise(owner=alice, levels=LEVELS)
    diary.log(8 / 24, (push, done("Knie", 5)))  # Tuesday in Europe, Monday in New York
    with make.session() as session:
        session.execute(update(Workout).values(timezone=None))  # before the zone was kept
    page = site.sign_in(alice).open("/auth/edit_profile")
    site.submit(page, {"timezone": "America/New_York"}, action="edit_profile")
    with make.session():
        (glance,) = queries.glances(alice.id, Calendar("America/New_York"))
    assert glance.overview.last_day is not None
    assert glance.overview.last_day.isoformat() == "2026-09-07"
    with count_queries.expect(4):  # nothing is worked out anew
        site.open("/progress")


def test_another_beginning_of_the_day_moves_what_was_done_after_midnight(
    site: Site, make: Make, alice: User, diary: Diary, count_queries: QueryCounter
) -> None:
    push = make.exercise(owner=alice, levels=LEVELS)
    diary.log(8.5 / 24, (push, done("Knie", 5)))  # half past midnight on Tuesday
    page = site.sign_in(alice).open("/auth/edit_profile")
    assert page.value("day_begins_at") == "0"
    site.submit(page, {"day_begins_at": "4"}, action="edit_profile")
    with make.session():
        (glance,) = queries.glances(alice.id, Calendar("Europe/Berlin", 4))
    assert glance.overview.last_day is not None
    assert glance.overview.last_day.isoformat() == "2026-09-07"
    with count_queries.expect(4):  # nothing is worked out anew
        site.open("/progress")
    page = site.open("/auth/edit_profile")
    assert page.value("day_begins_at") == "4"
    site.submit(page, {"day_begins_at": "7"}, action="edit_profile", status=422)
