"""Every model by name; migrations and callers import from here."""

from project.models.account.names import GivenUpName
from project.models.account.user import User, UserSession
from project.models.base import (
    CLOCKS_DIFFER,
    Base,
    UtcDateTime,
    fold,
    search_key,
    sort_key,
    utc_now,
)
from project.models.library.exercise import (
    ExerciseCategory,
    ExerciseCopy,
    ExerciseDefinition,
    ProgressionLevel,
    exercise_categories,
    search_text,
    shown_category,
)
from project.models.people.social import Block, Follower, Message, Notification
from project.models.site.limits import RateLimit
from project.models.site.mail import OutboxEmail
from project.models.training.imports import (
    ImportColumn,
    ImportedWorkout,
    ImportName,
    ImportPart,
    TrainingImport,
)
from project.models.training.program import (
    Enrolment,
    EnrolmentPause,
    EnrolmentStep,
    Program,
    ProgramDay,
    ProgramWorkout,
)
from project.models.training.progression import (
    ExerciseProgress,
    ProgressionDecision,
    ProgressionForecast,
)
from project.models.training.workout import Exercise, Set, Workout

followers = Follower.__table__

__all__ = [
    "CLOCKS_DIFFER",
    "Base",
    "Block",
    "Enrolment",
    "EnrolmentPause",
    "EnrolmentStep",
    "Exercise",
    "ExerciseCategory",
    "ExerciseCopy",
    "ExerciseDefinition",
    "ExerciseProgress",
    "Follower",
    "GivenUpName",
    "ImportColumn",
    "ImportName",
    "ImportPart",
    "ImportedWorkout",
    "Message",
    "Notification",
    "OutboxEmail",
    "Program",
    "ProgramDay",
    "ProgramWorkout",
    "ProgressionDecision",
    "ProgressionForecast",
    "ProgressionLevel",
    "RateLimit",
    "Set",
    "TrainingImport",
    "User",
    "UserSession",
    "UtcDateTime",
    "Workout",
    "exercise_categories",
    "fold",
    "followers",
    "search_key",
    "search_text",
    "shown_category",
    "sort_key",
    "utc_now",
]
