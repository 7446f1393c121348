"""Who tries too often is slowed down, by all processes together, and never for good."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from flask import Flask, g
from sqlalchemy import select

from project import create_app
from project.auth.invitations import invitation_link
from project.config import TestConfig
from project.database import expecting
from project.extensions import db
from project.models import Message, RateLimit, User
from project.services.account.devices import sign_out_everywhere
from project.web.rate_limits import DatabaseStorage
from tests.support.http import Page, Site
from tests.support.make import CHEAP_METHOD, PASSWORD, Make
from tests.support.smtp import free_port, silent_server

pytestmark = pytest.mark.integration


WRONG = "falsches Passwort"
NOON = datetime(2026, 9, 12, 12, tzinfo=UTC)


@pytest.fixture
def limited(config: type[TestConfig], app: Flask) -> Iterator[Flask]:
    """An app on the tests' database that limits, as in production."""
    limited = create_app(type("LimitedConfig", (config,), {"RATELIMIT_ENABLED": True}))
    yield limited
    with limited.app_context():
        db.engine.dispose()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def dora(make: Make) -> User:
    """An athlete with a password."""
    return make.member(username="dora")


def at(app: Flask, address: str) -> Site:
    """A visitor from an address."""
    site = Site(app)
    site.client.environ_base["REMOTE_ADDR"] = address
    return site


def try_login(site: Site, login: str, password: str = WRONG) -> int:
    data = {"username": login, "password": password, "csrf_token": site.csrf_token()}
    return site.client.post("/auth/login", data=data).status_code


def tries(site: Site, login: str, count: int) -> list[int]:
    return [try_login(site, login) for _ in range(count)]


@pytest.mark.database
def test_an_account_is_tried_five_times_a_minute_from_one_address(
    limited: Flask, clock: time_machine.Traveller
) -> None:
    site = at(limited, "192.0.2.1")
    assert tries(site, "athlete0", 7) == [422] * 5 + [429] * 2
    assert try_login(site, "athlete1") == 422, "a club behind one address is not one person"
    assert try_login(at(limited, "192.0.2.2"), "athlete0") == 422, "others are not slowed"
    clock.shift(timedelta(seconds=61))
    assert try_login(site, "athlete0") == 422


@pytest.mark.database
def test_sixty_tries_in_five_minutes_come_from_one_address(
    limited: Flask, clock: time_machine.Traveller
) -> None:
    site = at(limited, "192.0.2.1")
    answers = [try_login(site, f"athlete{number}") for number in range(61)]
    assert answers == [422] * 60 + [429]
    clock.shift(timedelta(minutes=5, seconds=1))
    assert try_login(site, "athlete0") == 422


@pytest.mark.database
def test_an_account_is_tried_twenty_times_a_minute_from_all_addresses(limited: Flask) -> None:
    answers = [try_login(at(limited, f"192.0.2.{number}"), "Dora ") for number in range(1, 24)]
    assert answers == [422] * 20 + [429] * 3


SPELLINGS = [
    "dora@example.org",
    "DORA@Example.org",
    "dora@e\ufe00xample.org",
    "\uff44ora@example.org",
    "  dora@example.org ",
    "dora@\uff45xample.org",
    "dora@example\u3002org",
]


@pytest.mark.database
@pytest.mark.parametrize("as_json", [False, True], ids=["form", "json"])
def test_every_spelling_of_an_address_is_one_account(
    limited: Flask, dora: User, as_json: bool
) -> None:
    def answer(number: int, login: str) -> int:
        site = at(limited, f"192.0.2.{number}")
        data = {"username": login, "password": WRONG}
        headers = {"X-CSRFToken": site.csrf_token()}
        if as_json and number % 2:
            return site.client.post("/auth/login", json=data, headers=headers).status_code
        return site.client.post("/auth/login", data=data, headers=headers).status_code

    answers = [answer(number, login) for number, login in enumerate(SPELLINGS * 3)]
    assert answers == [422] * 20 + [429]


@pytest.mark.database
@pytest.mark.parametrize("spelling", ["DORA", "\uff24ora", "do\uff52a", " dora\u2003"])
def test_every_spelling_of_a_name_is_one_account(limited: Flask, dora: User, spelling: str) -> None:
    tries(at(limited, "192.0.2.9"), "dora", 5)
    assert try_login(at(limited, "192.0.2.9"), spelling) == 429


def test_a_visitor_whose_ipv4_address_is_written_as_ipv6_counts_alone(limited: Flask) -> None:
    tries(at(limited, "::ffff:192.0.2.1"), "nobody", 5)
    assert try_login(at(limited, "192.0.2.1"), "nobody") == 429
    assert try_login(at(limited, "::ffff:192.0.2.2"), "nobody") == 422


def test_an_ipv6_line_counts_as_one_address(limited: Flask) -> None:
    answers = [try_login(at(limited, f"2001:db8:0:1::{n}"), "athlete") for n in range(1, 8)]
    assert answers == [422] * 5 + [429] * 2
    assert try_login(at(limited, "2001:db8:0:2::1"), "athlete") == 422


def test_the_answer_says_how_long_to_wait(limited: Flask, clock: time_machine.Traveller) -> None:
    site = at(limited, "192.0.2.1")
    tries(site, "dora", 5)
    clock.shift(timedelta(seconds=20))
    data = {"username": "dora", "password": WRONG, "csrf_token": site.csrf_token()}
    response = site.client.post("/auth/login", data=data)
    assert response.status_code == 429
    assert 38 <= int(response.headers["Retry-After"]) <= 41
    assert Page(response).heading == "Kurz durchatmen"
    assert site.client.get("/auth/login").status_code == 200, "reading is not limited"


def test_nobody_else_is_told_to_wait(limited: Flask) -> None:
    site = at(limited, "192.0.2.1")
    data = {"username": "dora", "password": WRONG, "csrf_token": site.csrf_token()}
    response = site.client.post("/auth/login", data=data)
    assert response.status_code == 422
    assert "Retry-After" not in response.headers


def sign_in_and_out(site: Site) -> None:
    assert try_login(site, "dora", PASSWORD) == 303
    site.submit(site.open("/auth/settings"), action="/auth/logout")


def use_up(app: Flask, login: str) -> None:
    """Try an account from many addresses, as often as it can be tried in a minute."""
    for number in range(1, 5):
        tries(at(app, f"198.51.100.{number}"), login, 5)
    assert try_login(at(app, "198.51.100.5"), login) == 429


@pytest.mark.database
def test_a_stranger_cannot_lock_the_owner_out(
    limited: Flask, dora: User, clock: time_machine.Traveller
) -> None:
    own = at(limited, "192.0.2.9")
    sign_in_and_out(own)
    for number in range(1, 5):
        tries(at(limited, f"192.0.2.{number}"), "dora", 5)
    assert try_login(at(limited, "192.0.2.8"), "dora", PASSWORD) == 429
    assert try_login(own, "dora", PASSWORD) == 303, "a browser the owner used counts apart"
    clock.shift(timedelta(seconds=61))
    assert try_login(at(limited, "192.0.2.8"), "dora", PASSWORD) == 303


@pytest.mark.database
def test_every_browser_the_owner_signed_out_in_counts_apart(
    limited: Flask, dora: User, clock: time_machine.Traveller
) -> None:
    home, phone = at(limited, "192.0.2.9"), at(limited, "192.0.2.9")
    for site in (home, phone):
        sign_in_and_out(site)
    use_up(limited, "dora")
    assert tries(phone, "dora", 6) == [422] * 5 + [429]
    assert try_login(home, "dora", PASSWORD) == 303


@pytest.mark.database
def test_a_browser_is_nobodys_after_a_new_password(
    limited: Flask, make: Make, dora: User, clock: time_machine.Traveller
) -> None:
    own = at(limited, "192.0.2.9")
    sign_in_and_out(own)
    with make.session() as session:
        sign_out_everywhere(session.get_one(User, dora.id).id)
    use_up(limited, "dora")
    assert try_login(own, "dora", PASSWORD) == 429


@pytest.mark.database
def test_a_browser_of_ones_own_account_gives_no_tries_at_another(
    limited: Flask, make: Make, dora: User, clock: time_machine.Traveller
) -> None:
    make.member(username="erik")
    own = at(limited, "192.0.2.9")
    sign_in_and_out(own)
    use_up(limited, "erik")
    assert try_login(own, "erik") == 429
    assert try_login(own, "dora", PASSWORD) == 303


@pytest.mark.database
def test_a_device_that_was_thrown_out_spends_nothing_of_the_owner(
    limited: Flask, dora: User, clock: time_machine.Traveller
) -> None:
    own, lost = at(limited, "192.0.2.1"), at(limited, "192.0.2.2")
    for site in (lost, own):
        assert try_login(site, "dora", PASSWORD) == 303
    own.post("/auth/sessions/end_others")
    wrong = {"current_password": WRONG, "csrf_token": lost.csrf_token()}
    answers = {
        lost.client.post(path, data=wrong).location
        for path in ("/auth/change_password", "/auth/export", "/auth/delete_account") * 3
    }
    assert answers == {"/auth/login"}
    own.submit(own.open("/auth/export"), {"current_password": WRONG}, status=422)
    use_up(limited, "dora")
    assert try_login(lost, "dora", PASSWORD) == 429, "it is no browser its owner signed out in"


@pytest.mark.database
def test_a_dead_cookie_spends_no_messages(
    limited: Flask, make: Make, dora: User, clock: time_machine.Traveller
) -> None:
    make.user(username="erik")
    own, lost = Site(limited).sign_in(dora), Site(limited).sign_in(dora)
    own.post("/auth/sessions/end_others")
    for _ in range(31):
        data = {"message": "Hallo", "csrf_token": lost.csrf_token()}
        assert lost.client.post("/send_message/erik", data=data).status_code == 401
    assert make.count(Message) == 0
    data = {"message": "Hallo", "csrf_token": own.csrf_token()}
    assert own.client.post("/send_message/erik", data=data).location == "/send_message/erik#end"


def register(
    site: Site,
    username: str,
    password: str = PASSWORD,
    *,
    email: str = "",
    path: str = "/auth/register",
) -> int:
    page = site.open(path)
    values = {
        "username": username,
        "email": email or f"{username}@example.org",
        "password": password,
        "repeat_password": password,
        "default_visibility": "all",
        "csrf_token": page.value("csrf_token"),
    }
    return site.client.post(path, data=values).status_code


@pytest.mark.database
def test_thirty_accounts_an_hour_and_mistakes_do_not_count(limited: Flask, make: Make) -> None:
    def visitor() -> Site:
        return at(limited, "192.0.2.1")

    assert [register(visitor(), "dora", "kurz") for _ in range(4)] == [422] * 4
    answers = [register(visitor(), f"athlete{number}") for number in range(31)]
    assert answers == [303] * 30 + [429]
    assert make.count(User) == 30


@pytest.mark.database
def test_who_was_invited_does_not_count(config: type[TestConfig], app: Flask, make: Make) -> None:
    changes = {"RATELIMIT_ENABLED": True, "REGISTRATION": "invite"}
    invited = create_app(type("InvitedConfig", (config,), changes))
    with invited.app_context():
        path = invitation_link(0).removeprefix("http://localhost")
    answers = {register(at(invited, "192.0.2.1"), f"athlete{n}", path=path) for n in range(32)}
    assert answers == {303}
    with invited.app_context():
        db.engine.dispose()


def test_an_athlete_sends_thirty_messages_an_hour(
    limited: Flask, clock: time_machine.Traveller, make: Make, dora: User
) -> None:
    make.user(username="erik")
    site = Site(limited).sign_in(dora)
    data = {"message": "Hallo", "csrf_token": site.csrf_token()}

    def send() -> int:
        return site.client.post("/send_message/erik", data=data).status_code

    assert [send() for _ in range(31)] == [303] * 30 + [429]
    assert site.client.get("/send_message/erik").status_code == 200, "reading is not limited"
    clock.shift(timedelta(hours=1, seconds=1))
    assert send() == 303


def test_an_athlete_uploads_ten_pictures_an_hour(
    limited: Flask, clock: time_machine.Traveller, dora: User
) -> None:
    site = Site(limited).sign_in(dora)

    def save(picture: bytes) -> int:
        data = {"csrf_token": site.csrf_token(), "picture": (BytesIO(picture), "me.png")}
        return site.client.post("/auth/edit_profile", data=data).status_code

    assert [save(b"no picture") for _ in range(11)] == [422] * 10 + [429]
    data = {"csrf_token": site.csrf_token()}
    assert site.client.post("/auth/edit_profile", data=data).status_code == 422, "without one"


@pytest.mark.database
def test_the_table_tells_nobody_who_did_what(limited: Flask, make: Make) -> None:
    try_login(at(limited, "192.0.2.77"), "dora@example.org")
    with make.session() as session:
        keys = session.scalars(select(RateLimit.key)).all()
    assert len(keys) == 3
    for key in keys:
        assert "192.0.2.77" not in key
        assert "dora" not in key


@pytest.mark.database
def test_the_storage_counts_reads_and_forgets(
    limited: Flask, clock: time_machine.Traveller
) -> None:
    storage = DatabaseStorage("database://")
    with limited.test_request_context():
        assert storage.incr("key", 60) == 1
        assert storage.get("key") == 1
        assert storage.get_expiry("key") == NOON.timestamp() + 60
        g.pop("rate_counts")
        assert storage.get("key") == 1
        assert storage.incr("key", 60, 3) == 4
        storage.clear("key")
        g.pop("rate_counts")
        assert storage.get("key") == 0
        assert storage.incr("key", 60) == 1
        assert storage.reset() == 1
        assert storage.check()


@pytest.mark.database
def test_what_a_page_counts_while_it_writes_belongs_to_its_transaction(limited: Flask) -> None:
    storage = DatabaseStorage("database://")
    with limited.test_request_context(), expecting(writes=True):
        db.session.scalar(select(User.id))
        assert storage.incr("key", 60) == 1
        db.session.rollback()
        db.session.scalar(select(User.id))
        assert storage.incr("key", 60) == 1, "the page failed, so nothing happened"
        db.session.commit()
        assert storage.incr("key", 60) == 2


COUNT = """
import sys
from limits import RateLimitItemPerMinute
from flask import Flask
from project import create_app
from project.config import TestConfig
from project.extensions import limiter
from project.settings import engine_options

class Config(TestConfig):
    SQLALCHEMY_DATABASE_URI = sys.argv[1]
    SQLALCHEMY_ENGINE_OPTIONS = engine_options(sys.argv[1])
    RATELIMIT_ENABLED = True

app = create_app(Config)
sys.stdout.write("ready\\n"); sys.stdout.flush(); sys.stdin.readline()
with app.test_request_context():
    print(sum(limiter.limiter.hit(RateLimitItemPerMinute(25), "one key") for _ in range(20)))
"""


@pytest.mark.database
def test_four_processes_together_let_exactly_the_limit_through(
    app: Flask, database: str, make: Make
) -> None:
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", COUNT, database],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    counts = [int(worker.communicate(timeout=60)[0]) for worker in workers]
    assert sum(counts) == 25
    with make.session() as session:
        assert session.scalars(select(RateLimit.hits)).one() == 80


LOGIN = """
import sys
from project import create_app
from project.config import TestConfig
from project.models.account import user
from project.web import rate_limits

user.PASSWORD_METHOD = sys.argv[3]
rate_limits.REDIS_ANSWERS_WITHIN = 0.2

class Config(TestConfig):
    SQLALCHEMY_DATABASE_URI = "sqlite:///" + sys.argv[1] + "/site.sqlite"
    RATELIMIT_ENABLED = True
    RATELIMIT_STORAGE_URI = "redis://127.0.0.1:" + sys.argv[2]

app = create_app(Config)
with app.app_context():
    from project import db
    from project.models import Base
    Base.metadata.create_all(db.engine)
client = app.test_client()
data = {"username": "nobody-here", "password": "x"}
print([client.post("/auth/login", data=data).status_code for _ in range(7)])
"""


@pytest.mark.parametrize("server", [nullcontext(free_port()), silent_server()], ids=["no", "mute"])
def test_while_redis_is_away_each_process_counts_for_itself(
    tmp_path: Path, server: AbstractContextManager[int]
) -> None:
    with server as port:
        command = [sys.executable, "-c", LOGIN, str(tmp_path), str(port), CHEAP_METHOD]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[422, 422, 422, 422, 422, 429, 429]\n"


def test_who_tries_secret_addresses_is_slowed_down_and_who_knows_one_is_not(
    limited: Flask, clock: time_machine.Traveller, make: Make, alice: User
) -> None:
    program = make.program(owner=alice, share_token="s" * 43)
    guesser, knows = at(limited, "192.0.2.1"), at(limited, "192.0.2.2")
    for number in range(60):
        path = (f"/p/{number:043d}", f"/calendar/{number:043d}.ics", f"/stop_reminders/{number}")
        assert guesser.client.get(path[number % 3]).status_code == 404
    assert guesser.client.get(f"/p/{99:043d}").status_code == 429
    for _ in range(61):
        assert knows.open(f"/p/{program.share_token}").heading == program.title
