"""The profile: what athletes say about themselves, and their picture."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from project.enums import Visibility
from project.models import Follower, User
from project.services.account import pictures
from tests.support.http import Page, Site, values_of
from tests.support.images import HOSTILE, picture
from tests.support.make import Make

pytestmark = pytest.mark.integration

EDIT = "/auth/edit_profile"


def files(app: Flask) -> set[str]:
    folder = Path(app.config["UPLOAD_FOLDER"])
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


@pytest.fixture(autouse=True)
def empty_folder(app: Flask) -> None:
    for name in files(app):
        (Path(app.config["UPLOAD_FOLDER"]) / name).unlink()


def upload(site: Site, data: bytes, *, status: int = 200, **changed: str) -> Page:
    """Send the form as it stands with a picture; encoded here, as the client leaves files open."""
    values: dict[str, Any] = {name: site_values[0] for name, site_values in _form(site).items()}
    values |= changed | {"picture": FileStorage(BytesIO(data), "avatar.png")}
    boundary, body = encode_multipart(values)
    response = site.client.post(
        EDIT,
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
        follow_redirects=True,
    )
    assert response.status_code == status, response.get_data(as_text=True)[:2000]
    return Page(response)


def _form(site: Site) -> dict[str, list[str]]:
    page = site.open(EDIT)
    return values_of(page.form(EDIT))


@pytest.mark.database
def test_everything_is_stored_and_shown(site: Site, make: Make, alice: User) -> None:
    page = site.sign_in(alice).open(EDIT)
    values = {
        "username": "Alice.B",
        "about_me": "Handstand\r\nin Ulm",
        "timezone": "America/New_York",
        "default_visibility": "private",
        "approves_followers": "y",
        "mails_about_messages": "y",
    }
    page = site.submit(page, values, action=EDIT)
    assert (page.path, page.heading) == ("/user/Alice.B", "Alice.B")
    assert page.flashes() == ["Gespeichert."]
    stored = make.fresh(alice)
    assert stored is not None
    assert (stored.username, stored.username_key) == ("Alice.B", "alice.b")
    assert stored.about_me == "Handstand\nin Ulm"
    assert (stored.timezone, stored.default_visibility) == ("America/New_York", "private")
    assert (stored.approves_followers, stored.mails_about_messages) == (True, True)
    again = site.open(EDIT)
    assert again.value("timezone") == "America/New_York"
    assert again.value("default_visibility") == "private"
    assert again.value("approves_followers")


@pytest.mark.database
def test_who_no_longer_decides_lets_in_those_who_wait(site: Site, make: Make, alice: User) -> None:
    dana = make.user(username="dana", approves_followers=True)
    make.workout(athlete=dana, title="Im Park", visibility=Visibility.FOLLOWERS)
    theirs = Site(site.app).sign_in(alice)
    theirs.submit(theirs.open("/user/dana"), action="/follow/dana")
    site.sign_in(dana)
    site.submit(site.open(EDIT), {"about_me": "neu"}, action=EDIT)
    assert make.count(Follower, followed_id=dana.id, accepted=False) == 1
    site.submit(site.open(EDIT), {"approves_followers": None}, action=EDIT)
    assert make.count(Follower, followed_id=dana.id, accepted=True) == 1
    assert "alice" not in site.open("/notifications/list").text
    assert "Im Park" in theirs.open("/").text
    assert "hat deine Anfrage angenommen" in theirs.open("/notifications/list").text
    data = {row["name"]: row["data"] for row in theirs.client.get("/notifications").get_json()}
    assert data == {"follow_accepted": 1}


@pytest.mark.database
def test_saving_without_a_change_changes_nothing(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    site.submit(site.open(EDIT), action=EDIT)
    stored = make.fresh(alice)
    assert stored is not None
    assert (stored.username, stored.image_file) == ("alice", "default.jpg")
    assert (stored.timezone, stored.default_visibility) == ("Europe/Berlin", "followers")
    assert (stored.approves_followers, stored.mails_about_messages) == (False, False)


@pytest.mark.database
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", ""),
        ("username", "ab"),
        ("username", "x" * 65),
        ("username", "Zoë"),
        ("username", "-anna"),
        ("username", "admin"),
        ("username", "BOB"),
        ("username", "a\x00bc"),
        ("about_me", "x" * 281),
        ("about_me", "a\u202eb"),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../../etc/passwd"),
        ("timezone", ""),
        ("default_visibility", "friends"),
        ("default_visibility", ""),
    ],
)
def test_wrong_values_are_refused_at_their_field(
    site: Site, make: Make, alice: User, field: str, value: str
) -> None:
    make.user(username="bob")
    site.sign_in(alice)
    page = site.submit(site.open(EDIT), {"about_me": "neu", field: value}, action=EDIT, status=422)
    assert page.error(field), page.text
    stored = make.fresh(alice)
    assert stored is not None
    assert (stored.username, stored.about_me, stored.timezone) == ("alice", "", "Europe/Berlin")


@pytest.mark.database
def test_a_name_can_change_its_case(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    site.submit(site.open(EDIT), {"username": "ALICE"}, action=EDIT)
    stored = make.fresh(alice)
    assert stored is not None
    assert (stored.username, stored.username_key) == ("ALICE", "alice")


@pytest.mark.database
def test_a_name_that_became_reserved_can_stay(site: Site, make: Make) -> None:
    user = make.user(username="messages")
    site.sign_in(user).submit(site.open(EDIT), {"about_me": "bleibt"}, action=EDIT)
    stored = make.fresh(user)
    assert stored is not None
    assert stored.about_me == "bleibt"


@pytest.mark.database
def test_an_unknown_stored_zone_stays_until_it_is_changed(site: Site, make: Make) -> None:
    user = make.user(username="fred", timezone="Etc/GMT+3")
    page = site.sign_in(user).open(EDIT)
    assert page.value("timezone") == "Etc/GMT+3"
    site.submit(page, action=EDIT)


def test_zones_of_europe_come_first(site: Site, alice: User) -> None:
    page = site.sign_in(alice).open(EDIT)
    groups = [str(tag["label"]) for tag in page.html.select("#timezone optgroup")]
    assert groups[0] == "Europe"
    assert groups[-1] == "UTC"
    assert len(page.response.get_data()) < 60_000


def test_a_picture_is_stored_served_and_replaced(
    site: Site, app: Flask, make: Make, alice: User
) -> None:
    upload(site.sign_in(alice), picture("JPEG"))
    first = make.fresh(alice)
    assert first is not None
    assert files(app) == {pictures.file_name(first.image_file, size) for size in (125, 250)}
    shown = site.open("/user/alice").html.select_one(".profile img")
    assert shown
    response = site.client.get(str(shown["src"]))
    assert (response.status_code, response.mimetype) == (200, "image/webp")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    with Image.open(BytesIO(response.get_data())) as image:
        assert image.size == (250, 250)
    response.close()
    upload(site, picture("PNG"))
    second = make.fresh(alice)
    assert second is not None
    assert second.image_file != first.image_file
    assert files(app) == {pictures.file_name(second.image_file, size) for size in (125, 250)}


def test_a_picture_can_be_removed(site: Site, app: Flask, make: Make, alice: User) -> None:
    upload(site.sign_in(alice), picture())
    site.submit(site.open(EDIT), {"remove_picture": "y"}, action=EDIT)
    stored = make.fresh(alice)
    assert stored is not None
    assert stored.image_file == "default.jpg"
    assert files(app) == set()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_at_the_field(
    site: Site, app: Flask, make: Make, alice: User, name: str
) -> None:
    page = upload(site.sign_in(alice), HOSTILE[name], status=422, about_me="neu")
    assert page.error("picture")
    assert page.value("about_me") == "neu"
    stored = make.fresh(alice)
    assert stored is not None
    assert (stored.image_file, stored.about_me) == ("default.jpg", "")
    assert files(app) == set()


def test_a_picture_that_is_too_large_costs_nothing_that_was_typed(site: Site, alice: User) -> None:
    page = upload(site.sign_in(alice), b"\0" * 7_500_000, status=422, about_me="lang getippt")
    assert page.error("picture") == "Das Bild ist zu groß: höchstens 5 MB."
    assert page.value("about_me") == "lang getippt"
    assert "höchstens 5 MB" in page.text


def test_a_body_that_is_far_too_large_is_not_read_and_names_the_same_limit(
    site: Site, alice: User
) -> None:
    page = upload(site.sign_in(alice), b"\0" * 26_000_000, status=413)
    assert "Das Bild ist zu groß: höchstens 5 MB." in page.text


@pytest.mark.database
def test_a_refused_name_leaves_no_picture_behind(
    site: Site, app: Flask, make: Make, alice: User, bob: User
) -> None:
    page = upload(site.sign_in(alice), picture(), status=422, username="bob")
    assert page.error("username") == "Diesen Namen hat schon jemand."
    assert files(app) == set()


def test_initials_stand_for_a_missing_picture(site: Site, make: Make, bob: User) -> None:
    make.user(username="max.muster")
    shown = site.sign_in(bob).open("/user/max.muster").html.select_one(".profile img")
    assert shown
    response = site.client.get(str(shown["src"]))
    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
    assert ">MM</text>" in response.get_data(as_text=True)
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    for odd in ("style", "script", "href"):
        assert odd not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    [
        "/pictures/initials/abc-1.svg",
        "/pictures/initials/a-1.svg",
        "/pictures/initials/%3Cg-1.svg",
        "/pictures/initials/AB-12.svg",
        "/pictures/initials/AB--1.svg",
        "/pictures/default.jpg/125",
        "/pictures/..%2f..%2fconfig.py/125",
        f"/pictures/{'0' * 32}.webp/126",
        f"/pictures/{'0' * 32}.webp/99999999999999999999",
        f"/pictures/{'0' * 31}A.webp/125",
    ],
)
def test_other_addresses_have_no_picture(site: Site, alice: User, path: str) -> None:
    site.sign_in(alice)
    assert site.client.get(path).status_code == 404


def test_a_lost_file_is_a_plain_picture_for_a_while(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    response = site.client.get(f"/pictures/{'0' * 32}.webp/125")
    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
    assert response.headers["Cache-Control"] == "private, max-age=60"


def test_pictures_are_for_athletes_only(site: Site, app: Flask, make: Make, alice: User) -> None:
    upload(site.sign_in(alice), picture())
    stored = make.fresh(alice)
    assert stored is not None
    response = Site(app).client.get(f"/pictures/{stored.image_file}/125")
    assert response.status_code == 303


@pytest.mark.database
def test_sweeping_removes_what_nobody_uses(
    site: Site, app: Flask, make: Make, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "ORPHAN_AGE", -60)
    upload(site.sign_in(alice), picture())
    used = files(app)
    orphan = Path(app.config["UPLOAD_FOLDER"]) / f"{'a' * 32}-125.webp"
    orphan.write_bytes(b"left behind")
    result = app.test_cli_runner().invoke(args=["pictures", "sweep"])
    assert (result.exit_code, result.output) == (0, "1 files removed\n")
    assert files(app) == used
    assert make.count(Follower) == 0
