"""The end of an account: everything of one athlete goes, nothing of anybody else."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from project.enums import CountingType
from project.extensions import db
from project.models import (
    Base,
    Block,
    Enrolment,
    GivenUpName,
    ImportColumn,
    Message,
    OutboxEmail,
    ProgramDay,
    ProgramWorkout,
    User,
    UserSession,
    utc_now,
)
from project.services.account.picture_store import PictureFolder
from project.services.account.pictures import file_name, save_picture
from project.services.people import following, messages
from project.services.site import mail as mail_service
from tests.integration.account.test_signing_in import is_signed_in, log_in
from tests.support.exports import run_a_program
from tests.support.http import Site
from tests.support.mails import outbox
from tests.support.make import PASSWORD, Make

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def dora(make: Make) -> User:
    """An athlete with a password."""
    return make.member(username="dora")


def fill(make: Make, athlete: User, others: list[User]) -> None:
    """Give the athlete a bit of everything, shared with the others in both directions."""
    category = make.category(f"Zug von {athlete.username}")
    pull = make.exercise(owner=athlete, title="Klimmzug", categories=[category])
    plank = make.exercise(owner=athlete, title="Plank", counting_type=CountingType.DURATION)
    template = make.workout(athlete=athlete, exercises=[(pull, [("Knie", 5)])], is_template=True)
    for day in range(3):
        make.workout(
            athlete=athlete,
            exercises=[(pull, [("Knie", 8), ("Voll", 3)]), (plank, [("Voll", 60)])],
            timestamp=utc_now() - timedelta(days=day),
            template_id=template.id,
        )
    blocked = make.user()
    program = run_a_program(make, athlete)
    with make.session() as session:
        session.query(ProgramDay).filter_by(program_id=program.id).update(
            {"template_id": template.id}
        )
        enrolment = session.query(Enrolment).filter_by(program_id=program.id).one()
        session.add(ProgramWorkout(workout_id=template.id + 1, enrolment_id=enrolment.id))
        for other in others:
            following.follow(athlete.id, other.id)
            following.follow(other.id, athlete.id)
            messages.send_message(athlete.id, other.id, "Hallo")
            messages.send_message(other.id, athlete.id, "Selber hallo")
        session.add(Block(blocker_id=athlete.id, blocked_id=blocked.id))


def dump(make: Make, *but: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, but for what counting again may touch."""
    with make.session() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.c))]
            for table in Base.metadata.sorted_tables
            if table.name not in but
        }


def delete(site: Site, password: str = PASSWORD, *, status: int = 200) -> Any:
    page = site.open("/auth/delete_account")
    return site.submit(
        page, {"current_password": password}, action="/auth/delete_account", status=status
    )


def test_everything_goes_and_nobody_elses_log_is_touched(
    site: Site, make: Make, dora: User, alice: User, bob: User
) -> None:
    fill(make, alice, [bob])
    make.imported(athlete=alice)
    before = dump(make, "user", "rate_limit")
    fill(make, dora, [alice, bob])
    make.imported(athlete=dora)
    make.import_of(athlete=dora)
    with make.session() as session:
        session.query(User).filter(User.username.like("athlete%")).filter(
            User.id.not_in(select(Block.blocked_id).where(Block.blocker_id == alice.id))
        ).delete()
        session.add(ImportColumn(user_id=dora.id, header_key="wann", meaning="date"))
    log_in(site)
    delete(site)
    after = dump(make, "user", "rate_limit")
    assert after.pop("email_outbox") != before.pop("email_outbox")
    categories = [row[1] for row in after.pop("exercise_category")]
    assert len(categories) == 3, "categories are shared and stay"
    before.pop("exercise_category")
    assert strip(after.pop("notification")) == strip(before.pop("notification"))
    assert [row[:2] for row in after.pop("given_up_name")] == [("dora", None)]
    assert before.pop("given_up_name") == []
    assert after == before
    assert make.count(User, username="dora") == 0


def strip(notifications: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return (athlete, name, payload) of notifications that say something."""
    return sorted((row[2], row[1], row[4]) for row in notifications if row[4] != "0")


def test_the_page_says_what_will_go(site: Site, make: Make, dora: User, alice: User) -> None:
    fill(make, dora, [alice])
    log_in(site)
    text = site.open("/auth/delete_account").text
    for words in ("3 Trainings", "1 Vorlage", "2 Übungen mit ihren Stufen", "2 Nachrichten"):
        assert words in text


def test_a_wrong_password_deletes_nothing(site: Site, make: Make, dora: User) -> None:
    log_in(site)
    page = delete(site, "falsch", status=422)
    assert page.error("current_password") == "Das ist nicht dein Passwort."
    assert make.count(User) == 1
    assert is_signed_in(site)


def test_asking_deletes_nothing(site: Site, make: Make, dora: User) -> None:
    log_in(site)
    site.open("/auth/delete_account")
    assert make.count(User) == 1


def test_all_devices_are_signed_out_and_old_cookies_stay_worthless(
    app: Flask, site: Site, make: Make, dora: User
) -> None:
    phone = Site(app)
    log_in(phone)
    log_in(site)
    page = delete(site)
    assert page.flashes() == ["Dein Konto ist gelöscht."]
    assert not is_signed_in(site)
    assert not is_signed_in(phone)
    assert make.count(UserSession) == 0
    again = make.member(username="dora")
    assert again.id > dora.id, "an id is never used twice"
    assert not is_signed_in(phone)


def test_the_owner_gets_a_last_mail_and_no_other(site: Site, make: Make, dora: User) -> None:
    with make.session() as session:
        session.add(OutboxEmail(recipient=dora.email, subject="Alt", text="", html=""))
    log_in(site)
    delete(site)
    (mail,) = outbox(make)
    assert (mail.to, mail.subject) == ("dora@example.org", "Dein Konto ist gelöscht")


def test_name_and_address_are_gone_as_soon_as_the_last_mail_is_sent(
    app: Flask, site: Site, make: Make, dora: User, alice: User
) -> None:
    with make.session() as session:
        session.get_one(User, alice.id).mails_about_messages = True
    log_in(site)
    site.post("/send_message/alice", {"message": "Hallo"})
    values = {"email": "dora@neue-adresse.de", "current_password": PASSWORD}
    site.submit(site.open("/auth/change_email"), values)
    site.open(next(m.path for m in outbox(make) if m.to == "dora@neue-adresse.de"))
    send_all(app)
    site.post("/send_message/alice", {"message": "Noch etwas"})
    delete(site)
    assert [mail.to for mail in outbox(make) if mail.to] == [dora.email]
    send_all(app)
    with make.session() as session:
        rows = session.query(OutboxEmail).all()
        kept = [(row.recipient, row.subject, row.text, row.html) for row in rows]
        assert all(row.sent_at for row in rows), "they still count for the hour"
    assert "dora" not in str(kept)


def test_a_last_mail_that_is_given_up_leaves_nothing(
    app: Flask, site: Site, make: Make, dora: User
) -> None:
    log_in(site)
    delete(site)
    with app.app_context():
        letter = mail_service.claim_next(db.session(), "sender", 10)
        assert letter is not None
        db.session.get_one(OutboxEmail, letter.id).created_at -= mail_service.GIVE_UP_AFTER
        mail_service.mark_refused(db.session(), letter, "sender", "550 dora is unknown")
        db.session.commit()
    assert make.count(OutboxEmail) == 0


def test_who_only_claimed_an_address_deletes_no_mail_of_its_owner(
    site: Site, make: Make, dora: User
) -> None:
    site.submit(site.open("/auth/forgot"), {"email": dora.email})
    make.member(
        username="eve", confirmed=False, email="x@unowned.invalid", pending_email=dora.email
    )
    log_in(site, "eve")
    delete(site)
    assert [mail.subject for mail in outbox(make)] == ["Neues Passwort setzen"]


def test_a_sent_mail_keeps_nothing_of_what_it_said(
    app: Flask, site: Site, make: Make, dora: User
) -> None:
    site.submit(site.open("/auth/forgot"), {"email": dora.email})
    send_all(app)
    (mail,) = outbox(make)
    assert (mail.to, mail.subject, mail.text, mail.html) == (
        dora.email,
        "Neues Passwort setzen",
        "",
        "",
    )


def send_all(app: Flask) -> None:
    """Send what waits, as far as the outbox can tell."""
    with app.app_context():
        while (letter := mail_service.claim_next(db.session(), "sender", 99)) is not None:
            mail_service.mark_sent(db.session(), letter, "sender")
        db.session.commit()


def test_the_picture_goes_with_the_account(app: Flask, site: Site, make: Make, dora: User) -> None:
    folder = Path(app.config["UPLOAD_FOLDER"])
    data = BytesIO()
    Image.new("RGB", (300, 300), "teal").save(data, "PNG")
    data.seek(0)
    name = save_picture(data, PictureFolder(folder))
    with make.session() as session:
        session.get_one(User, dora.id).image_file = name
    files = [folder / str(file_name(name, size)) for size in (125, 250)]
    assert all(file.exists() for file in files)
    log_in(site)
    delete(site)
    assert not any(file.exists() for file in files)


def test_an_unconfirmed_athlete_can_leave_too(site: Site, make: Make) -> None:
    make.member(username="eve", confirmed=False)
    log_in(site, "eve")
    delete(site)
    assert make.count(User) == 0
    assert outbox(make) == [], "the address was never theirs for sure"


def test_the_badge_of_who_had_unread_messages_is_right_again(
    site: Site, make: Make, dora: User, alice: User, bob: User
) -> None:
    with make.session():
        messages.send_message(dora.id, alice.id, "Hallo")
        messages.send_message(bob.id, alice.id, "Hallo")
    log_in(site)
    delete(site)
    with make.session() as session:
        fresh = session.get_one(User, alice.id)
        assert fresh.new_messages() == 1
        assert session.scalars(select(Message.sender_id)).all() == [bob.id]
    unread = {row[:2]: row[2] for row in strip(dump(make)["notification"])}
    assert unread[alice.id, "unread_message_count"] == "1"


def test_the_last_admin_stays_and_reads_why(site: Site, make: Make) -> None:
    make.member(username="dora", admin=True)
    log_in(site, "dora")
    page = site.open("/auth/delete_account")
    assert "Du bist der letzte Admin dieser Seite." in page.text
    assert page.html.select("main form") == []
    page = site.post("/auth/delete_account", {"current_password": PASSWORD}, status=409)
    assert "sobald noch jemand Admin ist" in page.text
    assert make.count(User, username="dora") == 1
    assert is_signed_in(site)

    make.user(username="emil", admin=True)
    delete(site)
    assert make.count(User, username="dora") == 0


def test_the_names_of_who_is_gone_are_nobodys_for_a_while(
    site: Site, make: Make, dora: User
) -> None:
    log_in(site)
    site.submit(site.open("/auth/edit_profile"), {"username": "Theodora"}, action="/edit_profile")
    delete(site)
    with make.session() as session:
        kept = {(row.name_key, row.user_id) for row in session.query(GivenUpName)}
    assert kept == {("dora", None), ("theodora", None)}


def test_a_name_that_nobody_ever_saw_is_free_at_once(site: Site, make: Make) -> None:
    make.member(username="dora", confirmed=False)
    log_in(site)
    delete(site)
    assert make.count(User) == make.count(GivenUpName) == 0
