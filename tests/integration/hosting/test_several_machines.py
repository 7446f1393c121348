"""Two app servers serve one site, whatever happens to the database and to Redis."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from project.settings import ROOT
from tests.integration.hosting.conftest import Member
from tests.support import buckets, hosting
from tests.support.hosting import KEYS, Installation, install_another
from tests.support.http import values_of
from tests.support.machines import Machine, Traffic, machines, redis_server, wait_until
from tests.support.remote import RemoteSite
from tests.support.servers import (
    DatabaseServer,
    make_database,
    mariadb_server,
    postgres_server,
    postgres_standby,
)
from tests.support.smtp import MailServer, free_port

pytestmark = pytest.mark.hosting

Two = list[Machine]


@pytest.fixture(scope="module")
def installations(place: Path, installation: Installation) -> list[Installation]:
    return [installation, install_another(place / "second", installation.python)]


@pytest.fixture(params=["folder"])
def pictures(request: pytest.FixtureRequest, place: Path, tmp_path: Path) -> dict[str, str]:
    """Return the settings that say where pictures are: in a folder that all mount, or a bucket."""
    if request.param == "folder":
        return {"UPLOAD_FOLDER": str(place / f"{tmp_path.name}-shared")}
    store: buckets.Store = request.getfixturevalue("bucket_store")
    return store.settings()


@pytest.fixture
def common(mails: MailServer, pictures: dict[str, str]) -> dict[str, str]:
    """Return the settings that all machines of a site share."""
    return KEYS | {
        "APP_BASE_URL": "http://127.0.0.1",
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(mails.port),
        "SESSION_COOKIE_SECURE": "0",
        **pictures,
    }


def migrated(server: DatabaseServer, installation: Installation, settings: dict[str, str]) -> str:
    """Make the database and its tables; return its address."""
    url = server.url.format(worker="machines")
    make_database(url)
    installation.flask("upgrade", **settings, DATABASE_URL=url)
    return url


@pytest.fixture(params=[mariadb_server, postgres_server], ids=["mariadb", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[DatabaseServer]:
    with request.param() as server:
        yield server


@pytest.fixture
def two(
    place: Path,
    tmp_path: Path,
    installations: list[Installation],
    common: dict[str, str],
    database: DatabaseServer,
) -> Iterator[Two]:
    url = migrated(database, installations[0], common)
    settings = common | {"DATABASE_URL": url}
    with machines(place / tmp_path.name, installations, settings) as found:
        yield found


def add_exercise(visitor: RemoteSite, title: str) -> int:
    """Send the form of a new exercise; return the answer's status."""
    answer = visitor.get("/add_exercise")
    if answer.status != 200:
        return answer.status
    form = values_of(answer.page.form())
    return visitor.post("/add_exercise", {**form, "title": title, "progressions": "Eins"}).status


def titles(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = list(connection.scalars(text("SELECT title FROM exercises")))
    engine.dispose()
    return found


def tries(visitor: RemoteSite, name: str, number: int) -> list[int]:
    """Try wrong passwords; return the answers' statuses."""
    page = visitor.open("/auth/login")
    form = {"csrf_token": page.value("csrf_token"), "username": name, "password": "falsch"}
    return [visitor.post("/auth/login", form).status for _ in range(number)]


@pytest.mark.parametrize(
    ("database", "pictures"),
    [(mariadb_server, "folder"), (postgres_server, "bucket")],
    ids=["mariadb-folder", "postgres-bucket"],
    indirect=True,
)
def test_who_signs_in_on_one_machine_goes_on_on_the_other(
    two: Two, member: Member, database: DatabaseServer
) -> None:
    first, second = two
    name = f"anna-{first.base[-5:]}"
    here = member(first.base, name)
    there = here.at(second.base)

    assert add_exercise(there, "Klimmzüge") == 303
    assert "Klimmzüge" in here.open("/exercises?user=mine").text
    with (ROOT / "project/static/img/icon-192.png").open("rb") as picture:
        page = here.open("/auth/edit_profile")
        page = here.submit(page, {"picture": picture}, action="edit_profile")
    address = next(
        str(tag["src"])
        for tag in page.html.select("img[src$='/125']")
        if "initials" not in tag["src"]
    )
    shown = [each.get(address) for each in (here, there)]
    assert [answer.headers.get_content_type() for answer in shown] == ["image/webp"] * 2
    assert shown[0].body == shown[1].body

    token = there.open("/workouts").value("csrf_token")
    assert there.post("/auth/logout", {"csrf_token": token}).status == 303
    assert here.get("/workouts").status == 303, "signed out everywhere"

    stranger = RemoteSite(first.base)
    assert tries(stranger, name, 3) == [422] * 3
    assert tries(stranger.at(second.base), name, 3) == [422, 422, 429]
    assert tries(stranger, name, 1) == [429], "one count for both"


def writer(visitor: RemoteSite, stored: list[str]) -> Callable[[], int]:
    """Return a visit that stores something and remembers what was confirmed."""
    numbers = count()

    def visit() -> int:
        title = f"{visitor.base} {next(numbers)}"
        status = add_exercise(visitor, title)
        if status == 303:
            stored.append(title)
        return status

    return visit


def test_a_restart_of_the_database_under_load_needs_none_of_the_app(
    two: Two, member: Member, database: DatabaseServer
) -> None:
    anna = member(two[0].base, f"bert-{two[0].base[-5:]}")
    before = [each.workers() for each in two]
    stored: list[str] = []
    visits = [writer(anna.at(each.base), stored) for each in two]
    with Traffic().of(visits) as traffic:
        traffic.wait_for(303, 6)
        database.stop()
        traffic.wait_for(503, 4)
        assert {RemoteSite(each.base).get("/readyz").status for each in two} == {503}
        assert {RemoteSite(each.base).get("/healthz").status for each in two} == {200}
        database.start()
        traffic.wait_for(303, 6)
    assert set(traffic.statuses) == {303, 503}, "\n".join(each.errors() for each in two)
    assert [each.workers() for each in two] == before
    found = titles(database.url.format(worker="machines"))
    assert set(stored) <= set(found), "what was confirmed is there"
    assert len(found) == len(set(found)), "and only once"


def test_a_standby_takes_over_without_a_restart_of_the_app(
    place: Path,
    tmp_path: Path,
    installations: list[Installation],
    common: dict[str, str],
    member: Member,
) -> None:
    with ExitStack() as stack:
        primary = stack.enter_context(postgres_server())
        url = make_url(migrated(primary, installations[0], common))
        standby = stack.enter_context(postgres_standby(primary))
        ports = f"{url.port},{make_url(standby.url).port}"
        both = (
            f"postgresql://postgres@/{url.database}?host=127.0.0.1,127.0.0.1&port={ports}"
            "&target_session_attrs=read-write"
        )
        two = stack.enter_context(
            machines(place / tmp_path.name, installations, common | {"DATABASE_URL": both})
        )
        anna = member(two[0].base, "ersatz")
        before = [each.workers() for each in two]
        stored: list[str] = []
        visits = [writer(anna.at(each.base), stored) for each in two]
        with Traffic().of(visits) as traffic:
            traffic.wait_for(303, 6)
            primary.stop()
            traffic.wait_for(503, 2)
            standby.run("pg_ctl", f"--pgdata={standby.folder / 'data'}", "promote")
            traffic.wait_for(303, 6)
        assert set(traffic.statuses) == {303, 503}, "\n".join(each.errors() for each in two)
        assert [each.workers() for each in two] == before
        found = titles(standby.url.format(worker="machines"))
        # Copied without waiting for the standby: the very last ones may be missing.
        assert set(stored[-6:]) <= set(found)
        assert len(found) == len(set(found))


@pytest.mark.parametrize("database", [postgres_server], ids=["postgres"], indirect=True)
def test_redis_counts_for_all_machines_and_may_go_away(
    place: Path,
    tmp_path: Path,
    installations: list[Installation],
    common: dict[str, str],
    database: DatabaseServer,
) -> None:
    url = migrated(database, installations[0], common)
    port = free_port()
    settings = common | {
        "DATABASE_URL": url,
        "RATELIMIT_STORAGE_URI": f"redis://127.0.0.1:{port}/0",
    }
    state = place / f"{tmp_path.name}-redis"
    state.mkdir()
    hosting.give(state)
    with machines(place / tmp_path.name, installations, settings) as (first, second):
        visitor = RemoteSite(first.base)
        other = visitor.at(second.base)
        with redis_server(state, port) as client:
            assert tries(visitor, "anna", 3) == [422] * 3
            assert tries(other, "anna", 3) == [422, 422, 429]
            assert client.keys("*"), "Redis has counted"
        # Five for each of its two processes, however they share the tries.
        assert tries(visitor, "berta", 11)[-1] == 429, "each process counts for itself"
        with redis_server(state, port) as client:
            wait_until(lambda: tries(other, "cleo", 1) != [] and bool(client.keys("*")))
    assert counted(url) == 0, "and the database never did"


def counted(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        number = int(connection.scalar(text("SELECT count(*) FROM rate_limit")) or 0)
    engine.dispose()
    return number
