"""Messages: writing, reading, the badge, deleting."""

from datetime import timedelta

import pytest
import time_machine

from project.models import Message, Notification, OutboxEmail, User, utc_now
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = pytest.mark.integration


def bubbles(page: Page) -> list[tuple[str, bool]]:
    return [
        (tag.select(".bubble p")[0].get_text(strip=True), "line-mine" in (tag.get("class") or []))
        for tag in page.html.select(".line-of")
    ]


def conversations(page: Page) -> list[tuple[str, int]]:
    rows = []
    for tag in page.html.select(".conversation"):
        name, unread = tag.select_one("strong"), tag.select_one(".count")
        assert name
        rows.append((name.get_text(strip=True), int(unread.get_text()) if unread else 0))
    return rows


def badge(page: Page) -> int:
    place = page.html.select_one('.inbox [data-name="unread_message_count"]')
    assert place
    count = place.select_one("[data-count]")
    assert count
    assert place.has_attr("hidden") == (count.get_text() == "0")
    return int(count.get_text())


@pytest.mark.database
def test_two_athletes_write_to_each_other(site: Site, make: Make, alice: User, bob: User) -> None:
    mine, theirs = site.sign_in(alice), Site(site.app).sign_in(bob)
    page = mine.submit(
        mine.open("/send_message/bob"), {"message": "Morgen Klimmzüge?"}, action="/send_message"
    )
    assert (page.path, bubbles(page)) == ("/send_message/bob", [("Morgen Klimmzüge?", True)])
    assert badge(theirs.open("/user/bob")) == 1
    inbox = theirs.open("/messages")
    assert (conversations(inbox), badge(inbox)) == ([("alice", 1)], 0)
    assert conversations(theirs.open("/messages")) == [("alice", 0)]
    answered = theirs.submit(
        theirs.open("/send_message/alice"), {"message": "Klar <3\nUm 8"}, action="/send_message"
    )
    assert bubbles(answered) == [("Morgen Klimmzüge?", False), ("Klar <3\nUm 8", True)]
    assert conversations(mine.open("/messages")) == [("bob", 1)]


@pytest.mark.database
def test_the_poll_tells_how_many_are_unread(site: Site, make: Make, alice: User, bob: User) -> None:
    mine, theirs = site.sign_in(alice), Site(site.app).sign_in(bob)
    for _ in range(2):
        mine.submit(mine.open("/send_message/bob"), {"message": "Hallo"}, action="/send_message")
    (news,) = theirs.client.get("/notifications?since=0").get_json()
    assert (news["name"], news["data"]) == ("unread_message_count", 2)
    assert theirs.client.get(f"/notifications?since={news['timestamp']}").get_json() == []
    theirs.open("/messages")
    (news,) = theirs.client.get(f"/notifications?since={news['timestamp']}").get_json()
    assert (news["name"], news["data"]) == ("unread_message_count", 0)


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 1001, "a\x00b", "a\u202eb"])
def test_refused_messages_come_back_with_a_reason(
    site: Site, make: Make, alice: User, bob: User, text: str
) -> None:
    site.sign_in(alice)
    page = site.submit(
        site.open("/send_message/bob"), {"message": text}, action="/send_message", status=422
    )
    assert page.error("message")
    assert make.count(Message) == 0


def test_a_message_that_is_too_long_comes_back_whole(site: Site, alice: User, bob: User) -> None:
    text = "Zeile\n" * 200
    page = site.sign_in(alice).open("/send_message/bob")
    page = site.submit(page, {"message": text}, action="/send_message", status=422)
    assert page.error("message") == "Höchstens 1000 Zeichen."
    assert page.value("message") == text.strip()


def test_a_missing_field_is_refused(site: Site, make: Make, alice: User, bob: User) -> None:
    site.sign_in(alice).post("/send_message/bob", status=422)
    assert make.count(Message) == 0


@pytest.mark.database
def test_a_thousand_characters_of_any_kind_are_stored(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    text = "💪" * 1000
    site.sign_in(alice).submit(
        site.open("/send_message/bob"), {"message": text}, action="/send_message"
    )
    assert make.count(Message, body=text) == 1


def test_nobody_writes_to_themself(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice).open("/send_message/alice", status=403)
    site.post("/send_message/alice", {"message": "Hallo"}, status=403)
    assert make.count(Message) == 0


@pytest.mark.database
def test_a_block_stops_messages_also_from_an_open_page(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    page = site.sign_in(alice).open("/send_message/bob")
    make.block(bob, alice)
    site.submit(page, {"message": "Hallo"}, action="/send_message", status=404)
    assert make.count(Message) == 0


@pytest.mark.database
def test_opening_the_only_unread_conversation_marks_it_read(
    site: Site, make: Make, alice: User, bob: User, charlie: User
) -> None:
    for sender in (bob, charlie):
        other = Site(site.app).sign_in(sender)
        other.submit(
            other.open("/send_message/alice"), {"message": "Hallo"}, action="/send_message"
        )
    site.sign_in(alice)
    # Two conversations are unread: the number stays until the inbox is opened.
    assert badge(site.open("/send_message/bob")) == 2
    assert conversations(site.open("/messages")) == [("charlie", 1), ("bob", 1)]
    other.submit(other.open("/send_message/alice"), {"message": "Noch was"}, action="/send_message")
    assert badge(site.open("/send_message/charlie")) == 0
    assert conversations(site.open("/messages")) == [("charlie", 0), ("bob", 0)]


@pytest.mark.database
def test_an_inbox_without_news_writes_nothing(
    site: Site, make: Make, alice: User, bob: User, count_queries: QueryCounter
) -> None:
    make.message(bob, alice)
    site.sign_in(alice).open("/messages")
    for path in ("/messages", "/send_message/bob", "/notifications/list", "/notifications"):
        with count_queries.watching() as statements:
            site.client.get(path)
        assert [each for each in statements if not each.startswith("SELECT")] == []
        assert len(statements) <= 6


@pytest.mark.database
def test_asking_for_the_head_of_the_inbox_reads_nothing(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    mine, theirs = site.sign_in(alice), Site(site.app).sign_in(bob)
    mine.submit(mine.open("/send_message/bob"), {"message": "Hallo"}, action="/send_message")
    for path in ("/messages", "/send_message/alice"):
        theirs.client.head(path)
    assert badge(theirs.open("/user/bob")) == 1


@pytest.mark.database
def test_a_conversation_with_somebody_called_by_a_number_is_theirs(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    row = make.message(alice, bob)
    number = make.user(username=f"{row.id:03}")
    make.message(alice, number)
    site.sign_in(alice)
    question = site.open(f"/send_message/{number.username}/delete")
    site.submit(question, action=f"/send_message/{number.username}/delete")
    assert conversations(site.open("/messages")) == [("bob", 0)]


@pytest.mark.database
def test_a_message_is_deleted_for_me_alone(site: Site, make: Make, alice: User, bob: User) -> None:
    row = make.message(alice, bob, "weg damit")
    page = site.sign_in(alice).open("/send_message/bob")
    page = site.submit(page, action=f"/messages/{row.id}/delete")
    assert bubbles(page) == []
    theirs = Site(site.app).sign_in(bob)
    assert bubbles(theirs.open("/send_message/alice")) == [("weg damit", False)]


@pytest.mark.database
def test_a_conversation_is_deleted_after_a_question(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    make.message(alice, bob)
    make.message(bob, alice)
    site.sign_in(alice)
    question = site.open("/send_message/bob/delete")
    assert make.count(Message, deleted_by_sender=True) == 0
    page = site.submit(question, action="/send_message/bob/delete")
    assert (page.path, conversations(page)) == ("/messages", [])
    assert make.count(Message) == 2


@pytest.mark.database
def test_strangers_can_neither_read_nor_delete(
    site: Site, make: Make, alice: User, bob: User, charlie: User
) -> None:
    row = make.message(alice, bob, "geheim")
    site.sign_in(charlie)
    for path in ("/messages", "/send_message/alice", "/send_message/bob"):
        assert "geheim" not in site.open(path).text
    for key in (row.id, row.id + 1, 2**40):
        site.post(f"/messages/{key}/delete", status=404)
    assert make.count(Message, deleted_by_sender=False, deleted_by_recipient=False) == 1


@pytest.mark.database
def test_a_long_conversation_is_read_part_by_part(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    for number in range(35):
        make.message(alice, bob, str(number))
    page = site.sign_in(bob).open("/send_message/alice")
    assert [text for text, _ in bubbles(page)] == [str(number) for number in range(5, 35)]
    older = page.html.select_one(".thread-more a")
    assert older
    page = site.open(str(older["href"]))
    assert [text for text, _ in bubbles(page)] == ["0", "1", "2", "3", "4"]
    assert len(page.html.select(".thread-more a")) == 1


@pytest.mark.database
@pytest.mark.parametrize(
    "query", ["before=x", "before=99999999999", "after=9999999999", "before=0", "before=-1"]
)
@pytest.mark.parametrize("path", ["/messages", "/send_message/bob"])
def test_places_that_do_not_exist_give_a_page(
    site: Site, make: Make, alice: User, path: str, query: str
) -> None:
    make.message(make.user(username="bob"), alice)
    site.sign_in(alice).open(f"{path}?{query}")


@pytest.mark.database
def test_mails_about_messages_come_when_wished_once_an_hour(
    site: Site, make: Make, alice: User
) -> None:
    make.user(username="dana", mails_about_messages=True, email="dana@example.org")
    make.user(username="erik")
    site.sign_in(alice)
    start = utc_now()
    for minutes in (0, 30, 61):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            for name in ("dana", "erik"):
                site.post(f"/send_message/{name}", {"message": "Ganz geheim"})
    with make.session() as session:
        mails = session.query(OutboxEmail).all()
        assert [mail.recipient for mail in mails] == ["dana@example.org"] * 2
        assert mails[0].subject == "alice hat dir geschrieben"
        for part in (mails[0].text, mails[0].html):
            assert "http://localhost/send_message/alice" in part
            assert "http://localhost/auth/edit_profile" in part
            assert "geheim" not in part


@pytest.mark.database
@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_any_number_of_messages(
    site: Site, make: Make, alice: User, count_queries: QueryCounter, rows: int
) -> None:
    bob = make.user()
    for _ in range(rows):
        make.message(bob, alice)
        make.message(make.user(), alice)
    with make.session() as session:
        athlete = session.get_one(User, alice.id)
        athlete.add_notification("unread_message_count", 2 * rows)
    site.sign_in(alice)
    with count_queries.expect(8):
        assert badge(site.open("/messages")) == 0
    with count_queries.expect(4):
        site.open("/messages")
    assert make.count(Notification) == 1
