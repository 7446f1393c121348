"""Pictures of levels: how they are sent, where they are shown, how they go along."""

import base64
import gzip
import hashlib
import re

import pytest
from flask import Flask
from sqlalchemy import select

from project.models import ExerciseDefinition, ProgressionLevel, User
from project.rules.library.figures.catalogue import figure_keys, figures_mark
from project.rules.library.starter_library import starter_ladder
from project.services.library import exercises as service
from project.services.library import starter_library as starter_service
from project.web.figures import figure_name
from tests.support.http import Site
from tests.support.make import Make

pytestmark = pytest.mark.integration

ADDRESS = re.compile(r'src="(/figures/[^"]+)"')


def figures_of(make: Make, exercise_id: int) -> list[str]:
    with make.session() as session:
        return list(
            session.scalars(
                select(ProgressionLevel.figure)
                .where(ProgressionLevel.exercise_definition_id == exercise_id)
                .order_by(ProgressionLevel.level_order)
            )
        )


@pytest.fixture
def push_ups(app: Flask, make: Make, alice: User) -> int:
    """The ladder of push-ups in alice's library."""
    ladder = starter_ladder("push-up")
    assert ladder is not None
    with make.session() as session:
        athlete = session.get_one(User, alice.id)
        return starter_service.add_ladder(athlete, ladder).exercise_id


@pytest.mark.parametrize("way", ["still", "moving"])
def test_a_picture_is_kept_for_good_and_allows_its_own_style_alone(app: Flask, way: str) -> None:
    answer = Site(app).client.get(f"/figures/{figures_mark()}/{way}/liegestuetze.svg")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    style = answer.text.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy


def test_a_picture_is_sent_at_less_than_half_its_size(app: Flask) -> None:
    client, address = Site(app).client, f"/figures/{figures_mark()}/still/liegestuetze.svg"
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert len(packed.get_data()) < len(plain.get_data()) / 2
    assert packed.vary.as_set() >= {"accept-encoding"}


def test_an_address_of_another_release_shows_todays_picture_and_is_not_kept(app: Flask) -> None:
    answer = Site(app).client.get("/figures/000000000000/still/liegestuetze.svg")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    "path", ["still/nothing.svg", "dancing/liegestuetze.svg", "still/..%2Fliegestuetze.svg"]
)
def test_a_figure_that_there_is_not_is_not_found(app: Flask, path: str) -> None:
    assert Site(app).client.get(f"/figures/{figures_mark()}/{path}").status_code == 404


def test_the_starter_library_shows_every_level_lazily_and_with_its_size(
    app: Flask, alice: User
) -> None:
    page = Site(app).sign_in(alice).client.get("/starter_library").text
    tags = re.findall(r"<img[^>]*class=\"figure\"[^>]*>", page)
    assert len(tags) == len(figure_keys())
    for tag in tags:
        assert 'loading="lazy"' in tag
        assert 'alt=""' in tag
        assert 'width="128"' in tag
        assert 'height="64"' in tag


def test_a_ladder_from_the_starter_library_brings_its_figures(
    make: Make, push_ups: int, alice: User, app: Flask
) -> None:
    ladder = starter_ladder("push-up")
    assert ladder is not None
    keys = [level.key for level in ladder.levels]
    assert figures_of(make, push_ups) == keys
    page = Site(app).sign_in(alice).client.get(f"/exercises/{push_ups}").text
    shown = {address.rpartition("/")[2] for address in ADDRESS.findall(page)}
    assert shown == {f"{key}.svg" for key in keys}


def test_figures_go_along_when_an_exercise_is_copied(
    make: Make, push_ups: int, charlie: User
) -> None:
    with make.session() as session:
        athlete = session.get_one(User, charlie.id)
        source = session.get_one(ExerciseDefinition, push_ups)
        copy_id = service.copy_exercise(source, athlete).id
    assert figures_of(make, copy_id) == figures_of(make, push_ups)


def test_placement_shows_the_figures_of_its_levels(app: Flask, push_ups: int, alice: User) -> None:
    page = Site(app).sign_in(alice).client.get(f"/placement?exercise={push_ups}").text
    shown = [address.rpartition("/")[2] for address in ADDRESS.findall(page)]
    assert "wandliegestuetze.svg" in shown


@pytest.mark.parametrize("key", ["planche", ""])
def test_a_level_of_ones_own_gets_a_figure_by_its_name_or_none(
    site: Site, app: Flask, make: Make, alice: User, key: str
) -> None:
    mine = make.exercise(owner=alice, levels=["A"])
    with app.test_request_context():
        name = figure_name(key)
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    page = site.submit(form, {"level_figure": [name.upper(), "", "", ""]})
    assert figures_of(make, mine.id) == [key]
    assert bool(page.html.select("img.figure")) == bool(key)
    form = site.open(f"/exercise/{mine.id}/update")
    assert form.values_of("level_figure")[0] == name


def test_a_figure_that_there_is_not_comes_back_at_its_open_row(
    site: Site, make: Make, alice: User
) -> None:
    mine = make.exercise(owner=alice, levels=["A"])
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    page = site.submit(form, {"level_figure": ["Kopfball", "", "", ""]}, status=422)
    (row,) = page.html.select(".level-row:has(.error)")
    assert "Diese Figur gibt es nicht." in row.get_text()
    assert row.select_one("details[open] input[value=Kopfball]") is not None
    assert figures_of(make, mine.id) == [""]


def test_a_form_that_knows_no_figures_leaves_them_as_they_are(
    site: Site, make: Make, push_ups: int, alice: User
) -> None:
    form = site.sign_in(alice).open(f"/exercise/{push_ups}/update")
    before = figures_of(make, push_ups)
    site.submit(form, {"title": "Drücken", "level_figure": []})
    assert figures_of(make, push_ups) == before
