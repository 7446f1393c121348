"""The library's rules."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from project.enums import CountingType
from project.exceptions import FieldError
from project.extensions import db
from project.i18n import speaking
from project.models import (
    ExerciseCopy,
    ExerciseDefinition,
    Set,
    User,
)
from project.queries.library import exercises as queries
from project.rules.library.level_texts import LevelTexts
from project.services.library import exercises as service
from project.services.library.copy_titles import copy_title
from project.services.library.drafts import ExerciseDraft, LevelDraft
from tests.support.make import Make
from tests.support.threads import at_once

pytestmark = [pytest.mark.unit, pytest.mark.database]


def draft(
    title: str = "Dips", levels: Sequence[str | LevelDraft] = ("Bank", "Barren")
) -> ExerciseDraft:
    return ExerciseDraft(
        title=title,
        levels=[level if isinstance(level, LevelDraft) else LevelDraft(level) for level in levels],
    )


def ladder(make: Make, definition: ExerciseDefinition) -> list[tuple[int, str]]:
    with make.session():
        rows = queries.ladder_of([definition.id])[definition.id]
    assert [row.order for row in rows] == list(range(1, len(rows) + 1))
    return [(row.id, row.name) for row in rows]


def test_an_added_exercise_holds_everything_it_was_given(make: Make, alice: User) -> None:
    push = make.category("Drücken")
    with make.session():
        added = service.add_exercise(
            alice,
            ExerciseDraft(
                title="Dips",
                levels=[LevelDraft("Bank"), LevelDraft("Barren")],
                description="Tief.",
                counting_type=CountingType.DURATION,
                category_ids=[push.id],
                rest_seconds=120,
                switched_on=["tracks_load", "tracks_sides", "tracks_rir"],
            ),
        )
    stored = make.fresh(added)
    assert stored is not None
    assert (stored.user_id, stored.title, stored.description) == (alice.id, "Dips", "Tief.")
    assert (stored.counting_type, stored.rest_seconds) == ("duration", 120)
    assert (stored.tracks_load, stored.tracks_sides, stored.tracks_rir) == (True, True, True)
    assert stored.search_text == "dips\nbank\nbarren"
    assert [name for _, name in ladder(make, added)] == ["Bank", "Barren"]
    with make.session():
        assert queries.categories_of([added.id]) == {added.id: ["Drücken"]}


def test_a_title_is_taken_whatever_its_letters(make: Make, alice: User, bob: User) -> None:
    make.exercise(owner=bob, title="Dips")
    mine = make.exercise(owner=alice, title="Muscle-Up")
    with make.session(), pytest.raises(service.TitleTakenError) as error:
        service.add_exercise(alice, draft("MUSCLE-UP"))
    assert (error.value.field, error.value.exercise_id, error.value.archived) == (
        "title",
        mine.id,
        False,
    )


def test_the_title_of_an_archived_exercise_is_kept_for_it(make: Make, alice: User) -> None:
    old = make.exercise(owner=alice, title="Dips", archived=True)
    with make.session(), pytest.raises(service.TitleTakenError) as error:
        service.add_exercise(alice, draft("dips"))
    assert (error.value.exercise_id, error.value.archived) == (old.id, True)


def test_a_title_too_long_in_its_plain_form_is_refused(make: Make, alice: User) -> None:
    with make.session(), pytest.raises(FieldError) as error:
        service.add_exercise(alice, draft("ﷺ" * 80))
    assert error.value.field == "title"


@pytest.mark.parametrize(
    "levels", [[], [f"Stufe {n}" for n in range(31)], ["Knie", "Voll", "KNIE"]]
)
def test_a_ladder_without_too_many_or_with_equal_levels_is_refused(
    make: Make, alice: User, levels: list[str]
) -> None:
    with make.session(), pytest.raises(FieldError) as error:
        service.add_exercise(alice, draft(levels=levels))
    assert error.value.field == "levels"
    assert make.count(ExerciseDefinition) == 0


def test_levels_keep_their_identity_when_renamed_moved_added_and_removed(
    make: Make, alice: User
) -> None:
    made = make.exercise(owner=alice, title="Dips", levels=["A", "B", "C", "D"])
    a, b, c, d = (level.id for level in made.levels)
    with make.session() as session:
        definition = session.get_one(ExerciseDefinition, made.id)
        levels = [LevelDraft("A", d), LevelDraft("neu"), LevelDraft("B", b), LevelDraft("D", a)]
        service.update_exercise(definition, draft("Dips", levels))
    after = ladder(make, made)
    assert [name for _, name in after] == ["A", "neu", "B", "D"]
    assert [after[0][0], after[2][0], after[3][0]] == [d, b, a]
    assert after[1][0] not in {a, b, c, d}
    stored = make.fresh(made)
    assert stored is not None
    assert stored.search_text == "dips\na\nneu\nb\nd"


def test_levels_without_ids_are_known_by_their_names(make: Make, alice: User) -> None:
    made = make.exercise(owner=alice, levels=["Knie", "Voll", "Eng"])
    knee, full, _ = (level.id for level in made.levels)
    with make.session() as session:
        definition = session.get_one(ExerciseDefinition, made.id)
        service.update_exercise(definition, draft("Dips", ["Wand", "voll", "Knie"]))
    after = ladder(make, made)
    assert after[1:] == [(full, "voll"), (knee, "Knie")]
    assert after[0][1] == "Wand"


def test_an_id_of_another_ladder_is_a_new_level(make: Make, alice: User) -> None:
    made = make.exercise(owner=alice, levels=["Knie"])
    other = make.exercise(owner=alice, levels=["Wand"])
    with make.session() as session:
        definition = session.get_one(ExerciseDefinition, made.id)
        levels = [LevelDraft("Knie", made.levels[0].id), LevelDraft("X", other.levels[0].id)]
        service.update_exercise(definition, draft("Dips", levels))
    assert ladder(make, other) == [(other.levels[0].id, "Wand")]
    assert ladder(make, made)[0] == (made.levels[0].id, "Knie")
    assert ladder(make, made)[1][1] == "X"


def test_200_logged_sets_keep_their_history_through_a_changed_ladder(
    make: Make, alice: User
) -> None:
    made = make.exercise(owner=alice, levels=["A", "B", "C", "D"])
    a, b, c, d = (level.id for level in made.levels)
    rows = [("ABCD"[n % 4], n) for n in range(50)]
    for _ in range(4):
        make.workout(athlete=alice, exercises=[(made, rows)])
    with make.session() as session:
        before = session.execute(select(Set.id, Set.progression, Set.reps).order_by(Set.id)).all()
        definition = session.get_one(ExerciseDefinition, made.id)
        levels = [LevelDraft("D", d), LevelDraft("A neu", a), LevelDraft("C", b)]
        service.update_exercise(definition, draft("Dips", levels))
    with make.session() as session:
        sets = session.execute(
            select(Set.id, Set.progression, Set.reps, Set.progression_level_id).order_by(Set.id)
        ).all()
        assert [row[:3] for row in sets] == [tuple(row) for row in before]
        assert len(sets) == 200
        kept = {"A": a, "B": b, "C": None, "D": d}
        assert [row[3] for row in sets] == [kept[row[1]] for row in sets]
    assert c not in [level_id for level_id, _ in ladder(make, made)]


def test_a_ladder_of_30_can_be_turned_around(make: Make, alice: User) -> None:
    made = make.exercise(owner=alice, levels=[f"Stufe {n}" for n in range(30)])
    turned = [LevelDraft(level.name, level.id) for level in reversed(made.levels)]
    with make.session() as session:
        service.reconcile_levels(session.get_one(ExerciseDefinition, made.id), turned)
    assert ladder(make, made) == [(level.id, level.name) for level in turned]


def test_counting_may_change_until_something_was_logged(make: Make, alice: User) -> None:
    made = make.exercise(owner=alice, title="Dips")
    changed = ExerciseDraft("Dips", [LevelDraft("Voll")], counting_type=CountingType.DURATION)
    with make.session() as session:
        service.update_exercise(session.get_one(ExerciseDefinition, made.id), changed)
    stored = make.fresh(made)
    assert stored is not None
    assert stored.counting_type == "duration"
    held = make.exercise(owner=alice, title="Hang")
    make.workout(athlete=alice, exercises=[(held, [("Voll", 5)])], is_template=True)
    with make.session() as session, pytest.raises(service.CountingTypeFixedError):
        service.update_exercise(
            session.get_one(ExerciseDefinition, held.id),
            ExerciseDraft("Hang", [LevelDraft("Voll")], counting_type=CountingType.DURATION),
        )
    assert [name for _, name in ladder(make, held)] == ["Knie", "Voll"]


def test_a_rename_to_a_taken_title_is_refused(make: Make, alice: User) -> None:
    make.exercise(owner=alice, title="Dips")
    made = make.exercise(owner=alice, title="Klimmzug")
    with make.session() as session, pytest.raises(service.TitleTakenError):
        service.update_exercise(session.get_one(ExerciseDefinition, made.id), draft("DIPS"))
    with make.session() as session:
        service.update_exercise(session.get_one(ExerciseDefinition, made.id), draft("KLIMMZUG"))
    stored = make.fresh(made)
    assert stored is not None
    assert stored.title == "KLIMMZUG"


def test_categories_are_replaced_by_the_chosen_ones(make: Make, alice: User) -> None:
    push, pull = make.category("Drücken"), make.category("Ziehen")
    made = make.exercise(owner=alice, categories=[push])
    with make.session() as session:
        changed = ExerciseDraft("Dips", [LevelDraft("Voll")], category_ids=[pull.id, 999_999])
        service.update_exercise(session.get_one(ExerciseDefinition, made.id), changed)
    with make.session():
        assert queries.category_ids_of(made.id) == [pull.id]


def test_a_copy_takes_levels_categories_and_switches_along(
    make: Make, alice: User, bob: User
) -> None:
    hold = make.category("Halten")
    theirs = make.exercise(
        owner=bob,
        title="Planche",
        levels=["Tuck", "Straddle", "Full"],
        counting_type=CountingType.DURATION,
        categories=[hold],
        description="Arme gestreckt.",
        rest_seconds=180,
        tracks_rir=True,
    )
    with make.session() as session:
        copy = service.copy_exercise(session.get_one(ExerciseDefinition, theirs.id), alice)
        assert [level.name for level in copy.levels] == ["Tuck", "Straddle", "Full"]
    stored = make.fresh(copy)
    assert stored is not None
    assert (stored.title, stored.user_id) == ("Planche (Kopie)", alice.id)
    assert (stored.counting_type, stored.rest_seconds) == ("duration", 180)
    assert (stored.description, stored.tracks_rir) == ("Arme gestreckt.", True)
    assert stored.search_text == "planche kopie\ntuck\nstraddle\nfull"
    assert {i for i, _ in ladder(make, copy)}.isdisjoint(level.id for level in theirs.levels)
    with make.session():
        assert queries.category_ids_of(copy.id) == [hold.id]


def test_copies_are_numbered_and_copies_of_copies_too(make: Make, alice: User, bob: User) -> None:
    theirs = make.exercise(owner=bob, title="Planche")
    make.exercise(owner=alice, title="planche (kopie 2)", archived=True)
    titles = []
    with make.session() as session:
        source = session.get_one(ExerciseDefinition, theirs.id)
        for _ in range(3):
            source = service.copy_exercise(source, alice)
            titles.append(source.title)
    assert titles == ["Planche (Kopie)", "Planche (Kopie 3)", "Planche (Kopie 4)"]


def test_a_copied_title_stays_within_80_characters(make: Make, alice: User, bob: User) -> None:
    theirs = make.exercise(owner=bob, title="Ü" * 80)
    with make.session() as session:
        source = session.get_one(ExerciseDefinition, theirs.id)
        titles = [service.copy_exercise(source, alice).title for _ in range(2)]
    assert titles == ["Ü" * 72 + " (Kopie)", "Ü" * 70 + " (Kopie 2)"]


def test_a_copied_title_stays_storable_in_its_plain_form() -> None:
    title = copy_title("ﷺ" * 13, set())
    assert title == "ﷺ" * 12 + " (Kopie)"


def test_a_copy_is_called_so_in_the_language_of_who_copies(app: Flask) -> None:
    with app.app_context(), speaking("en"):
        assert copy_title("Dips", set()) == "Dips (copy)"
        assert copy_title("Dips (copy)", {"dips (copy)"}) == "Dips (copy 2)"
        assert copy_title("Dips (Kopie 3)", set()) == "Dips (copy)"
    assert copy_title("Dips (copy)", set()) == "Dips (copy) (Kopie)"


def test_logging_with_somebody_elses_exercise_copies_it_once(
    make: Make, alice: User, bob: User
) -> None:
    theirs = make.exercise(owner=bob, title="Planche")
    ids = []
    for _ in range(2):
        with make.session():
            copy = service.exercise_for_logging(theirs.id, alice)
            assert copy is not None
            ids.append(copy.id)
    assert ids[0] == ids[1]
    assert make.count(ExerciseDefinition, user_id=alice.id) == 1


def test_logging_uses_the_copy_made_by_hand_even_from_the_archive(
    make: Make, alice: User, bob: User
) -> None:
    theirs = make.exercise(owner=bob, title="Planche")
    with make.session() as session:
        source = session.get_one(ExerciseDefinition, theirs.id)
        copy = service.copy_exercise(source, alice)
        service.copy_exercise(source, alice)
        service.archive(copy)
    with make.session():
        logged = service.exercise_for_logging(theirs.id, alice)
        assert logged is not None
        assert (logged.id, logged.archived) == (copy.id, False)
    assert make.count(ExerciseDefinition, user_id=alice.id) == 2


def test_logging_with_an_own_exercise_is_that_exercise(make: Make, alice: User) -> None:
    mine = make.exercise(owner=alice, archived=True)
    with make.session():
        own = service.exercise_for_logging(mine.id, alice)
        assert own is not None
        assert (own.id, own.archived) == (mine.id, True)


def test_logging_with_what_is_not_visible_gives_nothing(make: Make, alice: User, bob: User) -> None:
    archived = make.exercise(owner=bob, archived=True)
    with make.session():
        assert service.exercise_for_logging(archived.id, alice) is None
        assert service.exercise_for_logging(2**31 - 1, alice) is None
    assert make.count(ExerciseDefinition, user_id=alice.id) == 0


def test_many_requests_at_once_make_one_copy_to_log_with(
    make: Make, app: Flask, alice: User, bob: User
) -> None:
    theirs = make.exercise(owner=bob, title="Planche")

    def log() -> int:
        copy = service.exercise_for_logging(theirs.id, db.session.get_one(User, alice.id))
        assert copy is not None
        copy_id = copy.id
        db.session.commit()
        return copy_id

    assert len(set(at_once(app, [log] * 4))) == 1
    assert make.count(ExerciseDefinition, user_id=alice.id) == 1


def test_many_copies_at_once_all_get_a_title(
    make: Make, app: Flask, alice: User, bob: User
) -> None:
    theirs = make.exercise(owner=bob, title="Planche")

    def copy() -> str:
        source = db.session.get_one(ExerciseDefinition, theirs.id)
        title = service.copy_exercise(source, db.session.get_one(User, alice.id)).title
        db.session.commit()
        return title

    assert sorted(at_once(app, [copy] * 3)) == [
        "Planche (Kopie 2)",
        "Planche (Kopie 3)",
        "Planche (Kopie)",
    ]
    assert make.count(ExerciseCopy) == 1


def test_the_same_title_from_many_at_once_is_one_exercise(
    make: Make, app: Flask, alice: User
) -> None:
    def add() -> bool:
        try:
            service.add_exercise(db.session.get_one(User, alice.id), draft("Dips"))
        except service.TitleTakenError:
            return False
        db.session.commit()
        return True

    assert sorted(at_once(app, [add] * 3)) == [False, False, True]
    assert make.count(ExerciseDefinition) == 1


def test_two_changes_of_one_ladder_follow_each_other(make: Make, app: Flask, alice: User) -> None:
    made = make.exercise(owner=alice, title="Dips", levels=["A", "B", "C"])
    a, b, c = (level.id for level in made.levels)

    def change(ids: list[int]) -> None:
        definition = db.session.get_one(ExerciseDefinition, made.id)
        levels = [LevelDraft(f"{number}. Stufe", i) for number, i in enumerate(ids, 1)]
        service.update_exercise(definition, draft("Dips", levels))
        db.session.commit()

    orders = [[a, b, c], [c, b, a], [b, a, c]]
    at_once(app, [partial(change, order) for order in orders])
    assert [level_id for level_id, _ in ladder(make, made)] in orders


def test_texts_that_break_a_rule_are_refused_whoever_sends_them(make: Make, alice: User) -> None:
    """Forms tell it before; an import or a program has no form."""
    for texts in (LevelTexts("x" * 501), LevelTexts(link="http://example.org")):
        with make.session(), pytest.raises(FieldError):
            service.add_exercise(alice, draft(levels=[LevelDraft("Bank", texts=texts)]))
    with make.session(), pytest.raises(FieldError):
        service.add_exercise(alice, replace(draft(), pinned_note="x" * 501))


def test_a_copy_takes_level_texts_along(make: Make, alice: User, bob: User) -> None:
    texts = LevelTexts(" Tief. ", "https://example.org")
    with make.session():
        source = service.add_exercise(
            alice, draft(levels=[LevelDraft("Bank", texts=texts), "Ring"])
        )
    with make.session() as session:
        copy = service.exercise_for_logging(source.id, session.merge(bob))
        assert copy is not None
        levels, said = queries.ladder_with_texts(copy.id)
        assert [said.get(level.id) for level in levels] == [
            LevelTexts("Tief.", "https://example.org"),
            None,
        ]
