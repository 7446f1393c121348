"""Names of other apps become the right levels, and none where it is not certain."""

import pytest

from project.rules.library.starter_library import common_names, starter_library
from project.rules.training.transfer.matching import (
    LEFT_OUT,
    Choice,
    Library,
    Matcher,
    OwnLevel,
    Reason,
    SourceName,
)
from project.rules.training.transfer.naming import name_parts

pytestmark = pytest.mark.unit

NOBODY = Library([])


def proposed(
    name: str, *, held: bool = False, helped: bool = False, library: Library = NOBODY
) -> tuple[Choice, Reason]:
    source = SourceName(name, workouts=1, helped=int(helped))
    source.in_seconds, source.in_reps = (10, 0) if held else (0, 10)
    proposal = Matcher(library).propose(source)
    return proposal.choice, proposal.reason


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Knee Push Up", "knieliegestuetze"),
        ("Push-Ups", "liegestuetze"),
        ("push up (diamond)", "diamantliegestuetze"),
        ("Diamant Liegestütze", "diamantliegestuetze"),
        ("Pull Up (Weighted)", "klimmzuege"),
        ("Weighted Pull-Ups", "klimmzuege"),
        ("Klimmzug", "klimmzuege"),
        ("Chin Up", "klimmzuege-im-untergriff"),
        ("Triceps Dip (Weighted)", "dips-am-barren"),
        ("Ring Dips", "dips-an-ringen"),
        ("Pistol Squat (Assisted)", "pistols-mit-halt"),
        ("Single Leg Box Squat", "einbeinige-kniebeugen-zur-kiste"),
        ("Handstand Push Up", "handstand-liegestuetze-an-der-wand"),
        ("Glute Bridge", "beckenheben"),
        ("HSPU", "handstand-liegestuetze-an-der-wand"),
    ],
)
def test_common_names_are_levels(name: str, level: str) -> None:
    choice, reason = proposed(name)
    assert (choice.level, reason) == (level, Reason.KNOWN)


@pytest.mark.parametrize(
    ("name", "level"),
    [("Front Lever Hold", "front-lever"), ("L-Sit", "l-sitz"), ("Plank", "unterarmstuetz")],
)
def test_what_is_held_is_looked_for_among_holds(name: str, level: str) -> None:
    assert proposed(name, held=True)[0].level == level
    assert proposed(name)[1] is Reason.NONE


@pytest.mark.parametrize(
    "name",
    [
        "Bench Press (Barbell)",
        "Squat (Barbell)",
        "Bulgarian Split Squat (Dumbbell)",
        "Pull Up (Machine)",
        "Lat Pulldown (Cable)",
        "Decline Push Up",
        "Front Lever Raise",
        "Leg Raise",
        "Archer Pulll Down",
        "🦍",
        "",
    ],
)
def test_what_is_not_certain_becomes_a_new_exercise(name: str) -> None:
    choice, reason = proposed(name)
    assert (choice.title, reason) == (name, Reason.NONE)


def test_a_band_counts_only_when_the_file_says_how_much_it_helped() -> None:
    assert proposed("Pull Up (Assisted)", helped=True)[0].level == "klimmzuege"
    assert proposed("Pull Up (Assisted)")[1] is Reason.NONE


def test_a_slip_of_the_pen_is_mended_and_a_known_word_is_none() -> None:
    assert proposed("Klimzüge") == (Choice(ladder="pull-up", level="klimmzuege"), Reason.SIMILAR)
    assert proposed("Archer Pull Up")[0].level == "bogenschuetzenklimmzuege"
    assert proposed("Archer Push Up")[0].level == "bogenschuetzenliegestuetze"


def test_own_levels_go_before_the_starter_library_and_the_last_choice_before_all() -> None:
    own = [
        OwnLevel(1, "Meine", 10, "Push Up", "reps"),
        OwnLevel(2, "Bankdrücken", 20, "Normal", "reps"),
    ]
    library = Library(own, last={"dip": LEFT_OUT})
    assert proposed("Push-ups", library=library) == (Choice(1, 10), Reason.SAME)
    assert proposed("Bankdrücken", library=library) == (Choice(2, 20), Reason.SAME)
    assert proposed("Dip", library=library) == (LEFT_OUT, Reason.LAST)


def test_a_ladder_that_the_athlete_has_is_their_own_whatever_language_it_is_in() -> None:
    library = Library([OwnLevel(7, "Push-ups", 70, "Knee push-up", "reps")], {"push-up": 7})
    assert proposed("Knieliegestütze", library=library) == (Choice(7, 70), Reason.KNOWN)
    assert proposed("Diamond Push Up", library=library)[1] is Reason.NONE


def test_every_level_has_common_names_and_none_of_them_means_two_levels() -> None:
    counted = {ladder.key: ladder.counting_type for ladder in starter_library()}
    levels = {(ladder.key, level.key) for ladder in starter_library() for level in ladder.levels}
    assert set(common_names()) == levels
    meant: dict[object, set[tuple[str, str]]] = {}
    for key, names in common_names().items():
        assert len(names) >= 4, key
        for name in names:
            meant.setdefault((counted[key[0]], name_parts(name).words), set()).add(key)
    assert [keys for keys in meant.values() if len(keys) > 1] == []
