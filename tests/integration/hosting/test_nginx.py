"""The whole product behind nginx and gunicorn, with TLS, as deploy/ says, on PostgreSQL."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.integration.hosting.conftest import Member
from tests.support import nginx
from tests.support.hosting import KEYS, Installation
from tests.support.machines import wait_until
from tests.support.nginx import CERTIFICATE, Site, behind_nginx
from tests.support.remote import RemoteSite
from tests.support.servers import make_database, postgres
from tests.support.smtp import MailServer

pytestmark = pytest.mark.hosting


@pytest.fixture(scope="module")
def postgres_settings(installation: Installation, mails: MailServer) -> Iterator[dict[str, str]]:
    with postgres() as pattern:
        url = pattern.format(worker="nginx")
        make_database(url)
        found = KEYS | {
            "DATABASE_URL": url,
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": str(mails.port),
            "RATELIMIT_ENABLED": "0",
        }
        installation.flask("upgrade", **found)
        yield found


@pytest.fixture(scope="module")
def site(
    place: Path, installation: Installation, postgres_settings: dict[str, str]
) -> Iterator[Site]:
    with behind_nginx(place / "nginx", installation, postgres_settings) as running:
        yield running


@pytest.fixture
def visitor(site: Site) -> RemoteSite:
    return RemoteSite(site.secure, certificate=str(CERTIFICATE))


def test_plain_http_leads_to_https(site: Site) -> None:
    answer = RemoteSite(site.plain).get("/workouts?hide_done=1")
    assert answer.status == 301
    assert answer.headers["Location"] == f"{site.secure}/workouts?hide_done=1"


def test_an_athlete_registers_and_stays_signed_in(site: Site, member: Member) -> None:
    anna = member(site.secure, "anna-nginx", str(CERTIFICATE))
    cookie = anna.cookie("__Host-session")
    assert (cookie.path, cookie.secure) == ("/", True)
    page = anna.submit(
        anna.open("/add_exercise"),
        {
            "title": "Klimmzüge über 100 %",
            "description": "",
            "counting_type": "reps",
            "progressions": "Negativ\r\nVoll",
        },
    )
    assert "Klimmzüge über 100 %" in page.text
    assert "Strict-Transport-Security" in anna.get("/").headers


def test_assets_come_from_the_app_until_they_are_published(
    site: Site, visitor: RemoteSite, installation: Installation, postgres_settings: dict[str, str]
) -> None:
    page = visitor.open("/auth/login").html
    # The manifest speaks the reader's language, so the app answers it.
    addresses = [str(tag["href"]) for tag in page.select('link[href^="/static/"]')]
    assert addresses
    addresses += [str(tag["src"]) for tag in page.select("script[src]")]
    host = site.secure
    by_app = {address: visitor.get(host + address) for address in addresses}
    assert {answer.headers["Permissions-Policy"] is None for answer in by_app.values()} == {False}
    installation.flask("static", "publish", "--to", str(site.published), **postgres_settings)
    for address, from_app in by_app.items():
        answer = visitor.get(host + address)
        assert answer.status == 200
        assert answer.body == from_app.body
        assert answer.headers.get_content_type() == from_app.headers.get_content_type(), address
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Permissions-Policy" not in answer.headers, "the app was not asked"
        if not address.endswith(".png"):
            packed = visitor.get(host + address, accept_encoding="gzip")
            assert gzip.decompress(packed.body) == from_app.body
            assert packed.headers["Content-Length"], "compressed once, not for every visitor"
    assert visitor.get("/static/0123456789ab/css/app.css").status == 404


def test_pages_are_compressed_and_kept_by_nobody(visitor: RemoteSite) -> None:
    answer = visitor.get("/", accept_encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert len(answer.body) < 15_000


def test_a_body_that_is_too_large_never_reaches_the_app(visitor: RemoteSite) -> None:
    assert "Calisthenics Progression" in visitor.post("/auth/login", {"username": "a" * 999}).text
    large = visitor.post("/auth/login", {"username": "a" * 6_500_000})
    assert large.status == 413
    assert "Calisthenics Progression" not in large.text


def test_a_picture_that_is_too_large_is_said_at_its_field(
    site: Site, member: Member, tmp_path: Path
) -> None:
    erna = member(site.secure, "erna-nginx", str(CERTIFICATE))
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\0" * 7_500_000)
    with photo.open("rb") as picture:
        values = {"picture": picture, "about_me": "lang getippt"}
        form = erna.open("/auth/edit_profile")
        page = erna.submit(form, values, action="edit_profile", status=422)
    assert page.error("picture") == "Das Bild ist zu groß: höchstens 5 MB."
    assert page.value("about_me") == "lang getippt"


def test_the_log_holds_no_link_that_lets_somebody_in(site: Site, visitor: RemoteSite) -> None:
    token = "W10.ab-C_d.e"
    for path in ("confirm", "confirm_new", "forgot/new"):
        visitor.get(f"/auth/{path}/{token}")
    visitor.get(f"/auth/register?invite={token}")
    visitor.get("/auth/login", referer=f"{site.secure}/auth/forgot/new/{token}")
    visitor.get("/auth/login?next=/workouts")
    log = site.state / "access.log"
    # nginx writes a line once the answer is sent.
    wait_until(lambda: "GET /auth/login?next=/workouts HTTP" in log.read_text())
    assert token not in log.read_text()


def test_slow_visitors_hold_nobody_else_back(site: Site, visitor: RemoteSite) -> None:
    address = urlsplit(site.secure)
    context = ssl.create_default_context(cafile=str(CERTIFICATE))
    slow = []
    try:
        for _ in range(20):
            plain = socket.create_connection(("127.0.0.1", int(address.port or 0)), timeout=10)
            slow.append(context.wrap_socket(plain, server_hostname="localhost"))
            head = (
                f"POST /auth/login HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 9\r\n\r\na"
            )
            slow[-1].sendall(head.encode())
        started = time.monotonic()
        assert visitor.get("/auth/login").status == 200
        assert time.monotonic() - started < 10, "less than the time a slow visitor is given"
    finally:
        for each in slow:
            each.close()


def test_nobody_chooses_where_the_app_is_mounted_or_who_they_are(visitor: RemoteSite) -> None:
    answer = visitor.get("/auth/login", script_name="/evil", x_forwarded_prefix="/evil")
    assert "/evil" not in answer.text
    assert visitor.get("/auth/login", host="evil.example").status in {400, 404, 421}


def test_the_pulse_is_for_all_and_readiness_for_this_machine(visitor: RemoteSite) -> None:
    assert visitor.get("/healthz").text == '{"status":"ok"}\n'
    assert visitor.get("/readyz").text == '{"status":"ok"}\n'


def test_a_reload_answers_everybody(site: Site, visitor: RemoteSite) -> None:
    statuses: list[int] = []
    done = threading.Event()

    def visit() -> None:
        while not done.is_set():
            statuses.append(RemoteSite(site.secure, certificate=str(CERTIFICATE)).get("/").status)

    thread = threading.Thread(target=visit)
    thread.start()
    before = workers(site)
    nginx.reload(site.gunicorn)
    until = time.monotonic() + 30
    while workers(site) & before:
        assert time.monotonic() < until
        time.sleep(0.1)
    done.set()
    thread.join()
    assert set(statuses) == {200}


def workers(site: Site) -> set[int]:
    return set(site.gunicorn.children())


def test_only_the_owner_reads_what_the_app_writes(site: Site, installation: Installation) -> None:
    assert (site.state / "app.sock").is_socket()
    log = installation.root / "logs" / "calisthenics-progression.log"
    assert log.stat().st_mode & 0o007 == 0


def test_below_a_folder_every_address_carries_it(
    place: Path, installation: Installation, postgres_settings: dict[str, str], member: Member
) -> None:
    with behind_nginx(place / "folder", installation, postgres_settings, mount="/train") as site:
        anna = member(site.secure, "anna-train", str(CERTIFICATE))
        assert anna.cookie("__Secure-session").path == "/train"
        page = anna.open("/workouts")
        links = [link for link in page.links() if link.startswith("/")]
        assert links
        assert [link for link in links if not link.startswith("/train")] == []


def test_while_gunicorn_is_away_a_page_says_so(
    place: Path, installation: Installation, postgres_settings: dict[str, str]
) -> None:
    with behind_nginx(place / "away", installation, postgres_settings) as site:
        visitor = RemoteSite(site.secure, certificate=str(CERTIFICATE))
        assert visitor.get("/healthz").status == 200
        site.gunicorn.stop()
        answer = visitor.get("/workouts")
        assert answer.status == 503
        assert answer.headers["Retry-After"] == "60"
        assert "Gleich wieder da" in answer.text
