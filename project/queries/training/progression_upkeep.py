"""Whose standings and forecasts are to be looked after."""

from datetime import datetime
from typing import Final

from sqlalchemy import select

from project.extensions import db
from project.models import (
    ExerciseDefinition,
    ExerciseProgress,
    ProgressionForecast,
    ProgressionLevel,
)

_DEFINITIONS: Final = ExerciseDefinition.__table__
_LEVELS: Final = ProgressionLevel.__table__
_PROGRESS: Final = ExerciseProgress.__table__
_FORECASTS: Final = ProgressionForecast.__table__


def athletes_with(*, forecasts: bool) -> list[int]:
    """Return the ids of athletes who have exercises, or of those whose page may show a forecast."""
    query = select(_DEFINITIONS.c.user_id).distinct().order_by(_DEFINITIONS.c.user_id)
    if forecasts:
        query = query.join(_PROGRESS, _PROGRESS.c.exercise_definition_id == _DEFINITIONS.c.id)
        query = query.where(_PROGRESS.c.last_at.is_not(None))
    return list(db.session.scalars(query))


def library_of(athlete_id: int) -> list[int]:
    """Return the ids of all the athlete's exercises, archived ones too."""
    return list(
        db.session.scalars(
            select(_DEFINITIONS.c.id)
            .where(_DEFINITIONS.c.user_id == athlete_id)
            .order_by(_DEFINITIONS.c.id)
        )
    )


def trained_since(athlete_id: int, moment: datetime) -> list[int]:
    """Return the ids of the athlete's exercises with a session since then."""
    return list(
        db.session.scalars(
            select(_DEFINITIONS.c.id)
            .join(_PROGRESS, _PROGRESS.c.exercise_definition_id == _DEFINITIONS.c.id)
            .where(_DEFINITIONS.c.user_id == athlete_id, _PROGRESS.c.last_at >= moment)
        )
    )


def with_open_forecasts(athlete_id: int) -> list[int]:
    """Return the ids of the athlete's exercises with a forecast that was not judged yet."""
    return list(
        db.session.scalars(
            select(_DEFINITIONS.c.id)
            .join(_LEVELS, _LEVELS.c.exercise_definition_id == _DEFINITIONS.c.id)
            .join(_FORECASTS, _FORECASTS.c.progression_level_id == _LEVELS.c.id)
            .where(_DEFINITIONS.c.user_id == athlete_id, _FORECASTS.c.outcome == "open")
            .distinct()
        )
    )
