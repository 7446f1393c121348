"""Every model by name; migrations and callers import from here."""

from project.models.base import Base, UtcDateTime, fold, search_key, utc_now
from project.models.exercise import (
    ExerciseCategory,
    ExerciseCopy,
    ExerciseDefinition,
    ProgressionLevel,
    exercise_categories,
    search_text,
)
from project.models.limits import RateLimit
from project.models.mail import OutboxEmail
from project.models.progression import (
    ExerciseProgress,
    ProgressionDecision,
    ProgressionForecast,
)
from project.models.social import Block, Follower, Message, Notification
from project.models.user import User, UserSession
from project.models.workout import Exercise, Set, Workout

followers = Follower.__table__

__all__ = [
    "Base",
    "Block",
    "Exercise",
    "ExerciseCategory",
    "ExerciseCopy",
    "ExerciseDefinition",
    "ExerciseProgress",
    "Follower",
    "Message",
    "Notification",
    "OutboxEmail",
    "ProgressionDecision",
    "ProgressionForecast",
    "ProgressionLevel",
    "RateLimit",
    "Set",
    "User",
    "UserSession",
    "UtcDateTime",
    "Workout",
    "exercise_categories",
    "fold",
    "followers",
    "search_key",
    "search_text",
    "utc_now",
]
