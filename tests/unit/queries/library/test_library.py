"""Lists of the library: filters, search and pages."""

import pytest

from project.models import Block, ExerciseCopy, ExerciseDefinition, User, search_key, sort_key
from project.queries.library import categories, exercises
from project.queries.library import lists as library
from project.queries.library.lists import Filters, TitleCursor
from tests.support.make import Make

pytestmark = [pytest.mark.unit, pytest.mark.database]

EVERYBODYS = Filters(everybody=True)


def titles(make: Make, athlete: User, filters: Filters = EVERYBODYS) -> list[str]:
    with make.session():
        return [row.title for row in library.search(athlete.id, filters, limit=50)]


def test_the_own_library_comes_by_title_without_archived_ones(
    make: Make, alice: User, bob: User
) -> None:
    for title in ("dips", "Ärmel", "Bauch"):
        make.exercise(owner=alice, title=title)
    make.exercise(owner=alice, title="Alt", archived=True)
    make.exercise(owner=bob, title="Planche")
    assert titles(make, alice, Filters()) == ["Ärmel", "Bauch", "dips"]
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
        rows = library.search(alice.id, Filters(everybody=True), limit=50)
    assert [(row.id, row.owner, row.copy_id) for row in rows] == [
        (mine.id, "alice", None),
        (theirs.id, "bob", copy.id),
        (copy.id, "alice", None),
    ]
    assert [level.name for level in rows[1].levels] == ["Tuck", "Full"]
    assert rows[1].categories == ["Halten"]
    with make.session() as session:
        session.get_one(ExerciseDefinition, copy.id).archived = True
    with make.session():
        shown = exercises.detail(theirs.id, alice.id)
    assert shown is not None
    assert shown.copy_id is None


@pytest.mark.parametrize("turned", [False, True])
def test_athletes_who_block_each_other_see_nothing_of_each_other(
    make: Make, alice: User, bob: User, turned: bool
) -> None:
    theirs = make.exercise(owner=bob, title="Planche")
    with make.session() as session:
        assert exercises.visible(theirs.id, alice.id) is not None
        pair = (bob.id, alice.id) if turned else (alice.id, bob.id)
        session.add(Block(blocker_id=pair[0], blocked_id=pair[1]))
    assert titles(make, alice) == []
    with make.session():
        assert exercises.visible(theirs.id, alice.id) is None


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
        ("%", False),  # nothing but signs: no title has them
        ("_iegestütze", True),
        ("l%e", False),
        ("\x00", False),
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


def test_titles_are_sorted_as_people_do_on_every_database(make: Make, alice: User) -> None:
    ordered = [
        "Arm", "Arm-Zug", "Ärmel", "Ausfallschritt", "Øverste", "Planche", "Übung", "Übung 2",
        "Ulna", "Unterarm", "uto", "Zug",
    ]  # fmt: skip
    for title in reversed(ordered):
        make.exercise(owner=alice, title=title)
    assert titles(make, alice) == titles(make, alice, Filters()) == ordered
    with make.session():
        picked = [option.title for option in exercises.picker_options(alice.id)]
        page, walked = library.page_of(alice.id, Filters(), limit=5), []
        while page.after is not None:
            walked += [row.title for row in page.rows]
            page = library.page_of(alice.id, Filters(), limit=5, after=page.after)
    assert picked == ordered
    assert walked + [row.title for row in page.rows] == ordered


def test_categories_are_sorted_as_people_do(make: Make, alice: User) -> None:
    names = ["Arme", "Ärmel", "Beine", "Übergang", "Zug"]
    made = [make.category(name) for name in reversed(names)]
    exercise = make.exercise(owner=alice, categories=made)
    with make.session():
        assert [row.name for row in categories.all_categories()] == names
        assert [row.name for row in categories.with_usage(alice.id)] == names
        assert categories.of_library(alice.id) == {exercise.id: names}
        assert exercises.categories_of([exercise.id]) == {exercise.id: names}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Dip", "Dips"),
        ("Dip", "Dip 2"),
        ("Arm", "Ärm"),
        ("uber", "Über"),
        ("Über", "Uberb"),
        ("L-Sitz", "L-Sitz (Kopie)"),
        ("ab aa", "ab ab"),
        ("ab", "ab aa"),
        ("Straße", "Strasse 2"),
    ],
)
def test_where_a_name_is_sorted(before: str, after: str) -> None:
    assert sort_key(before) < sort_key(after)


def test_a_list_goes_on_after_and_before_a_place(make: Make, alice: User, bob: User) -> None:
    for title in "ABC":
        make.exercise(owner=alice, title=title)
        make.exercise(owner=bob, title=title)
    with make.session():
        rows = library.search(alice.id, EVERYBODYS, limit=50)
        b = sort_key("B")
        after = library.search(alice.id, EVERYBODYS, limit=2, after=TitleCursor(b, rows[2].id))
        before = library.search(alice.id, EVERYBODYS, limit=2, before=TitleCursor(b, rows[3].id))
    assert [row.title for row in rows] == ["A", "A", "B", "B", "C", "C"]
    assert after == rows[3:5]
    assert before == rows[1:3]


def test_pages_lead_to_their_neighbours_and_back(make: Make, alice: User) -> None:
    for title in "ABCDE":
        make.exercise(owner=alice, title=title)
    seen = []
    with make.session():
        page = first = library.page_of(alice.id, Filters(), limit=2)
        while page.after is not None:
            seen.append([row.title for row in page.rows])
            page = library.page_of(alice.id, Filters(), limit=2, after=page.after)
        seen.append([row.title for row in page.rows])
        second = library.page_of(alice.id, Filters(), limit=2, before=page.before)
        again = library.page_of(alice.id, Filters(), limit=2, before=second.before)
        beyond = library.page_of(alice.id, Filters(), limit=2, after=TitleCursor("z", 1))
        short = library.page_of(alice.id, Filters(), limit=2, before=TitleCursor("b", 0))
    assert seen == [["A", "B"], ["C", "D"], ["E"]]
    assert [row.title for row in second.rows] == ["C", "D"]
    assert again == short == first
    assert first.before is None
    assert (beyond.rows, beyond.before, beyond.after) == ([], TitleCursor("z", 1), None)
