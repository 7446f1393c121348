"""The whole product behind Apache and Passenger, at / and below a folder, on MariaDB."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from project.settings import ROOT
from tests.integration.hosting.conftest import Member
from tests.support import hosting
from tests.support.hosting import Installation
from tests.support.passenger import Mount, apache
from tests.support.remote import RemoteSite

pytestmark = pytest.mark.hosting

OPERATING = (ROOT / "docs" / "OPERATING.md").read_text(encoding="utf-8")
ADDRESS = re.compile(r'(?:href|src|action|data-[a-z-]*url)="([^"#]*)"')


@pytest.fixture(scope="module")
def mounts(
    installation: Installation, place: Path, settings: dict[str, str]
) -> Iterator[dict[str, Mount]]:
    """Run one Apache with two sites: the app at / and at /train, as deploy/cpanel says."""
    found = {}
    for path in ("/", "/train"):
        docroot = place / f"public_html{path.strip('/')}"
        below = docroot / path.strip("/")
        below.mkdir(parents=True)
        mount = Mount(path, docroot, settings)
        mount.settings = settings | {"APP_BASE_URL": mount.base}
        rules = (ROOT / "deploy" / "cpanel" / "htaccess").read_text()
        if path != "/":
            assert f"s|/maintenance\\.|{path}&|" in OPERATING, "the rules are made as it says"
            rules = re.sub(r"/maintenance\.", rf"{path}\g<0>", rules)
        (below / ".htaccess").write_text(rules)
        (below / "maintenance.html").write_bytes(
            (ROOT / "deploy" / "maintenance.html").read_bytes()
        )
        found[path] = mount
        hosting.give(docroot)
    with apache(place / "apache", installation, list(found.values())):
        yield found


@pytest.fixture(params=["/", "/train"], ids=["root", "folder"])
def mount(request: pytest.FixtureRequest, mounts: dict[str, Mount]) -> Mount:
    found: Mount = mounts[request.param]
    return found


@pytest.fixture
def visitor(mount: Mount) -> RemoteSite:
    return RemoteSite(mount.base)


def test_every_address_on_a_page_leads_below_the_mount(mount: Mount, visitor: RemoteSite) -> None:
    answer = visitor.get("/")
    assert answer.status == 200
    addresses = [each for each in ADDRESS.findall(answer.text) if "://" not in each]
    assert len(addresses) > 8
    prefix = mount.path.rstrip("/") + "/"
    assert [each for each in addresses if not each.startswith(prefix)] == []


def test_assets_come_from_the_app_until_they_are_published(
    mount: Mount, visitor: RemoteSite, installation: Installation
) -> None:
    style, script = (
        next(each for each in ADDRESS.findall(visitor.get("/").text) if each.endswith(ending))
        for ending in ("/css/app.css", "/js/main.mjs")
    )
    host = f"http://127.0.0.1:{mount.port}"
    by_app = visitor.get(host + style, accept_encoding="gzip")
    assert (by_app.status, by_app.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in by_app.headers["Cache-Control"]
    target = mount.docroot / mount.path.strip("/") / "static"
    installation.flask("static", "publish", "--to", str(target), **mount.settings)
    for address, kind in ((style, "text/css"), (script, "text/javascript")):
        by_apache = visitor.get(host + address)
        assert by_apache.status == 200
        assert by_apache.headers.get_content_type() == kind
        assert by_apache.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert by_apache.headers["X-Content-Type-Options"] == "nosniff"
        assert "Permissions-Policy" not in by_apache.headers, "the app was not asked"


def test_an_athlete_registers_trains_and_shows_a_face(mount: Mount, member: Member) -> None:
    name = f"anna{mount.path.strip('/')}"
    anna = member(mount.base, name)
    assert anna.cookie("session").path == mount.path

    page = anna.submit(
        anna.open("/add_exercise"),
        {
            "title": "Liegestütze über 100 %",
            "description": "Größe & «Haltung» 💪",
            "counting_type": "reps",
            "progressions": "Knie\r\nVoll",
        },
    )
    assert "Liegestütze über 100 %" in page.text
    found = anna.open("/exercises?user=mine&q=Liegest%C3%BCtze%20%C3%BCber%20100%20%25")
    assert "Liegestütze über 100 %" in found.text

    upload = {"picture": (ROOT / "project/static/img/icon-192.png").open("rb")}
    with upload["picture"]:
        page = anna.submit(anna.open("/auth/edit_profile"), upload, action="edit_profile")
    address = next(
        str(tag["src"])
        for tag in page.html.select("img[src*='/pictures/']")
        if "initials" not in str(tag["src"])
    )
    shown = anna.get(f"http://127.0.0.1:{mount.port}{address}")
    assert (shown.status, shown.headers.get_content_type()) == (200, "image/webp")

    left = anna.post("/auth/logout", {"csrf_token": page.value("csrf_token")})
    assert left.status == 303
    assert urlsplit(left.headers["Location"]).path.startswith(mount.path)
    assert anna.get("/workouts").status == 303


def test_a_path_is_decoded_once(mount: Mount, member: Member) -> None:
    visitor = member(mount.base, f"bert{mount.path.strip('/')}")
    name = f"%62ert{mount.path.strip('/')}"  # %62 is a b
    assert visitor.get(f"/user/{name}").status == 200
    assert visitor.get(f"/user/{name.replace('%', '%25')}").status == 404
    lost = visitor.get("/user/J%C3%B6rg%20%C3%9C%20100%25")
    assert lost.status == 404
    assert "Hier ist nichts" in lost.text
    assert visitor.get("/nonsense/J%C3%B6rg%20%C3%9C").status == 404


def test_a_page_never_comes_from_another_athletes_cache(mount: Mount, member: Member) -> None:
    suffix = mount.path.strip("/")
    both = {name: member(mount.base, name) for name in (f"cleo{suffix}", f"dora{suffix}")}
    stranger = RemoteSite(mount.base)
    for _ in range(10):
        for name, athlete in both.items():
            answer = athlete.get("/auth/edit_profile")
            others = [other for other in both if other != name]
            assert f'value="{name}"' in answer.text
            assert not [other for other in others if other in answer.text]
            assert answer.headers["Cache-Control"] == "private, no-store"
        assert stranger.get("/auth/edit_profile").status == 303


def test_a_body_that_is_too_large_is_refused_before_the_app_sees_it(
    mount: Mount, visitor: RemoteSite
) -> None:
    page = visitor.open("/auth/login")
    small = visitor.post("/auth/login", {"username": "a" * 5_000_000})
    assert small.status in {400, 413}, "the app's own answer"
    assert "Calisthenics Progression" in small.text
    large = visitor.post("/auth/login", {"username": "a" * 7_000_000})
    assert large.status == 413
    assert page.status == 200


def test_a_picture_that_is_too_large_is_said_at_its_field(
    mount: Mount, member: Member, tmp_path: Path
) -> None:
    erna = member(mount.base, f"erna{mount.path.strip('/')}")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\0" * 7_500_000)
    with photo.open("rb") as picture:
        values = {"picture": picture, "about_me": "lang getippt"}
        form = erna.open("/auth/edit_profile")
        page = erna.submit(form, values, action="edit_profile", status=422)
    assert page.error("picture") == "Das Bild ist zu groß: höchstens 5 MB."
    assert page.value("about_me") == "lang getippt"


@pytest.mark.parametrize(
    ("head", "start"),
    [("Content-Length: 500", ""), ("Transfer-Encoding: chunked", "1ff\r\n")],
    ids=["length", "chunk"],
)
def test_a_form_that_was_cut_off_never_reaches_a_page(
    mount: Mount, visitor: RemoteSite, head: str, start: str
) -> None:
    token = visitor.open("/auth/forgot").value("csrf_token")
    cookie = f"Cookie: session={visitor.cookie('session').value}"
    kind = "Content-Type: application/x-www-form-urlencoded"
    line = f"POST {mount.path.rstrip('/')}/auth/forgot HTTP/1.1"
    lines = [line, f"Host: 127.0.0.1:{mount.port}", "Connection: close", cookie, kind, head]
    body = f"{start}csrf_token={token}&email=anna%40exam"
    with socket.create_connection(("127.0.0.1", mount.port), timeout=30) as connection:
        connection.sendall(("\r\n".join(lines) + f"\r\n\r\n{body}").encode())
        connection.shutdown(socket.SHUT_WR)
        received = b"".join(iter(lambda: connection.recv(65_536), b""))
    # Apache waits for all of it before it asks the app, and answers by itself when that fails.
    by_app = b"Calisthenics" in received
    assert received.startswith(b"HTTP/1.1 400" if by_app else b"HTTP/1.1 500"), received[:300]


def test_apache_compresses_pages_and_hides_what_it_runs(mount: Mount, visitor: RemoteSite) -> None:
    answer = visitor.get("/", accept_encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.body) < 15_000
    assert "X-Powered-By" not in answer.headers
    assert visitor.get("/.env").status == 404
    assert visitor.get("/static/").status in {403, 404}


def test_a_file_closes_the_site_even_when_the_app_cannot_start(
    mount: Mount, visitor: RemoteSite
) -> None:
    switch = mount.docroot / mount.path.strip("/") / "maintenance.on"
    switch.touch()
    try:
        closed = visitor.get("/workouts")
        assert closed.status == 503
        assert "Gleich wieder da" in closed.text
        assert "Permissions-Policy" not in closed.headers, "the app was not asked"
    finally:
        switch.unlink()
    assert visitor.get("/healthz").status == 200
    assert visitor.get("/readyz").text == '{"status":"ok"}\n'
