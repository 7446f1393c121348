"""Forecasts are kept once a week and judged when their time has come.

A page only reads. Whatever changes a log, and cron once a week, stores what the page would show.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, insert, or_, select, update

from project.extensions import db
from project.models import ProgressionForecast
from project.queries.training.progression import LadderPosition
from project.rules.training.forecast import (
    MIN_POINTS,
    STORE_EVERY_DAYS,
    Forecast,
    Outcome,
    Span,
    forecast,
    is_storing_due,
    verdict_on,
)
from project.rules.training.ladder import LadderLevel, LevelSession, Session, is_met, read_history

_FORECASTS: Final = ProgressionForecast.__table__
_JUDGE: Final = (
    update(_FORECASTS)
    .where(_FORECASTS.c.id == bindparam("which"))
    .values(outcome=bindparam("new_outcome"), judged_on=bindparam("day"))
)


@dataclass(slots=True)
class _Watched:
    """A level whose forecasts are looked at; ``span`` is what its page shows now."""

    level: LadderLevel
    rows: tuple[LevelSession, ...]
    span: Span | None = None


def judge_and_store(
    places: Mapping[int, LadderPosition],
    today: date,
    *,
    added: Mapping[int, list[Session]],
    logs: Mapping[int, list[Session]],
) -> None:
    """Judge and store forecasts after the log changed; the caller commits.

    ``added`` are the new sessions: where one meets the goal, open forecasts are right or wrong.
    ``logs`` are whole logs that were changed: every forecast about them is judged anew. Three
    statements at most, none when there is nothing to look at.
    """
    watched: dict[int, _Watched] = {}
    for key, place in places.items():
        watched |= _shown(place, today)
        if key in logs:
            watched |= _all_levels(place, logs[key], watched)
        elif key in added:
            watched |= _met(place, added[key], watched)
    if watched:
        anew = {level.id for key in logs for level in places[key].ladder.levels}
        _write(watched, anew, today)


def _shown(place: LadderPosition, today: date) -> dict[int, _Watched]:
    """Return the current level when its page shows a forecast."""
    level = place.overview().level
    if level is None:
        return {}
    rows = place.standing.history().by_level[level.id]
    seen = forecast(rows, level.criteria, today)
    return {level.id: _Watched(level, rows, seen.span)} if isinstance(seen, Forecast) else {}


def _all_levels(
    place: LadderPosition, log: list[Session], watched: Mapping[int, _Watched]
) -> dict[int, _Watched]:
    by_level = read_history(place.ladder.levels, log).by_level
    return {
        level.id: _Watched(level, by_level[level.id], watched[level.id].span)
        if level.id in watched
        else _Watched(level, by_level[level.id])
        for level in place.ladder.levels
    }


def _met(
    place: LadderPosition, added: list[Session], watched: Mapping[int, _Watched]
) -> dict[int, _Watched]:
    """Return the levels whose goal was met just now and that may have been forecast before."""
    new = read_history(place.ladder.levels, added).by_level
    kept = place.standing.history().by_level
    return {
        level.id: _Watched(level, kept[level.id])
        for level in place.ladder.levels
        if level.id not in watched
        and place.standing.count.get(level.id, 0) > MIN_POINTS
        and any(is_met(row, level.criteria) for row in new[level.id])
    }


def _write(watched: Mapping[int, _Watched], anew: Collection[int], today: date) -> None:
    lately = today - timedelta(days=STORE_EVERY_DAYS)
    rows = db.session.execute(
        select(_FORECASTS).where(
            _FORECASTS.c.progression_level_id.in_(watched),
            or_(
                _FORECASTS.c.outcome == Outcome.OPEN.value,
                _FORECASTS.c.made_on > lately,
                _FORECASTS.c.progression_level_id.in_(anew),
            ),
        )
    ).all()
    last: dict[int, date] = {}
    judged = []
    for row in rows:
        level_id = row.progression_level_id
        last[level_id] = max(last.get(level_id, row.made_on), row.made_on)
        if row.outcome != Outcome.OPEN and level_id not in anew:
            continue
        seen = watched[level_id]
        span = Span(row.made_on, row.weeks_from, row.weeks_to)
        outcome = verdict_on(span, seen.rows, seen.level.criteria, today)
        if outcome != row.outcome:
            day = None if outcome is Outcome.OPEN else today
            judged.append({"which": row.id, "new_outcome": outcome.value, "day": day})
    if judged:
        db.session.execute(_JUDGE, judged)
    due = [
        _row(level_id, seen.span)
        for level_id, seen in watched.items()
        if seen.span is not None and is_storing_due(last.get(level_id), today)
    ]
    if due:
        db.session.execute(insert(_FORECASTS), due)


def _row(level_id: int, span: Span) -> dict[str, Any]:
    return {
        "progression_level_id": level_id,
        "made_on": span.made_on,
        "weeks_from": span.weeks_from,
        "weeks_to": span.weeks_to,
        "outcome": Outcome.OPEN.value,
    }
