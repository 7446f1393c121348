"""Workouts that lie ahead: plans for one day, which are templates until they are done."""

from datetime import datetime
from typing import Final

from sqlalchemy import Table, delete

from project.extensions import db
from project.models import User, Workout
from project.services.training.progression_upkeep import today_of

_WORKOUTS: Final[Table] = Workout.__table__


def is_ahead(moment: datetime, athlete: User) -> bool:
    """Whether the moment is on a later day than the athlete's own today."""
    return athlete.calendar.day_of(moment) > today_of(athlete)


def forget(template_id: int | None, athlete_id: int) -> None:
    """Delete the plan that a workout was made from, as it is done now; other templates stay."""
    if template_id is not None:
        db.session.execute(
            delete(_WORKOUTS).where(
                _WORKOUTS.c.id == template_id,
                _WORKOUTS.c.user_id == athlete_id,
                _WORKOUTS.c.is_planned,
            )
        )
