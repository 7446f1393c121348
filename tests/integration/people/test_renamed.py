"""A name changes hands: forms mean the athlete whose page they were made for."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete

from project.models import Block, Follower, GivenUpName, Message, User, UserSession, utc_now
from tests.support.http import Page, Site, values_of
from tests.support.make import PASSWORD, Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

EDIT = "/auth/edit_profile"


@pytest.fixture
def ben(make: Make) -> User:
    """An athlete who is going to be called Benno."""
    return make.user(username="ben")


@dataclass(frozen=True)
class Name:
    """The name of Ben, which becomes Carla's."""

    make: Make
    ben: User
    carla: User

    def change_hands(self) -> None:
        """Give the name to Carla as it is once nobody keeps it for Ben any more."""
        for athlete, name in ((self.ben, "benno"), (self.carla, "ben")):
            with self.make.session() as session:
                session.get_one(User, athlete.id).username = name


@pytest.fixture
def name(make: Make, ben: User) -> Name:
    return Name(make, ben, make.user(username="carla"))


def rename(site: Site, athlete: User, name: str, *, status: int = 200) -> Page:
    theirs = Site(site.app).sign_in(athlete)
    return theirs.submit(theirs.open(EDIT), {"username": name}, action=EDIT, status=status)


def days_later(days: float) -> time_machine.travel:
    return time_machine.travel(utc_now() + timedelta(days=days), tick=True)


def test_a_message_never_reaches_whoever_took_over_the_name(
    site: Site, make: Make, alice: User, name: Name
) -> None:
    page = site.sign_in(alice).open("/send_message/ben")
    name.change_hands()
    page = site.submit(page, {"message": "Nur für Ben"}, action="/send_message", status=409)
    assert make.count(Message) == 0
    assert page.heading == "benno"
    assert page.value("message") == "Nur für Ben"
    assert page.error("message").startswith("ben heißt jetzt benno. Es ist noch nichts geschehen.")
    page = site.submit(page, action="/send_message")
    assert page.path == "/send_message/benno"
    assert make.count(Message, recipient_id=name.ben.id, body="Nur für Ben") == 1


@pytest.mark.parametrize("taken_over", [False, True])
def test_a_message_to_somebody_who_is_gone_is_given_back(
    site: Site, make: Make, alice: User, name: Name, taken_over: bool
) -> None:
    page = site.sign_in(alice).open("/send_message/ben")
    with make.session() as session:
        session.delete(session.get_one(User, name.ben.id))
    if taken_over:
        with make.session() as session:
            session.get_one(User, name.carla.id).username = "ben"
    page = site.submit(page, {"message": "Bist du\nnoch da?"}, action="/send_message", status=404)
    assert page.heading == "Nicht abgeschickt"
    area = page.html.select_one("textarea[readonly]")
    assert area
    assert area.get_text().strip() == "Bist du\nnoch da?"
    assert make.count(Message) == 0


def test_who_blocks_the_writer_looks_like_somebody_who_is_gone(
    site: Site, make: Make, alice: User, name: Name
) -> None:
    page = site.sign_in(alice).open("/send_message/ben")
    name.change_hands()
    make.block(name.ben, alice)
    page = site.submit(page, {"message": "Hallo"}, action="/send_message", status=404)
    assert page.heading == "Nicht abgeschickt"
    assert "benno" not in page.source
    assert make.count(Message) == 0


@pytest.mark.parametrize(
    "way",
    [
        ("/user/ben", "/follow/ben"),
        ("/people?q=ben", "/follow/ben"),
        ("/block/ben", "/block/ben"),
        ("/send_message/ben/delete", "/send_message/ben/delete"),
    ],
)
def test_no_button_acts_on_whoever_took_over_the_name(
    site: Site, make: Make, alice: User, name: Name, way: tuple[str, str]
) -> None:
    make.message(name.carla, alice)
    page = site.sign_in(alice).open(way[0])
    name.change_hands()
    page = site.submit(page, action=way[1])
    assert page.path == "/user/benno"
    assert page.flashes() == ["ben heißt jetzt benno. Es ist noch nichts geschehen."]
    assert make.count(Follower) == make.count(Block) == 0
    assert make.count(Message, deleted_by_recipient=False) == 1


@pytest.mark.parametrize(
    "way",
    [
        ("/notifications/list", "/followers/ben/accept"),
        ("/notifications/list", "/followers/ben/remove"),
        ("/user/alice/followers", "/followers/ben/remove"),
        ("/user/ben", "/followers/ben/remove"),
        ("/user/ben", "/unfollow/ben"),
        ("/user/alice/following", "/unfollow/ben"),
    ],
)
def test_no_follow_of_the_newcomer_is_accepted_or_ended(
    site: Site, make: Make, alice: User, name: Name, way: tuple[str, str]
) -> None:
    waits = way[0] == "/notifications/list"
    for each in (name.ben, name.carla):
        make.follow(each, alice, accepted=not waits)
        make.follow(alice, each)
    page = site.sign_in(alice).open(way[0])
    name.change_hands()
    page = site.submit(page, action=way[1])
    assert page.flashes() == ["ben heißt jetzt benno. Es ist noch nichts geschehen."]
    for each in (name.ben, name.carla):
        assert make.count(Follower, follower_id=each.id, accepted=not waits) == 1
        assert make.count(Follower, followed_id=each.id) == 1


def test_a_block_is_taken_back_from_whom_the_list_showed(
    site: Site, make: Make, alice: User, name: Name
) -> None:
    for each in (name.ben, name.carla):
        make.block(alice, each)
    page = site.sign_in(alice).open("/blocked")
    name.change_hands()
    site.submit(page, action="/unblock/ben")
    assert make.count(Block, blocked_id=name.carla.id) == 1
    assert make.count(Block, blocked_id=name.ben.id) == 0


def test_every_form_about_somebody_says_who_is_meant(
    site: Site, make: Make, alice: User, ben: User
) -> None:
    make.follow(ben, alice)
    make.message(ben, alice)
    asks, blocked = make.user(username="benita"), make.user(username="bensen")
    make.follow(asks, alice, accepted=False)
    make.block(alice, blocked)
    ids = {"ben": ben.id, "benita": asks.id, "bensen": blocked.id}
    pages = (
        "/user/ben /people?q=ben /user/alice/followers /user/ben/following /blocked /block/ben"
        " /notifications/list /send_message/ben /send_message/ben/delete"
    )
    site.sign_in(alice)
    forms = [
        (str(form["action"]), values_of(form))
        for path in pages.split()
        for form in site.open(path).html.select("form[method=post]")
    ]
    about = [
        (action, ids[name], values.get("person"))
        for action, values in forms
        for name in action.split("/")
        if name in ids
    ]
    assert [each for each in about if each[2] != [str(each[1])]] == []
    parts = {action.split("/")[1] for action, *_ in about}
    assert parts == {"follow", "followers", "block", "unblock", "send_message"}


@pytest.mark.parametrize("person", ["x", "-1", "0", "9" * 40, "٣", "1.5", "2147483648"])
def test_what_is_no_id_means_nobody(
    site: Site, make: Make, alice: User, bob: User, person: str
) -> None:
    site.sign_in(alice)
    site.post("/follow/bob", {"person": person}, status=404)
    site.post("/send_message/bob", {"person": person, "message": "Hallo"}, status=404)
    site.post("/unblock/bob", {"person": person}, status=404)
    assert make.count(Follower) == make.count(Message) == 0


def test_scripts_say_whom_they_mean_by_number_or_text(
    site: Site, make: Make, alice: User, name: Name
) -> None:
    site.sign_in(alice)
    name.change_hands()
    for person in (name.ben.id, str(name.ben.id)):
        answer = site.post_json("/follow/ben", {"person": person}, status=409)
        assert "ben heißt jetzt benno." in str(answer)
    for other in (True, 1.5, [name.ben.id], {"id": name.ben.id}):
        site.post_json("/follow/ben", {"person": other}, status=400)
    assert make.count(Follower) == 0


def test_a_message_that_waited_for_its_athlete_means_the_same_person(
    site: Site, make: Make, name: Name
) -> None:
    make.member(username="anna")
    words = {"username": "anna", "password": PASSWORD}
    site.submit(site.open("/auth/login"), words)
    page = site.open("/send_message/ben")
    with make.session() as session:
        session.execute(delete(UserSession))
    name.change_hands()
    page = site.submit(page, {"message": "Nur für Ben"}, action="/send_message", status=401)
    page = site.submit(page, words, action="/auth/login")
    page = site.submit(page, action="/send_message/ben", status=409)
    assert page.heading == "benno"
    assert page.value("message") == "Nur für Ben"
    assert make.count(Message) == 0


def test_a_name_that_was_given_up_is_kept_for_ninety_days(site: Site, name: Name) -> None:
    rename(site, name.ben, "benno")
    for spelling in ("ben", "BEN"):
        page = rename(site, name.carla, spelling, status=422)
        assert page.error("username") == "Dieser Name ist nicht zu haben. Nimm bitte einen anderen."
    with days_later(89.9):
        rename(site, name.carla, "ben", status=422)
    with days_later(90.1):
        rename(site, name.carla, "ben")
        rename(site, name.carla, "carlotta")
        rename(site, name.ben, "ben", status=422)


def test_its_own_athlete_takes_a_name_back(site: Site, make: Make, ben: User) -> None:
    rename(site, ben, "benno")
    rename(site, ben, "Ben")
    assert make.count(User, username="Ben") == 1
    with make.session() as session:
        assert [row.name_key for row in session.query(GivenUpName)] == ["benno"]


def test_other_letters_of_the_same_name_give_nothing_up(site: Site, make: Make, ben: User) -> None:
    rename(site, ben, "Ben")
    assert make.count(GivenUpName) == 0


def test_nobody_registers_with_a_name_that_is_kept(site: Site, ben: User) -> None:
    rename(site, ben, "benno")
    visitor = Site(site.app)
    form = {
        "username": "ben",
        "email": "new@example.org",
        "password": "drei krumme Stangen",
        "repeat_password": "drei krumme Stangen",
    }
    page = visitor.submit(visitor.open("/auth/register"), form, action="/register", status=422)
    assert page.error("username") == "Dieser Name ist nicht zu haben. Nimm bitte einen anderen."


def test_nobody_collects_names_by_renaming(site: Site, make: Make, ben: User) -> None:
    for number in range(10):
        rename(site, ben, f"ben{number}")
    page = rename(site, ben, "ben10", status=422)
    assert "schon 10-mal geändert" in page.error("username")
    rename(site, ben, "ben3")
    assert make.count(GivenUpName) == 10


def test_links_with_an_old_name_lead_to_its_athlete_for_a_month(
    site: Site, make: Make, alice: User, ben: User
) -> None:
    rename(site, ben, "benno")
    site.sign_in(alice)
    assert site.open("/user/ben").path == "/user/benno"
    assert site.open("/send_message/Ben").path == "/send_message/benno"
    with days_later(30.1):
        fresh = Site(site.app).sign_in(alice)
        fresh.open("/user/ben", status=404)
        fresh.open("/send_message/ben", status=404)


def test_an_old_name_tells_nothing_to_whom_its_athlete_blocks(
    site: Site, make: Make, alice: User, ben: User
) -> None:
    rename(site, ben, "benno")
    make.block(ben, alice)
    site.sign_in(alice).open("/user/ben", status=404)
    site.open("/send_message/ben", status=404)
