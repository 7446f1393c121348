"""Forecasts are stored once a week and judged when their time has come."""

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine

from project.models import ExerciseDefinition, ProgressionForecast, User
from tests.support.diary import LEVELS, MONDAY, Diary, done
from tests.support.make import Make

pytestmark = [pytest.mark.unit, pytest.mark.database]


@pytest.fixture
def push(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Liegestütze", levels=LEVELS)


def test_forecasts_are_stored_once_a_week_and_judged_when_the_goal_is_met(
    diary: Diary, push: ExerciseDefinition, make: Make
) -> None:
    for week, best in enumerate((3, 3, 4, 4, 5, 5, 6, 6, 7)):
        for half, more in ((0, 0), (3, 1)):
            day = week * 7 + half
            with time_machine.travel(MONDAY + timedelta(days=day, hours=1)):
                diary.log(day, (push, done("Voll", best + more, best, best)))
    with make.session() as session:
        shown = session.query(ProgressionForecast).order_by(ProgressionForecast.made_on).all()
        days = [each.made_on for each in shown]
    assert len(days) >= 3
    assert all((b - a).days >= 7 for a, b in pairwise(days))
    assert {each.outcome for each in shown} == {"open"}

    with time_machine.travel(MONDAY + timedelta(days=70, hours=1)):
        met = diary.log(70, (push, done("Voll", 8, 8, 8)))
    met_on = MONDAY.date() + timedelta(days=70)
    earlier = [each for each in _forecasts(make) if each.made_on < met_on]
    for each in earlier:
        first = each.made_on + timedelta(weeks=each.weeks_from)
        last = each.made_on + timedelta(weeks=each.weeks_to)
        assert each.outcome == ("hit" if first <= met_on <= last else "missed")
        assert each.judged_on == met_on
    assert {each.outcome for each in earlier} == {"hit", "missed"}

    with time_machine.travel(MONDAY + timedelta(days=70, hours=2)):
        diary.delete(met)
    assert {each.outcome for each in _forecasts(make)[: len(days)]} == {"open"}


def _forecasts(make: Make) -> list[ProgressionForecast]:
    with make.session() as session:
        return session.query(ProgressionForecast).order_by(ProgressionForecast.id).all()
