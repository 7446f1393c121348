"""*Fortschritt*: proposals, ladders, calendar, records, volume and load."""

from datetime import timedelta

import pytest
import time_machine

from project.enums import CountingType
from project.models import ExerciseDefinition, User
from project.services.training import progression_upkeep
from tests.support.diary import LEVELS, MONDAY, Diary, done
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.integration, pytest.mark.database]

THURSDAY = MONDAY + timedelta(days=3)


def rows(page: Page, part: str) -> list[list[str]]:
    """Return the newest two rows of a table with words in them."""
    tables = page.html.select(f"{part} tbody")
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in tables[0].select("tr")[:2]
    ]


def test_without_a_log_the_page_says_what_will_be_there(site: Site, alice: User) -> None:
    page = site.sign_in(alice).open("/progress")
    assert "Sobald du trainierst, steht hier, wie weit du auf deinen Leitern bist." in page.text
    assert not page.html.select("table, svg.year, [data-module=week-chart]")


@time_machine.travel(THURSDAY, tick=False)
def test_a_single_workout_is_counted_in_the_singular(
    site: Site, make: Make, alice: User, diary: Diary
) -> None:
    dips = make.exercise(owner=alice, title="Dips", levels=LEVELS)
    diary.log(0, (dips, done("Knie", 5, 5, 5)))
    assert site.sign_in(alice).open("/progress").texts(".stat") == [
        "1 Training in vier Wochen",
        "1 Woche in Serie",
        "1 Training in zwölf Monaten",
    ]


@time_machine.travel(THURSDAY, tick=False)
def test_a_longer_streak_of_earlier_years_is_kept(
    site: Site, make: Make, alice: User, diary: Diary
) -> None:
    dips = make.exercise(owner=alice, title="Dips", levels=LEVELS)
    for weeks_ago in (200, 199, 198, 1, 0):
        diary.log(-7 * weeks_ago, (dips, done("Knie", 5, 5, 5)))
    assert "2 Wochen in Serie am längsten: 3 Wochen" in (
        site.sign_in(alice).open("/progress").texts(".stat")
    )


@time_machine.travel(THURSDAY, tick=False)
def test_it_shows_ladders_records_and_what_was_done(
    site: Site, make: Make, alice: User, diary: Diary
) -> None:
    push, pull = make.category("Druck"), make.category("Zug")
    dips = make.exercise(owner=alice, title="Dips", levels=LEVELS, categories=[push])
    lever = make.exercise(
        owner=alice,
        title="Front Lever",
        levels=["Tuck"],
        counting_type=CountingType.DURATION,
        categories=[push, pull],
    )
    diary.log(-7, (dips, done("Knie", 8, 8, 8)))
    diary.log(0, (dips, done("Knie", 9, 8, 8)), (lever, done("Tuck", 10, 8)))
    page = site.sign_in(alice).open("/progress")
    assert page.texts(".proposal-title") == ["Bereit für Stufe 2: Voll"]
    assert page.texts(".ladder-card h3") == ["Dips", "Front Lever"]
    assert page.texts(".stat") == [
        "2 Trainings in vier Wochen",
        "2 Wochen in Serie",
        "2 Trainings in zwölf Monaten",
    ]
    assert rows(page, ".why") == [["September 2026", "1", "1"], ["August 2026", "1", "1"]]
    assert page.texts("[data-measure] caption") == ["Sätze", "Wiederholungen", "Haltezeit"]
    assert rows(page, "[data-measure=sets]") == [["07.09.2026", "5", "2"], ["31.08.2026", "3", "0"]]
    assert rows(page, "[data-measure=reps]") == [["07.09.2026", "25"], ["31.08.2026", "24"]]
    assert rows(page, "[data-measure=seconds]")[0] == ["07.09.2026", "0:18", "0:18"]
    records = page.texts(".records li")
    assert len(records) == 5
    assert (
        "Höchste Summe eines Trainings: 25 Wdh. Dips · Knie · davor 24 Wdh. 07.09.2026" in records
    )


@time_machine.travel(THURSDAY, tick=False)
def test_the_load_of_a_week_has_monotony_and_strain_when_it_is_over(
    site: Site, make: Make, alice: User
) -> None:
    push = make.exercise(owner=alice)
    last_week = [MONDAY - timedelta(days=day) for day in (7, 5, 3)]
    for begun in (*last_week, MONDAY):
        make.workout(
            athlete=alice,
            timestamp=begun,
            started_at=begun,
            finished_at=begun + timedelta(hours=1),
            effort=5,
            exercises=[(push, done("Knie", 5))],
        )
    make.workout(athlete=alice, timestamp=MONDAY, exercises=[(push, done("Knie", 5))])
    page = site.sign_in(alice).open("/progress")
    assert rows(page, "[data-measure=load]") == [
        ["07.09.2026", "300", "–", "–", "1"],
        ["31.08.2026", "900", "0,80", "722", "0"],
    ]


def test_without_ratings_the_page_says_how_to_give_them(
    site: Site, make: Make, alice: User, diary: Diary
) -> None:
    diary.log(0, (make.exercise(owner=alice), done("Knie", 5)))
    page = site.sign_in(alice).open("/progress")
    assert "Gib beim Beenden eines Trainings an, wie anstrengend es war." in page.text
    assert not page.html.select("[data-measure=load]")


@time_machine.travel(THURSDAY, tick=False)
def test_an_archived_exercise_counts_but_is_not_listed(
    site: Site, make: Make, alice: User, diary: Diary
) -> None:
    gone = make.exercise(owner=alice, title="weggelegt", levels=LEVELS)
    diary.log(0, (gone, done("Knie", 8, 8, 8)))
    diary.log(2, (gone, done("Knie", 8, 8, 8)))
    with make.session() as session:
        session.get_one(ExerciseDefinition, gone.id).archived = True
    page = site.sign_in(alice).open("/progress")
    assert not page.html.select(".ladder-card, .proposal, .records li")
    assert page.texts("[data-measure=sets] thead th") == ["Woche ab", "ohne Kategorie"]
    assert rows(page, "[data-measure=sets]")[0] == ["07.09.2026", "6"]


def test_it_costs_the_same_whatever_was_done(
    site: Site, make: Make, alice: User, diary: Diary, count_queries: QueryCounter
) -> None:
    site.sign_in(alice)
    for more in (1, 30):
        for _ in range(more):
            owned = make.exercise(owner=alice, categories=[make.category(f"K{more}{_}")])
            make.workout(athlete=alice, exercises=[(owned, done("Knie", 8, 8, 8))])
        diary.do(progression_upkeep.rebuild)
        with count_queries.expect(4):
            page = site.open("/progress")
    # What was trained lately stands first and large.
    assert (len(page.html.select(".ladder-card")), len(page.html.select(".target-row"))) == (8, 23)
    # Not stored yet: a ladder that is new to the log, a log in another time zone.
    fresh = make.exercise(owner=alice)
    make.workout(athlete=alice, exercises=[(fresh, done("Knie", 8))])
    with count_queries.expect(8):
        site.open("/progress")
