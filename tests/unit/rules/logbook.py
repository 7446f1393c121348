"""A shorthand for logs, so that an example in a test reads like a page of a training diary."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from project.rules.library.criteria import SITE_CRITERIA, Criteria
from project.rules.training.ladder import History, Level, PerformedSet, Session, read_history

REPS = SITE_CRITERIA["reps"]
HOLD = SITE_CRITERIA["duration"]
FIRST_DAY = date(2026, 9, 1)


def ladder(count: int = 3, criteria: Criteria = REPS) -> list[Level]:
    """Levels 1, 2, 3, …, easy to hard."""
    return [Level(number, criteria) for number in range(1, count + 1)]


def sets(text: str) -> tuple[PerformedSet, ...]:
    """Read ``8/7/6`` (level 1), ``5/5@2`` (level 2), ``5@-`` (a level since removed).

    In front of a value: ``b`` with a band, ``v`` with a vest, ``L`` and ``R`` the sides. Several
    groups are parted by blanks.
    """
    done: list[PerformedSet] = []
    for group in text.split():
        values, _, level = group.partition("@")
        level_id = None if level == "-" else int(level or 1)
        for value in values.split("/"):
            digits = value.lstrip("bvLR")
            marks = value.removesuffix(digits)
            load = Decimal(-10) if "b" in marks else Decimal(5) if "v" in marks else None
            side = "left" if "L" in marks else "right" if "R" in marks else None
            done.append(PerformedSet(level_id, int(digits), load, side))
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
