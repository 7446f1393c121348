"""A program on paper."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from project.enums import DayKind
from project.models import Program, User
from tests.support.diary import LEVELS, MONDAY, Diary, done
from tests.support.http import Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with time_machine.travel(MONDAY + timedelta(days=2), tick=False):
        yield


@pytest.fixture
def strength(make: Make, alice: User, diary: Diary) -> Program:
    push = make.exercise(owner=alice, title="Liegestütze", levels=LEVELS, rest_seconds=80)
    plank = make.exercise(owner=alice, title="Planke", levels=["Normal"], rest_seconds=80)
    day = make.workout(
        athlete=alice,
        title="Drücken",
        is_template=True,
        exercises=[(push, [("Knie", 5)] * 3), (plank, [("Normal", 30)] * 2)],
    )
    diary.log(0, (push, done("Voll", 8, 8, 7)))
    return make.program(owner=alice, title="Kraft", days=[day, DayKind.REST])


def test_each_day_is_a_sheet_with_levels_targets_and_boxes(
    site: Site, alice: User, strength: Program
) -> None:
    page = site.sign_in(alice).open(f"/program/{strength.id}/paper")
    assert page.heading == "Kraft"
    assert page.texts(".sheet h2") == ["Drücken ≈ 10 min"]
    assert page.texts(".sheet tbody th") == ["Liegestütze Voll", "Planke 2 × Normal"]
    first, second = page.html.select(".sheet tbody tr")
    assert page.texts(".sheet tbody tr > td:nth-child(2)") == ["3 × 8", "2 × 30"]
    assert len(first.select(".sheet-box")) == 4 * 3
    assert len(second.select(".sheet-box")) == 4 * 2


def test_a_program_without_exercises_says_so(site: Site, make: Make, alice: User) -> None:
    program = make.program(owner=alice, days=[DayKind.REST])
    page = site.sign_in(alice).open(f"/program/{program.id}/paper")
    assert "In diesem Programm steht noch keine Übung." in page.text


def test_somebody_elses_cannot_be_printed(site: Site, bob: User, strength: Program) -> None:
    site.sign_in(bob).open(f"/program/{strength.id}/paper", status=404)


def test_it_costs_the_same_for_any_number_of_days(
    site: Site, make: Make, alice: User, strength: Program, count_queries: QueryCounter
) -> None:
    days = [
        make.workout(
            athlete=alice,
            is_template=True,
            exercises=[(make.exercise(owner=alice), [("Voll", 5)])],
        )
        for _ in range(3)
    ]
    longer = make.program(owner=alice, days=days)
    site.sign_in(alice)
    for program in (strength, longer):
        with count_queries.expect(6):
            site.open(f"/program/{program.id}/paper")
