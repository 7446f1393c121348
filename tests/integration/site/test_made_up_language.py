"""Whoever reads a made-up language finds no text of ours that is not in it, wherever they look."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from flask import Flask
from sqlalchemy import String, Text, select

from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.models import Base, TrainingImport, User, utc_now
from project.rules.library.starter_library import starter_library
from project.rules.training.ready_made.programs import ready_made_programs
from project.rules.training.transfer.sentences import app_name
from project.rules.training.transfer.types import SourceApp
from project.services.site import demo
from project.services.training.import_row import names_of
from tests.integration.access_table import VISITORS, Scene
from tests.integration.test_access_matrix import ROWS, address, ask
from tests.integration.test_crawl import Crawl
from tests.support.made_up import CODE, unsaid, words_of_json, words_of_page, write_catalogue
from tests.support.make import Make
from tests.unit.mailing.test_templates import CONTEXT, NAMES

pytestmark = pytest.mark.integration

# What is no text of ours, where it stands: examples of formats, and what a browser is called.
ELSEWHERE = {"mm:ss"}
# Answers for machines; the manifest has a test of its own.
FOR_MACHINES = {"main.readyz", "main.healthz", "main.manifest"}


@pytest.fixture(scope="module")
def translated(
    config: type[TestConfig], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """Return the app in the made-up language."""
    folder = tmp_path_factory.mktemp("translations")
    write_catalogue(folder)

    class MadeUpConfig(config):  # type: ignore[misc,valid-type]  # a class made by a fixture
        BABEL_TRANSLATION_DIRECTORIES = str(folder)
        LANGUAGES: ClassVar[list[str]] = [CODE, "de"]
        BABEL_DEFAULT_LOCALE = CODE

    app = create_app(MadeUpConfig)
    yield app
    with app.app_context():
        db.engine.dispose()


def own_words(app: Flask) -> set[str]:
    """Return what athletes wrote, whole, and the ladders and programs to start from."""
    found = set()
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            texts = [column for column in table.c if isinstance(column.type, String | Text)]
            for row in db.session.execute(select(*texts)) if texts else ():
                found |= {value for value in row if value and len(value) > 1}
        for waiting in db.session.scalars(select(TrainingImport).filter_by(state="open")):
            found |= {name.name for name in names_of(waiting)}
    found |= {app_name(each) for each in SourceApp}
    for ladder in starter_library():
        found |= {ladder.title, ladder.description, *ladder.categories}
        found |= {text for level in ladder.levels for text in (level.name, level.description)}
    for program in ready_made_programs():
        found |= {program.title, program.description, program.needs}
        found |= {text for day in program.days for text in (day.title, day.note)}
    return found - {""}


def untranslated(body: str, own: set[str], *, is_json: bool = False) -> list[str]:
    words = words_of_json(json.loads(body)) if is_json else words_of_page(body)
    return [each for each in unsaid(words, own) if each not in ELSEWHERE]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_route_speaks_the_language_of_its_reader(
    app: Flask, translated: Flask, make: Make, method: str
) -> None:
    scene = Scene(make)
    own = own_words(app)
    found: dict[str, str] = {}
    for row in [row for row in ROWS if row.method == method]:
        url = address(translated, scene, row)
        for visitor in VISITORS:
            answer = ask(translated, scene, visitor, url, method)
            if answer.status_code not in {302, 303} and answer.mimetype in {
                "text/html",
                "application/json",
                "application/manifest+json",
            }:
                body = answer.get_data(as_text=True)
                left = untranslated(body, own, is_json=answer.mimetype != "text/html")
                if left and row.endpoint not in FOR_MACHINES:
                    found |= dict.fromkeys(left, f"{row.endpoint} {visitor}")
    assert found == {}


def test_a_site_full_of_life_speaks_the_language_of_its_reader(
    app: Flask, translated: Flask, make: Make
) -> None:
    with make.session() as session:
        people = demo.fill(session, "!", utc_now())
        names = [person.username for person in people][:2]
    own = own_words(app)
    found: dict[str, str] = {}
    for name in names:
        with make.session() as session:
            athlete = session.query(User).filter_by(username=name).one()
        crawl = Crawl(translated, athlete, checks=False)
        crawl.run()
        assert len(crawl.pages) > 20
        for url, page in crawl.pages.items():
            if page.startswith("<!"):
                found |= dict.fromkeys(untranslated(page, own), url)
    assert found == {}


def test_the_home_screen_gets_its_words_in_the_language_it_asks_for(translated: Flask) -> None:
    answer = translated.test_client().get(f"/manifest/{CODE}")
    assert answer.mimetype == "application/manifest+json"
    assert answer.json
    assert answer.json["lang"] == CODE
    assert answer.json["description"].startswith("⟦")


@pytest.mark.parametrize("name", NAMES)
def test_every_mail_speaks_the_language_of_its_reader(translated: Flask, name: str) -> None:
    own = {str(value) for value in CONTEXT.values()}
    with translated.app_context():
        for part in ("subject.txt", "body.txt", "body.html"):
            template = translated.jinja_env.get_template(f"email/{name}/{part}")
            words = template.render(CONTEXT, subject=CONTEXT["sender"])
            pieces = words_of_page(words) if part.endswith("html") else [words]
            assert unsaid(pieces, {*own, "&lt;b&gt;dora&lt;/b&gt;"}) == [], part


def test_what_is_not_a_message_is_found() -> None:
    page = '<p title="Hinweis">⟦Deine <b>Stufe</b>⟧ 3 · Liegestütze</p><button>Speichern</button>'
    assert unsaid(words_of_page(page), {"Liegestütze"}) == ["Speichern", "Hinweis"]


def test_scripts_have_no_words_of_their_own() -> None:
    folder = Path(__file__).resolve().parents[3] / "project" / "static" / "js"
    comment = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
    for_us = re.compile(r"new Error\([^()]*\)")  # in the console of a browser
    literal = re.compile(r"([\"'`])((?:(?!\1)[^\\\n]|\\.)*)\1")
    found = {
        f"{path.name}: {match[2]}"
        for path in folder.rglob("*.*js")
        for match in literal.finditer(
            for_us.sub("", comment.sub("", path.read_text(encoding="utf-8")))
        )
        if re.search(r"[äöüßÄÖÜ]|[A-Z][a-zäöüß]{2,} [a-zA-Zäöüß]{2,}", match[2])
    }
    assert found == set()
