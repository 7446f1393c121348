"""Pictures that athletes give their levels: shown, taken along, and gone with the last level."""

import io
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from project.models import ExerciseDefinition, ProgressionLevel, User
from project.rules import limits
from project.services.account import pictures
from project.services.library import exercises as service
from tests.support.exports import data_of, restore
from tests.support.http import Page, Site, checked, values_of
from tests.support.images import HOSTILE, picture
from tests.support.make import PASSWORD, Make
from tests.support.phone import Phone, start

pytestmark = [pytest.mark.integration, pytest.mark.database]


# Of three levels and three rows to fill in.
FIGURES = [*["planche"] * 3, *[""] * 3]


def files(app: Flask) -> set[str]:
    folder = Path(app.config["UPLOAD_FOLDER"])
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


@pytest.fixture(autouse=True)
def empty_folder(app: Flask) -> None:
    for name in files(app):
        (Path(app.config["UPLOAD_FOLDER"]) / name).unlink()


def files_of(*names: str) -> set[str | None]:
    return {pictures.file_name(name, size) for name in names for size in pictures.SIZES}


def names_of(make: Make, exercise_id: int) -> list[str]:
    with make.session() as session:
        return list(
            session.scalars(
                select(ProgressionLevel.picture)
                .where(ProgressionLevel.exercise_definition_id == exercise_id)
                .order_by(ProgressionLevel.level_order)
            )
        )


def edit(
    site: Site,
    exercise_id: int,
    sent: dict[int, bytes] | None = None,
    changed: Mapping[str, Any] = MappingProxyType({}),
    *,
    status: int = 200,
) -> Page:
    """Send the form as it stands, with pictures for the rows of these numbers.

    Encoded here, as the client leaves files open.
    """
    address = f"/exercise/{exercise_id}/update"
    values: dict[str, Any] = values_of(site.open(address).form()) | dict(changed)
    rows = range(len(values["level_name"]))
    values["level_picture"] = [
        FileStorage(BytesIO((sent or {}).get(row, b"")), "foto.jpg" if row in (sent or {}) else "")
        for row in rows
    ]
    boundary, body = encode_multipart(values)
    response = site.client.post(
        address,
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
        follow_redirects=True,
    )
    return checked(Page(response), status)


@pytest.fixture
def alice(make: Make) -> User:
    """The athlete with a password: it is asked for by what ends an account and by the export."""
    return make.member(username="alice")


@pytest.fixture
def planche(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Planche", levels=["Tuck", "Straddle", "Full"])


@pytest.fixture
def name(site: Site, make: Make, alice: User, planche: ExerciseDefinition) -> str:
    """The picture of alice's second level, who is signed in."""
    edit(site.sign_in(alice), planche.id, {1: picture("JPEG")}, {"level_figure": FIGURES})
    _, name, _ = names_of(make, planche.id)
    return name


def test_a_picture_is_shown_instead_of_the_figure(
    site: Site, planche: ExerciseDefinition, name: str
) -> None:
    assert files(site.app) == files_of(name)
    page = site.open(f"/exercises/{planche.id}")
    straddle = page.html.select(".rung")[1]
    shown = [(str(tag["src"]), tag["loading"], tag["alt"]) for tag in straddle.select("img")]
    assert shown == [
        (f"/pictures/{name}/250", "lazy", ""),
        (f"/pictures/{name}/125", "lazy", ""),
    ]
    assert len(page.html.select('.ladder img[src^="/pictures/"]')) == 2
    answer = site.client.get(shown[0][0])
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    answer.close()


def test_it_is_shown_where_an_athlete_says_where_they_stand(
    site: Site, planche: ExerciseDefinition, name: str
) -> None:
    page = site.open(f"/placement?exercise={planche.id}")
    own = page.html.select(".placement-levels img.figure-own")
    assert [str(tag["src"]) for tag in own] == [f"/pictures/{name}/125"]


def test_it_is_shown_in_the_sheet_of_the_logger(
    site: Site, make: Make, alice: User, planche: ExerciseDefinition, name: str
) -> None:
    workout = make.workout(athlete=alice, exercises=[(planche, [("Straddle", 5)])])
    phone = Phone(site, start(make, alice, workout).id)
    phone.load()
    figures = [level.get("how", {}).get("figure") for level in phone.exercise()["levels"]]
    assert figures[1] == {"own": f"/pictures/{name}/250"}
    assert set(figures[0]) == {"still", "moving"}


def test_another_picture_takes_its_place_and_the_file_goes(
    site: Site, make: Make, planche: ExerciseDefinition, name: str
) -> None:
    edit(site, planche.id, {1: picture("PNG")})
    _, second, _ = names_of(make, planche.id)
    assert second not in {"", name}
    assert files(site.app) == files_of(second)


@pytest.mark.parametrize("field", ["level_unpictured", "level_remove"])
def test_it_goes_by_its_box_or_with_its_level(
    site: Site, make: Make, planche: ExerciseDefinition, name: str, field: str
) -> None:
    edit(site, planche.id, None, {field: [str(planche.levels[1].id)]})
    assert set(names_of(make, planche.id)) == {""}
    assert files(site.app) == set()


@pytest.mark.parametrize("asks", [True, False])
def test_it_stays_where_a_form_says_nothing_of_it(
    site: Site, make: Make, planche: ExerciseDefinition, name: str, asks: bool
) -> None:
    form = site.open(f"/exercise/{planche.id}/update")
    texts: dict[str, list[str]] = (
        {} if asks else {"level_description": [], "level_link": [], "level_figure": []}
    )
    site.submit(form, {"title": "Planche an Ringen", **texts})
    assert names_of(make, planche.id) == ["", name, ""]


def test_a_level_that_is_new_may_have_one(
    site: Site, make: Make, alice: User, planche: ExerciseDefinition
) -> None:
    site.sign_in(alice)
    form = values_of(site.open(f"/exercise/{planche.id}/update").form())
    added = [*form["level_name"][:3], "Full an Ringen", "", ""]
    edit(site, planche.id, {3: picture()}, {"level_name": added})
    assert [bool(each) for each in names_of(make, planche.id)] == [False, False, False, True]


def test_a_picture_without_a_level_is_asked_for_its_name(
    site: Site, alice: User, planche: ExerciseDefinition
) -> None:
    page = edit(site.sign_in(alice), planche.id, {3: picture()}, status=422)
    assert "Gib der Stufe einen Namen oder entferne sie." in page.text
    assert files(site.app) == set()


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_picture_is_refused_at_its_open_row(
    site: Site, make: Make, alice: User, planche: ExerciseDefinition, kind: str
) -> None:
    sent = {0: picture(), 1: HOSTILE[kind]}
    page = edit(site.sign_in(alice), planche.id, sent, {"title": "Neu"}, status=422)
    (row,) = page.html.select(".level-row:has(.error)")
    assert row.select_one('details[open] input[name="level_picture"][aria-invalid]') is not None
    assert page.value("title") == "Neu"
    assert page.text.count("Wähle das Bild noch einmal") == 2
    assert names_of(make, planche.id) == ["", "", ""]
    assert files(site.app) == set()


def test_a_form_that_is_refused_keeps_the_old_picture_and_leaves_no_new_one(
    site: Site, make: Make, planche: ExerciseDefinition, name: str, alice: User
) -> None:
    make.exercise(owner=alice, title="Dips")
    page = edit(site, planche.id, {1: picture("PNG")}, {"title": "Dips"}, status=422)
    assert page.html.select_one(f'img[src="/pictures/{name}/125"]') is not None
    assert names_of(make, planche.id) == ["", name, ""]
    assert files(site.app) == files_of(name)


def test_only_a_few_are_taken_at_once(site: Site, make: Make, alice: User) -> None:
    names = [f"Stufe {number}" for number in range(limits.MOST_PICTURES_AT_ONCE + 1)]
    long = make.exercise(owner=alice, levels=names)
    sent = dict.fromkeys(range(len(names)), picture())
    page = edit(site.sign_in(alice), long.id, sent, status=422)
    assert "Höchstens 5 Bilder auf einmal." in page.text
    assert files(site.app) == set()
    sent.popitem()
    edit(site, long.id, sent)
    assert len(files(site.app)) == 2 * limits.MOST_PICTURES_AT_ONCE


def test_an_athlete_has_so_many_and_no_more(
    site: Site,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    planche: ExerciseDefinition,
    name: str,
) -> None:
    monkeypatch.setattr(limits, "MAX_LEVEL_PICTURES", 1)
    page = edit(site, planche.id, {0: picture()}, status=422)
    assert "Deine Stufen haben schon 1 Bilder, mehr gehen nicht." in page.text
    assert files(site.app) == files_of(name)
    edit(site, planche.id, None, {"title": "Planche anders"})


def test_a_stranger_s_picture_is_not_even_looked_at(
    site: Site, charlie: User, planche: ExerciseDefinition
) -> None:
    site.sign_in(charlie)
    token = site.csrf_token()
    sent = FileStorage(BytesIO(picture()), "foto.jpg")
    boundary, body = encode_multipart(
        {"csrf_token": token, "level_name": "x", "level_picture": sent}
    )
    answer = site.client.post(
        f"/exercise/{planche.id}/update",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )
    assert answer.status_code == 404
    assert files(site.app) == set()


def test_a_name_that_somebody_types_is_no_picture(
    site: Site, make: Make, planche: ExerciseDefinition, name: str
) -> None:
    form = site.open(f"/exercise/{planche.id}/update")
    site.submit(form, {"level_picture": [name, "", "", "", "", ""]})
    assert names_of(make, planche.id) == ["", name, ""]


def test_a_copy_shows_it_and_keeps_it_until_it_goes_itself(
    site: Site, make: Make, charlie: User, planche: ExerciseDefinition, name: str
) -> None:
    with make.session() as session:
        athlete = session.get_one(User, charlie.id)
        source = session.get_one(ExerciseDefinition, planche.id)
        copy_id = service.copy_exercise(source, athlete).id
    assert names_of(make, copy_id) == ["", name, ""]
    edit(site, planche.id, None, {"level_unpictured": [str(planche.levels[1].id)]})
    assert files(site.app) == files_of(name)
    theirs = Site(site.app).sign_in(charlie)
    with make.session() as session:
        levels = select(ProgressionLevel.id).where(ProgressionLevel.picture == name)
        (level_id,) = session.scalars(levels)
    edit(theirs, copy_id, None, {"level_unpictured": [str(level_id)]})
    assert files(site.app) == set()


def test_it_goes_with_the_account(
    site: Site, make: Make, alice: User, planche: ExerciseDefinition, name: str
) -> None:
    page = site.open("/auth/delete_account")
    site.submit(page, {"current_password": PASSWORD}, action="/auth/delete_account")
    assert make.count(User, id=alice.id) == 0
    assert files(site.app) == set()


def test_sweeping_leaves_it_where_it_is(
    app: Flask, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(pictures, "ORPHAN_AGE", -1)
    result = app.test_cli_runner().invoke(args=["pictures", "sweep"])
    assert result.output == "0 files removed\n"
    assert files(app) == files_of(name)


def export(site: Site) -> bytes:
    data = {"csrf_token": site.csrf_token(), "current_password": PASSWORD}
    answer = site.client.post("/auth/export", data=data)
    content = answer.get_data()
    answer.close()
    return content


def test_it_is_exported_and_comes_back_into_another_account(
    site: Site, make: Make, charlie: User, name: str
) -> None:
    archive = export(site)
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        assert file.read(f"stufenbilder/{name}").startswith(b"RIFF")
    assert [row["picture"] for row in data_of(archive)["progression_levels"]] == ["", name, ""]
    theirs = Site(site.app).sign_in(charlie)
    for _ in range(2):  # the second time everything is there
        restore(theirs, archive)
        with make.session() as session:
            (restored,) = session.scalars(
                select(ProgressionLevel.picture)
                .join(ExerciseDefinition)
                .where(ExerciseDefinition.user_id == charlie.id, ProgressionLevel.picture != "")
            )
        assert restored != name
        assert files(site.app) == files_of(name, restored)


def test_an_archive_with_something_else_in_its_place_is_refused_whole(
    site: Site, make: Make, charlie: User, name: str
) -> None:
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as target:
        with zipfile.ZipFile(io.BytesIO(export(site))) as source:
            target.writestr("daten.json", source.read("daten.json"))
        target.writestr(f"stufenbilder/{name}", b"<svg/>")
    page = restore(Site(site.app).sign_in(charlie), broken.getvalue(), status=422)
    assert page.error("file").startswith("Das ist kein Bild, das wir lesen können")
    assert make.count(ExerciseDefinition, user_id=charlie.id) == 0
    assert files(site.app) == files_of(name)


def test_the_json_alone_brings_levels_without_pictures(
    site: Site, make: Make, charlie: User, name: str
) -> None:
    with zipfile.ZipFile(io.BytesIO(export(site))) as source:
        alone = source.read("daten.json")
    restore(Site(site.app).sign_in(charlie), alone)
    assert make.count(ProgressionLevel, picture=name) == 1
    assert make.count(ExerciseDefinition, user_id=charlie.id) == 1
