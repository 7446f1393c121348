"""A shorthand for logs, so that an example in a test reads like a page of a training diary."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from project.enums import SetType
from project.rules.library.criteria import SITE_CRITERIA, Criteria
from project.rules.training.ladder import History, LadderLevel, LoggedSet, Session, read_history
from project.rules.training.records import Record, is_news
from project.rules.training.targets import Target, first_target, target_after, target_on

REPS = SITE_CRITERIA["reps"]
HOLD = SITE_CRITERIA["duration"]
FIRST_DAY = date(2026, 9, 1)
TYPES = {"w": SetType.WARM_UP, "f": SetType.FAILURE, "+": SetType.SEGMENT}


def ladder(count: int = 3, criteria: Criteria = REPS) -> list[LadderLevel]:
    """Levels 1, 2, 3, …, easy to hard."""
    return [LadderLevel(number, criteria) for number in range(1, count + 1)]


def sets(text: str) -> tuple[LoggedSet, ...]:
    """Read ``8/7/6`` (level 1), ``5/5@2`` (level 2), ``5@-`` (a level since removed).

    In front of a value: ``b`` with a band, ``v`` with a vest, ``L`` and ``R`` the sides, ``w`` a
    warm-up, ``f`` to failure, ``+`` the rest of the set before. Several groups are parted by blanks.
    """
    done: list[LoggedSet] = []
    for group in text.split():
        values, _, level = group.partition("@")
        level_id = None if level == "-" else int(level or 1)
        for value in values.split("/"):
            digits = value.lstrip("bvLRwf+")
            marks = value.removesuffix(digits)
            load = Decimal(-10) if "b" in marks else Decimal(5) if "v" in marks else None
            side = "left" if "L" in marks else "right" if "R" in marks else None
            types = [TYPES[mark] for mark in marks if mark in TYPES]
            done.append(LoggedSet(level_id, int(digits), load, side, *types))
    return tuple(done)


def at(day: int, hour: int = 18) -> datetime:
    """The evening of a day, counted from the first day of the logs."""
    return datetime.combine(FIRST_DAY, datetime.min.time(), UTC) + timedelta(days=day, hours=hour)


def diary(*texts: str, every: int = 2, first: int = 0) -> list[Session]:
    """One session every other day; workouts are numbered 1, 2, 3, … ; an empty text is a rest."""
    return [
        Session(number, at(first + (number - 1) * every), sets(text))
        for number, text in enumerate(texts, start=1)
        if text
    ]


def read(*texts: str, levels: int = 3, criteria: Criteria = REPS, every: int = 2) -> History:
    return read_history(ladder(levels, criteria), diary(*texts, every=every))


def day_after(history: History) -> date:
    return history.sessions[-1].at.date() + timedelta(days=1) if history.sessions else FIRST_DAY


def replayed_target(history: History, level_id: int, today: date) -> Target:
    """What to aim for at a level, by holding each session against the target before it."""
    criteria = history.level(level_id).criteria
    at_level = {row.workout: row for row in history.by_level[level_id]}
    running = first_target(level_id, criteria)
    last_day: date | None = None
    for session in history.trained():
        row = at_level.get(session.workout)
        if row is not None:
            running = target_after(running, row, criteria, last_day)
        last_day = session.at.date()
    return target_on(running.target, criteria, last_day, today)


def news_of(records: Iterable[Record], workout: int) -> tuple[Record, ...]:
    """What one workout has to tell out of these records."""
    return tuple(each for each in records if each.workout == workout and is_news(each))
