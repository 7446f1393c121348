"""What the library shows, to whom and in which order."""

from datetime import UTC, datetime, timedelta

import pytest

from project.models import Block, ExerciseCopy, ExerciseDefinition, User, search_key
from project.queries import exercises as queries
from project.queries.exercises import Filters, Place
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


EVERYBODYS = Filters(everybody=True)


def titles(make: Make, athlete: User, filters: Filters = EVERYBODYS) -> list[str]:
    with make.session():
        return [row.title for row in queries.search(athlete.id, filters, limit=50)]


def test_the_own_library_comes_by_title_without_archived_ones(
    make: Make, alice: User, bob: User
) -> None:
    for title in ("dips", "Ärmel", "Bauch"):
        make.exercise(owner=alice, title=title)
    make.exercise(owner=alice, title="Alt", archived=True)
    make.exercise(owner=bob, title="Planche")
    assert titles(make, alice, Filters()) == ["Bauch", "dips", "Ärmel"]
    assert titles(make, alice, Filters(archived=True)) == ["Alt"]


def test_everybodys_library_comes_with_owners_ladders_and_categories(
    make: Make, alice: User, bob: User
) -> None:
    hold = make.category("Halten")
    theirs = make.exercise(owner=bob, title="Planche", levels=["Tuck", "Full"], categories=[hold])
    make.exercise(owner=bob, title="Alt", archived=True)
    mine = make.exercise(owner=alice, title="Dips")
    copy = make.exercise(owner=alice, title="Planche (Kopie)")
    with make.session() as session:
        session.add(ExerciseCopy(user_id=alice.id, source_id=theirs.id, copy_id=copy.id))
    with make.session():
        rows = queries.search(alice.id, Filters(everybody=True), limit=50)
    assert [(row.id, row.owner, row.copy_id) for row in rows] == [
        (mine.id, "alice", None),
        (theirs.id, "bob", copy.id),
        (copy.id, "alice", None),
    ]
    assert [level.name for level in rows[1].levels] == ["Tuck", "Full"]
    assert rows[1].categories == ["Halten"]


@pytest.mark.parametrize("turned", [False, True])
def test_athletes_who_block_each_other_see_nothing_of_each_other(
    make: Make, alice: User, bob: User, turned: bool
) -> None:
    theirs = make.exercise(owner=bob, title="Planche")
    with make.session() as session:
        assert queries.visible(theirs.id, alice.id) is not None
        pair = (bob.id, alice.id) if turned else (alice.id, bob.id)
        session.add(Block(blocker_id=pair[0], blocked_id=pair[1]))
    assert titles(make, alice) == []
    with make.session():
        assert queries.visible(theirs.id, alice.id) is None


def test_archived_exercises_are_visible_to_their_owner_alone(
    make: Make, alice: User, bob: User
) -> None:
    old = make.exercise(owner=alice, archived=True)
    with make.session():
        assert queries.visible(old.id, alice.id) is not None
        assert queries.visible(old.id, bob.id) is None


def test_all_chosen_categories_must_match(make: Make, alice: User) -> None:
    push, hold = make.category("Drücken"), make.category("Halten")
    make.exercise(owner=alice, title="Planche", categories=[push, hold])
    make.exercise(owner=alice, title="Dips", categories=[push])
    assert titles(make, alice, Filters(categories=(push.id,))) == ["Dips", "Planche"]
    assert titles(make, alice, Filters(categories=(push.id, hold.id))) == ["Planche"]
    assert titles(make, alice, Filters(categories=(push.id, 999_999))) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("liegestutze", True),
        ("LIEGESTÜTZE", True),
        ("Liegestu\u0308tze", True),
        ("stütz", True),
        ("füsse", True),
        ("FÜẞE", True),
        ("fuße erhoht", True),
        ("erhöht liege", True),
        ("l-sitz", True),
        ("sitz l", True),
        ("ls", False),
        ("liegestütze dips", False),
        ("%", True),  # nothing to look for is no filter
        ("_iegestütze", True),
        ("l%e", False),
        ("\x00", True),
        ("cafe", True),
        ("trung", True),
    ],
)
def test_words_are_found_in_title_and_levels_whatever_their_accents(
    make: Make, alice: User, words: str, found: bool
) -> None:
    levels = ["Füße erhöht", "L-Sitz", "Café", "Trừng Đ"]
    make.exercise(owner=alice, title="Enge Liegestütze", levels=levels)
    expected = ["Enge Liegestütze"] if found else []
    assert titles(make, alice, Filters(words=words)) == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Einarmige Liegestütze", "einarmige liegestutze"),
        ("Fuß-Heber (links)", "fuss heber links"),
        ("  ŁØ  æ ", "lo ae"),
        ("Ⅳ ﬁ", "iv fi"),
        ("_%\\", ""),
    ],
)
def test_the_searched_form_of_a_text(text: str, key: str) -> None:
    assert search_key(text) == key


def test_a_list_goes_on_after_and_before_a_place(make: Make, alice: User, bob: User) -> None:
    for title in "ABC":
        make.exercise(owner=alice, title=title)
        make.exercise(owner=bob, title=title)
    every = Filters(everybody=True)
    with make.session():
        rows = queries.search(alice.id, every, limit=50)
        place = rows[2].place
        after = queries.search(alice.id, every, limit=2, after=place)
        before = queries.search(alice.id, every, limit=2, before=rows[3].place)
        assert queries.search(alice.id, every, limit=2, after=Place("z", 1)) == []
    assert [row.title for row in rows] == ["A", "A", "B", "B", "C", "C"]
    assert after == rows[3:5]
    assert before == rows[1:3]


def test_a_picker_offers_what_was_trained_lately_first(make: Make, alice: User, bob: User) -> None:
    old = make.exercise(owner=alice, title="A alt", archived=True)
    dips = make.exercise(owner=alice, title="Dips")
    row = make.exercise(owner=alice, title="Rudern")
    make.exercise(owner=alice, title="Brücke")
    make.exercise(owner=alice, title="anheben")
    make.exercise(owner=bob, title="Planche")
    for days, definition in enumerate([dips, row, dips, row]):
        values = [("Voll", 5)]
        when = NOON - timedelta(days=days)
        make.workout(athlete=alice, exercises=[(definition, values)], timestamp=when)
    make.workout(athlete=alice, exercises=[(old, [("Voll", 5)])], timestamp=NOON, is_template=True)
    with make.session():
        options = queries.picker_options(alice.id)
        some = queries.picker_options(alice.id, include=[old.id], limit=2)
        none = queries.picker_options(bob.id, include=[old.id])
    assert [(option.title, option.last_used) for option in options] == [
        ("Dips", NOON),
        ("Rudern", NOON - timedelta(days=1)),
        ("anheben", None),
        ("Brücke", None),
    ]
    assert [option.title for option in some] == ["Dips", "A alt"]
    assert [option.title for option in none] == ["Planche"]


def test_ladders_of_many_exercises_come_in_one_statement(
    make: Make, alice: User, count_queries: QueryCounter
) -> None:
    one = make.exercise(owner=alice, levels=["B", "A"])
    two = make.exercise(owner=alice, levels=["C"])
    with make.session():
        with count_queries.expect(1):
            ladders = queries.ladder_of([one.id, two.id])
        assert queries.ladder_of([]) == {}
    assert [row.name for row in ladders[one.id]] == ["B", "A"]
    assert [row.name for row in ladders[two.id]] == ["C"]


def test_sets_in_workouts_and_templates_count_as_used(make: Make, alice: User) -> None:
    used = make.exercise(owner=alice)
    empty = make.exercise(owner=alice)
    make.workout(athlete=alice, exercises=[(used, [("Voll", 5)]), (empty, [])], is_template=True)
    with make.session():
        assert queries.has_sets(used.id) is True
        assert queries.has_sets(empty.id) is False
    assert make.count(ExerciseDefinition) == 2
