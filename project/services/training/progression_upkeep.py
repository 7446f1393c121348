"""The level engine's writes: standings follow the log.

What is stored of a standing is never a fact of its own. It changes in the transaction that changes
the log: a new workout is added to it, anything else makes it anew from the whole log.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, update

from project.extensions import db
from project.models import (
    ExerciseProgress,
    User,
    utc_now,
)
from project.queries.training import progression_upkeep as queries
from project.queries.training.progression import LadderPosition, ladder_positions
from project.queries.training.training_log import log_of
from project.rules.account.days import Calendar
from project.rules.training.forecast import WINDOW_DAYS
from project.rules.training.ladder import Session
from project.rules.training.overview import overview_to_plain
from project.rules.training.standing import Standing, read_standing, to_plain
from project.services.account.locking import lock_athletes
from project.services.library.signals import ladder_changed
from project.services.training import forecasts

AT_ONCE: Final = 50
"""Exercises whose logs are read together when everything is made anew."""

_PROGRESS: Final = ExerciseProgress.__table__
_STORED: Final = ("last_at", "proposal", "summary", "state")
_UPDATE: Final = (
    update(_PROGRESS)
    .where(_PROGRESS.c.exercise_definition_id == bindparam("which"))
    .values({name: bindparam(name) for name in _STORED})
)


def today_of(athlete: User) -> date:
    """Return the athlete's own day."""
    return today_in(athlete.calendar)


def today_in(calendar: Calendar) -> date:
    return calendar.day_of(utc_now())


def workout_added(athlete: User, workout_id: int) -> None:
    """Let the ladders follow a workout that is new in the log; the caller commits.

    Three statements for any number of exercises and any length of the log; one more when something
    was decided, one when it was dated back before another one, and up to three when forecasts are
    due.
    """
    db.session.flush()  # what was logged must be read
    added = log_of(None, athlete.calendar, workout_id=workout_id)
    if not added:
        return
    places = locked_positions(athlete, added)
    late = {key: place for key, place in places.items() if not _add(place.standing, added[key][0])}
    logs = log_of(late, athlete.calendar) if late else {}
    places |= {key: _anew(place, logs.get(key, [])) for key, place in late.items()}
    store(places)
    forecasts.judge_and_store(places, today_of(athlete), added=added, logs=logs)


def _add(standing: Standing, session: Session) -> bool:
    """Go on by a session; False when it does not come last, so that the log has to be read."""
    key = (session.at, session.workout)
    if standing.last is None or key > standing.last:
        standing.add(session)
    # Where nothing was stored the log was read just now, and the session with it.
    return standing.last == key


def log_changed(athlete: User, exercise_ids: Collection[int]) -> None:
    """Make standings anew after the log, the criteria or the levels of exercises changed.

    At most seven statements for every fifty exercises; the cost grows with their logs. The caller
    commits.
    """
    db.session.flush()  # what was changed must be read
    ids = list(exercise_ids)
    for start in range(0, len(ids), AT_ONCE):
        places = locked_positions(athlete, ids[start : start + AT_ONCE])
        logs = log_of(places, athlete.calendar) if places else {}
        places = {key: _anew(place, logs.get(key, [])) for key, place in places.items()}
        store(places)
        forecasts.judge_and_store(places, today_of(athlete), added={}, logs=logs)


def forget(exercise_ids: Collection[int]) -> None:
    """Forget standings whose log changes piece by piece; until they are made anew, pages read the log.

    One statement.
    """
    if exercise_ids:
        db.session.execute(
            delete(_PROGRESS).where(_PROGRESS.c.exercise_definition_id.in_(exercise_ids))
        )


@ladder_changed.connect
def _follow_ladder(athlete: User, exercise_ids: Collection[int]) -> None:
    log_changed(athlete, exercise_ids)


def rebuild(athlete: User) -> int:
    """Make all standings of the athlete anew; return how many were stored wrongly.

    Seven statements for every fifty exercises. The caller commits.
    """
    wrong = 0
    ids = queries.library_of(athlete.id)
    for start in range(0, len(ids), AT_ONCE):
        places = locked_positions(athlete, ids[start : start + AT_ONCE])
        logs = log_of(places, athlete.calendar)
        fresh = {key: _anew(place, logs.get(key, [])) for key, place in places.items()}
        wrong += sum(
            place.ladder.stored is not None and place.standing != fresh[key].standing
            for key, place in places.items()
        )
        store(fresh)
        forecasts.judge_and_store(fresh, today_of(athlete), added={}, logs=logs)
    return wrong


def judge(athlete: User) -> None:
    """Judge the athlete's forecasts whose time has come, and store what is shown this week.

    Nine statements at most; the cost grows with the logs of exercises that have open forecasts.
    The caller commits.
    """
    waiting = queries.with_open_forecasts(athlete.id)
    since = utc_now() - timedelta(days=WINDOW_DAYS + 1)
    ids = {*waiting, *queries.trained_since(athlete.id, since)}
    if ids:
        places = locked_positions(athlete, ids)
        logs = log_of(waiting, athlete.calendar) if waiting else {}
        forecasts.judge_and_store(places, today_of(athlete), added={}, logs=logs)


def locked_positions(athlete: User, ids: Collection[int]) -> dict[int, LadderPosition]:
    """Return the places, safe from another workout of the athlete that is saved meanwhile."""
    if db.engine.dialect.name != "sqlite":  # which has one writer at a time
        lock_athletes(athlete.id)
    return ladder_positions(ids, athlete.calendar)


def _anew(place: LadderPosition, log: list[Session]) -> LadderPosition:
    standing = place.standing
    return replace(place, standing=read_standing(standing.levels, standing.zone, log))


def store(places: Mapping[int, LadderPosition]) -> None:
    """Write the standings down; two statements at most."""
    changed, added = [], []
    for key, place in places.items():
        row = _row(place)
        if place.ladder.stored is None:
            added.append({"exercise_definition_id": key, **row})
        else:
            changed.append({"which": key, **row})
    if changed:
        db.session.execute(_UPDATE, changed)
    if added:
        db.session.execute(insert(_PROGRESS), added)


def _row(place: LadderPosition) -> dict[str, Any]:
    standing, shown = place.standing, place.overview()
    return {
        "last_at": standing.last and standing.last[0],
        "proposal": shown.proposal and shown.proposal.kind.value,
        "summary": _json(overview_to_plain(shown)),
        "state": _json({**to_plain(standing), "decided": bool(place.decisions)}),
    }


def _json(plain: dict[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
