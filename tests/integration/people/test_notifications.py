"""What is new: the poll of the badge, and the page."""

from datetime import timedelta

import pytest
import time_machine

from project.enums import NotificationName
from project.models import User, UserSession, utc_now
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.integration, pytest.mark.database]


def tell(make: Make, athlete: User, **numbers: int) -> None:
    with make.session() as session:
        user = session.get_one(User, athlete.id)
        for name, number in numbers.items():
            user.add_notification(name, number)
            session.flush()


def badge(page: Page) -> str:
    place = page.html.select_one(".account-menu > summary [data-name]")
    assert place
    count = place.select_one("[data-count]")
    assert count
    return "" if place.has_attr("hidden") else count.get_text()


def test_the_poll_answers_what_is_newer_oldest_first(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    tell(make, alice, unread_message_count=2, new_followers=1)
    tell(make, bob, unread_message_count=9)
    site.sign_in(alice)
    news = site.client.get("/notifications?since=0").get_json()
    assert [(each["name"], each["data"]) for each in news] == [
        ("unread_message_count", 2),
        ("new_followers", 1),
    ]
    assert set(news[0]) == {"name", "data", "timestamp"}
    assert news[0]["timestamp"] < news[1]["timestamp"]
    later = site.client.get(f"/notifications?since={news[0]['timestamp']!r}").get_json()
    assert later == news[1:]
    assert site.client.get(f"/notifications?since={news[1]['timestamp']!r}").get_json() == []


@pytest.mark.parametrize("data", [None, "7", [1], {"a": 1}, 2.5, "ü" * 3000])
def test_what_is_no_number_is_told_but_not_counted(
    site: Site, make: Make, alice: User, data: object
) -> None:
    with make.session() as session:
        athlete = session.get_one(User, alice.id)
        athlete.add_notification(NotificationName.NEW_FOLLOWERS, data)
        athlete.add_notification(NotificationName.UNREAD_MESSAGES, data)
        session.flush()
    tell(make, alice, follow_requests=3)
    page = site.sign_in(alice).open("/workouts")
    assert badge(page) == "3"
    told = {one["name"]: one["data"] for one in site.client.get("/notifications").get_json()}
    assert told["new_followers"] == told["unread_message_count"] == data


@pytest.mark.parametrize(
    "since", ["", "nan", "inf", "-inf", "1e999", "abc", "0x10", "1,5", "\u0663x", "-1", "9" * 5000]
)
def test_what_is_no_finite_number_counts_as_zero(
    site: Site, make: Make, alice: User, since: str
) -> None:
    tell(make, alice, new_followers=1)
    site.sign_in(alice)
    response = site.client.get("/notifications", query_string={"since": since})
    assert response.status_code == 200
    assert len(response.get_json()) == 1


def test_a_poll_writes_nothing_and_costs_one_statement(
    site: Site, make: Make, alice: User, count_queries: QueryCounter
) -> None:
    tell(make, alice, unread_message_count=1, new_followers=1, follow_requests=1)
    site.sign_in(alice)
    with make.session() as session:  # so long ago that another page would note the visit
        row = session.query(UserSession).one()
        row.last_used_at = before = utc_now() - timedelta(hours=1)
    with count_queries.watching() as statements:
        site.client.get("/notifications?since=0")
    assert len(statements) == 1
    assert all(each.startswith("SELECT") for each in statements)
    with make.session() as session:
        assert session.query(UserSession).one().last_used_at == before


def test_the_page_tells_of_followers_requests_yeses_and_messages(
    site: Site, make: Make, alice: User, bob: User, charlie: User
) -> None:
    dana = make.user(username="dana")
    make.follow(bob, alice)
    make.follow(charlie, alice, accepted=False)
    make.follow(alice, dana, accepted_at=utc_now())
    tell(make, alice, unread_message_count=3)
    page = site.sign_in(alice).open("/notifications/list")
    assert "3 ungelesene Nachrichten" in page.text
    told = {
        tag.select("strong")[0].get_text(): " ".join(tag.get_text(" ").split())
        for tag in page.html.select(".person")
    }
    assert set(told) == {"bob", "charlie", "dana"}
    assert "folgt dir jetzt" in told["bob"]
    assert "hat deine Anfrage angenommen" in told["dana"]
    assert "Annehmen" in told["charlie"]


def test_nothing_new_says_so(site: Site, alice: User) -> None:
    assert "Nichts Neues" in site.sign_in(alice).open("/notifications/list").text


def test_what_was_seen_is_no_longer_new(
    site: Site, make: Make, alice: User, bob: User, charlie: User
) -> None:
    follower = Site(site.app).sign_in(bob)
    follower.post("/follow/alice")
    page = site.sign_in(alice).open("/notifications/list")
    assert (badge(page), len(page.html.select(".tag-accent"))) == ("1", 1)
    assert badge(site.open("/notifications/list")) == "1"  # looking changes nothing
    page = site.submit(page, action="/notifications/seen")
    assert (badge(page), page.html.select(".tag-accent")) == ("", [])
    with time_machine.travel(utc_now() + timedelta(minutes=1)):
        Site(site.app).sign_in(charlie).post("/follow/alice")
        page = site.open("/notifications/list")
        assert (badge(page), len(page.html.select(".tag-accent"))) == ("1", 1)


def test_requests_stay_until_they_are_answered(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    make.follow(bob, alice, accepted=False)
    tell(make, alice, **{NotificationName.FOLLOW_REQUESTS.value: 1})
    site.sign_in(alice).post("/notifications/seen")
    assert badge(site.open("/notifications/list")) == "1"
