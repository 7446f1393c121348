"""Whether an athlete has as much of something as they may have; one statement each.

The database steps over that many entries of an index and stops: next to nothing for who has few.
"""

from sqlalchemy import false, select, true

from project.extensions import db
from project.models import ExerciseDefinition, Follower, Program, Workout


def has_exercises(user_id: int, most: int) -> bool:
    """Return whether the library has ``most`` exercises, archived ones included."""
    rows = select(ExerciseDefinition.id).where(ExerciseDefinition.user_id == user_id)
    return db.session.scalar(rows.offset(most - 1).limit(1)) is not None


def has_workouts(user_id: int, most: int, *, templates: bool) -> bool:
    """Return whether the athlete has ``most`` workouts, or templates."""
    kind = true() if templates else false()
    rows = select(Workout.id).where(Workout.user_id == user_id, Workout.is_template == kind)
    return db.session.scalar(rows.offset(most - 1).limit(1)) is not None


def has_programs(user_id: int, most: int) -> bool:
    """Return whether the athlete has ``most`` programs."""
    rows = select(Program.id).where(Program.user_id == user_id)
    return db.session.scalar(rows.offset(most - 1).limit(1)) is not None


def follows(user_id: int, most: int) -> bool:
    """Return whether the athlete follows ``most`` others or asked to."""
    rows = select(Follower.followed_id).where(Follower.follower_id == user_id)
    return db.session.scalar(rows.offset(most - 1).limit(1)) is not None
