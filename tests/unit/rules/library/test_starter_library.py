import unicodedata

import pytest

from project.rules.library.criteria import SITE_CRITERIA, criteria_faults
from project.rules.library.starter_library import (
    StarterLadder,
    category_keys,
    category_name,
    starter_ladder,
    starter_library,
)
from project.rules.training.ladder import LadderLevel, read_history
from project.rules.training.proposals import ProposalKind, open_proposal
from tests.unit.rules.logbook import diary

pytestmark = pytest.mark.unit

CATEGORIES = {
    "Drücken",
    "Ziehen",
    "Beine",
    "Rumpf",
    "Handstand",
    "Halten",
    "Beweglichkeit",
    "Ganzkörper",
}
PROMISED = {
    "Liegestütze",
    "Klimmzüge",
    "Rudern am Gerät",
    "Dips",
    "Kniebeugen bis Pistol",
    "Handstand",
    "Handstand-Liegestütze",
    "L-Sitz",
    "Planche",
    "Front Lever",
    "Back Lever",
    "Hohlkörper",
    "Unterarmstütz",
    "Brücke",
    "Nordic Curls",
    "Muscle-up",
    "Human Flag",
}

ladders = pytest.mark.parametrize(
    "ladder",
    [
        pytest.param(ladder, id=f"{ladder.key}-{language}")
        for language in ("de", "en")
        for ladder in starter_library(language)
    ],
)


def test_every_promised_ladder_is_there_once() -> None:
    titles = [ladder.title for ladder in starter_library()]
    assert set(titles) >= PROMISED
    assert len({title.casefold() for title in titles}) == len(titles) >= 16


def test_every_category_is_used() -> None:
    used = {category for ladder in starter_library() for category in ladder.categories}
    assert used == CATEGORIES


def test_a_ladder_is_found_by_its_key_in_every_language() -> None:
    assert starter_ladder("planche") in starter_library()
    assert starter_ladder("planche", "en") in starter_library("en")
    assert starter_ladder("Planche") is None


def test_a_language_without_texts_speaks_german() -> None:
    spoken = [ladder.title for ladder in starter_library("eo")]
    assert spoken == [ladder.title for ladder in starter_library()]


def test_ladders_and_levels_are_the_same_in_every_language() -> None:
    for language in ("en", "eo"):
        for one, other in zip(starter_library(), starter_library(language), strict=True):
            assert (one.key, one.category_keys) == (other.key, other.category_keys)
            assert [each.key for each in one.levels] == [each.key for each in other.levels]
            assert [each.chosen for each in one.levels] == [each.chosen for each in other.levels]
            assert {one.title, other.title} <= one.titles == other.titles


def test_english_is_whole() -> None:
    for german, english in zip(starter_library("de"), starter_library("en"), strict=True):
        assert german.description != english.description
        for one, other in zip(german.levels, english.levels, strict=True):
            assert one.description != other.description


def test_no_ladder_has_the_title_of_another_in_any_language() -> None:
    titles = [
        title
        for ladder in starter_library()
        for title in {each.casefold() for each in ladder.titles}
    ]
    assert len(titles) == len(set(titles))


def test_the_first_categories_are_known_by_their_names() -> None:
    assert category_name("push", "de") == "Drücken"
    assert category_name("push", "en") == "Push"
    assert category_name("rope", "de") is None
    assert category_keys()["Drücken"] == category_keys()["Push"] == "push"
    keys = {key for ladder in starter_library() for key in ladder.category_keys}
    assert set(category_keys().values()) == keys


@ladders
def test_a_ladder_fits_into_a_library(ladder: StarterLadder) -> None:
    assert 1 <= len(ladder.title) <= 80
    assert 1 <= len(ladder.description) <= 300
    assert ladder.counting_type in SITE_CRITERIA
    assert set(ladder.categories) <= set(category_keys())
    assert 1 <= len(ladder.categories) == len(set(ladder.categories))
    assert all(len(category) <= 80 for category in ladder.categories)
    assert 4 <= len(ladder.levels) <= 8
    assert len({level.name.casefold() for level in ladder.levels}) == len(ladder.levels)


@ladders
def test_a_level_has_a_name_and_one_sentence(ladder: StarterLadder) -> None:
    for level in ladder.levels:
        assert 1 <= len(level.name) <= 80
        assert 20 <= len(level.description) <= 200
        assert level.description.endswith(".")
        assert ". " not in level.description


@ladders
def test_texts_are_trimmed_and_normalised(ladder: StarterLadder) -> None:
    texts = [ladder.title, ladder.description, *ladder.categories]
    texts += [text for level in ladder.levels for text in (level.name, level.description)]
    for text in texts:
        assert text == unicodedata.normalize("NFC", text).strip()
        assert text.isprintable()


@ladders
def test_a_criterion_is_valid_and_leaves_room_to_grow(ladder: StarterLadder) -> None:
    for level in ladder.levels:
        assert criteria_faults(level.criteria, ladder.counting_type) == ()
        assert level.criteria.start_value < level.criteria.goal_value
        assert level.criteria.step <= level.criteria.goal_value - level.criteria.start_value


@ladders
def test_levels_go_from_easy_to_hard(ladder: StarterLadder) -> None:
    """No rung asks for more to begin with than the one below asks for at its end."""
    for easier, harder in zip(ladder.levels, ladder.levels[1:], strict=False):
        assert harder.criteria.start_value <= easier.criteria.goal_value


@ladders
def test_a_ladder_can_be_climbed_with_its_own_criteria(ladder: StarterLadder) -> None:
    levels = [LadderLevel(number, level.criteria) for number, level in enumerate(ladder.levels, 1)]
    for level in levels:
        goal, sets = level.criteria.goal_value, level.criteria.goal_sets
        session = "/".join([str(goal)] * sets) + f"@{level.id}"
        history = read_history(levels, diary(session, session))
        proposal = open_proposal(history, [])
        assert proposal is not None
        last = level is levels[-1]
        assert proposal.kind is (ProposalKind.LADDER_DONE if last else ProposalKind.ADVANCE)
