"""*Starterbibliothek*: ladders to look at and to add, once each."""

import pytest
from bs4 import Tag

from project.models import ExerciseCategory, ExerciseDefinition, ProgressionLevel, User
from project.queries.library import exercises as queries
from project.rules.library.criteria import CriteriaOverride
from project.rules.library.starter_library import starter_library
from project.rules.limits import MAX_CATEGORIES
from tests.support.http import Page, Site, words_of
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.integration, pytest.mark.database]

TITLES = [ladder.title for ladder in starter_library()]
KEYS = [ladder.key for ladder in starter_library()]


def add(site: Site, key: str, *, category: str = "") -> Page:
    here = f"/starter_library?category={category}" if category else "/starter_library"
    return site.post("/starter_library/add", {"ladder": key, "next": here})


def offered(page: Page) -> list[str]:
    """Return the keys of ladders with a button to add them."""
    return [str(tag["value"]) for tag in page.html.select("input[name=ladder]")]


def test_every_ladder_is_shown_with_its_levels_and_goals(site: Site, alice: User) -> None:
    page = site.sign_in(alice).open("/starter_library")
    assert page.texts(".ladder-card h2") == TITLES
    assert offered(page) == KEYS
    first = page.html.select(".ladder-card")[0]
    assert first.summary is not None
    assert first.summary.get_text() == "8 Stufen: Wandliegestütze bis Einarmige Liegestütze"
    assert "Wandliegestütze" in words_of(first.select(".rung")[-1])
    assert [note.get_text() for note in first.select(".rung-note")][-2:] == ["3 × 15", "3 × 20"]


def test_a_category_narrows_the_page_and_adding_leads_back_to_it(site: Site, alice: User) -> None:
    site.sign_in(alice)
    page = site.open("/starter_library?category=handstand")
    assert page.texts(".ladder-card h2") == ["Handstand", "Handstand-Liegestütze"]
    page = add(site, "handstand", category="handstand")
    assert page.flashes() == ["„Handstand“ ist jetzt in deiner Bibliothek."]
    assert offered(page) == ["handstand-push-up"]
    assert len(site.open("/starter_library?category=gibt-es-nicht").html.select("h2")) == 23


def test_a_ladder_is_shown_and_added_in_the_readers_language(
    site: Site, make: Make, alice: User
) -> None:
    site.sign_in(alice).post("/language", {"language": "en"})
    page = site.open("/starter_library")
    assert page.texts(".ladder-card h2")[:2] == ["Push-ups", "Pull-ups"]
    assert page.texts(".ladder-card summary")[0] == "8 levels: Wall push-up to One-arm push-up"
    add(site, "push-up")
    assert make.count(ExerciseDefinition, title="Push-ups") == 1
    site.post("/language", {"language": "de"})
    page = site.open("/starter_library")
    assert "push-up" not in offered(page)
    assert page.texts(".ladder-card h2")[0] == "Liegestütze"


def test_a_first_category_is_called_as_the_reader_says_until_somebody_renames_it(
    site: Site, make: Make, alice: User
) -> None:
    add(site.sign_in(alice), "handstand")
    names = {"de": ["Halten"], "en": ["Holds"]}
    for language, (name,) in names.items():
        site.post("/language", {"language": language})
        assert name in site.open("/categories").text
    with make.session() as session:
        held = session.query(ExerciseCategory).filter_by(starter_key="hold").one()
        held.name = "Statik"
    assert "Statik" in site.open("/categories").text
    assert "Holds" not in site.open("/categories").text


def test_an_added_ladder_has_levels_criteria_and_categories(
    site: Site, make: Make, alice: User
) -> None:
    add(site.sign_in(alice), "push-up")
    with make.session() as session:
        mine = session.query(ExerciseDefinition).one()
        assert (mine.title, mine.user_id, mine.counting_type) == ("Liegestütze", alice.id, "reps")
        assert "Wandliegestütze: " not in mine.description
        levels = queries.ladder_of([mine.id])[mine.id]
        assert [row.name for row in levels][:2] == ["Wandliegestütze", "Erhöhte Liegestütze"]
        criteria = queries.level_criteria(mine.id)
        assert criteria[levels[0].id] == CriteriaOverride(start_value=10, goal_value=20, step=2)
        assert [each.name for each in session.query(ExerciseCategory)] == ["Drücken"]
    page = site.open("/exercises?q=wandliegestütze")
    assert page.texts(".exercise-row-title") == ["Liegestütze"]


def test_adding_twice_adds_once_and_brings_back_from_the_archive(
    site: Site, make: Make, alice: User
) -> None:
    mine = make.exercise(owner=alice, title="liegestütze", archived=True)
    site.sign_in(alice)
    assert "push-up" in offered(site.open("/starter_library"))
    page = add(site, "push-up")
    assert page.flashes() == ["„Liegestütze“ ist jetzt in deiner Bibliothek."]
    assert f"/exercises/{mine.id}" in page.links()
    assert add(site, "push-up").flashes() == ["„Liegestütze“ hast du schon."]
    assert make.count(ExerciseDefinition) == 1


def test_a_site_full_of_categories_adds_the_ladder_without(
    site: Site, make: Make, alice: User
) -> None:
    with make.session() as session:
        session.add_all(ExerciseCategory(name=f"K{n}") for n in range(MAX_CATEGORIES))
    add(site.sign_in(alice), "dip")
    assert make.count(ExerciseDefinition, title="Dips") == 1
    assert make.count(ExerciseCategory) == MAX_CATEGORIES


def test_several_are_added_at_once_and_the_page_stays_where_it_was(
    site: Site, make: Make, alice: User
) -> None:
    site.sign_in(alice)
    values = {"ladder": ["push-up", "dip", "row"], "here": "pull-up", "next": "/starter_library"}
    response = site.client.post(
        "/starter_library/add", data={"csrf_token": site.csrf_token(), **values}
    )
    assert response.headers["Location"] == (
        "/starter_library?added=pull-up&added=row&added=dip&added=push-up#ladder-pull-up"
    )
    page = site.open(response.headers["Location"])
    said = "Jetzt in deiner Bibliothek: Liegestütze, Dips, Rudern am Gerät, Klimmzüge."
    assert page.flashes() == [said]
    card = page.html.find(id="ladder-pull-up")
    assert isinstance(card, Tag)
    assert said in card.get_text()
    with make.session() as session:
        ids = {each.title: each.id for each in session.query(ExerciseDefinition)}
    order = ["Klimmzüge", "Rudern am Gerät", "Dips", "Liegestütze"]
    wanted = "&".join(f"exercise={ids[title]}" for title in order)
    assert f"/placement?{wanted}" in page.links()
    assert make.count(ExerciseDefinition) == 4


def test_an_unknown_one_among_several_adds_none(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    site.post("/starter_library/add", {"ladder": ["dip", "rope-climb"]}, status=422)
    assert make.count(ExerciseDefinition) == 0


def test_what_is_trained_with_a_vest_asks_for_added_weight(
    site: Site, make: Make, alice: User
) -> None:
    site.sign_in(alice).post("/starter_library/add", {"ladder": KEYS})
    with make.session() as session:
        every = session.query(ExerciseDefinition).all()
        loaded = {each.title for each in every if each.tracks_load}
    assert loaded == {"Liegestütze", "Klimmzüge", "Dips", "Kniebeugen bis Pistol"}


@pytest.mark.parametrize("key", ["", "Liegestütze", "rope-climb", "x" * 5000])
def test_other_ladders_are_refused(site: Site, make: Make, alice: User, key: str) -> None:
    site.sign_in(alice).post("/starter_library/add", {"ladder": key}, status=422)
    assert make.count(ExerciseDefinition) == 0


def test_new_athletes_are_led_there(site: Site, alice: User) -> None:
    site.sign_in(alice)
    assert "/starter_library" in site.open("/").links()
    assert "/starter_library" in site.open("/exercises").links()


def test_the_page_costs_two_statements(
    site: Site, alice: User, count_queries: QueryCounter
) -> None:
    site.sign_in(alice)
    for key in KEYS[:3]:
        add(site, key)
    with count_queries.expect(2):
        site.open("/starter_library")


@pytest.mark.parametrize(
    ("language", "first"), [("de", "Du stehst einen großen Schritt"), ("en", "Stand one big step")]
)
def test_added_levels_say_how_they_go_in_the_athletes_language(
    site: Site, make: Make, alice: User, language: str, first: str
) -> None:
    site.sign_in(alice).post("/language", {"language": language})
    add(site, "push-up")
    with make.session() as session:
        levels = session.query(ProgressionLevel).order_by(ProgressionLevel.level_order).all()
        assert levels[0].description.startswith(first)
        assert all(level.description and not level.link for level in levels)
