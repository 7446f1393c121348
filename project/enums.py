"""Closed sets of words; this module imports nothing of ours."""

from enum import StrEnum


class CountingType(StrEnum):
    """How the sets of an exercise are counted."""

    REPS = "reps"
    DURATION = "duration"


class Visibility(StrEnum):
    """Who may see a workout besides its athlete."""

    ALL = "all"
    FOLLOWERS = "followers"
    PRIVATE = "private"


class ImportState(StrEnum):
    """How far an import is."""

    OPEN = "open"
    STORING = "storing"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class Side(StrEnum):
    """The side a one-sided set was done on."""

    LEFT = "left"
    RIGHT = "right"


class SetType(StrEnum):
    """What kind of set it was; an ordinary one has none of these."""

    WARM_UP = "warmup"
    """Counts nowhere."""
    FAILURE = "failure"
    """Done until no further repetition went; counts like any other."""
    SEGMENT = "segment"
    """Goes on from the set before it at an easier level: volume, but no set of its own."""


class ProgramFocus(StrEnum):
    """What a program is about."""

    WHOLE = "whole"
    SPLIT = "split"
    PULL = "pull"
    PUSH = "push"
    LEGS = "legs"
    SKILL = "skill"


class DayKind(StrEnum):
    """What a day of a program is for."""

    TRAINING = "training"
    SKILL = "skill"
    """Practice that may be daily: a handstand."""
    REST = "rest"


class StepKind(StrEnum):
    """What moves a program on without a workout."""

    SKIPPED = "skipped"
    CHOSEN = "chosen"


class NotificationName(StrEnum):
    """Names of notifications; there is one row per athlete and name."""

    UNREAD_MESSAGES = "unread_message_count"
    NEW_FOLLOWERS = "new_followers"
    FOLLOW_REQUESTS = "follow_requests"
    FOLLOW_ACCEPTED = "follow_accepted"


class FlashLevel(StrEnum):
    """Levels of the short messages shown after a change."""

    SUCCESS = "success"
    INFO = "info"
    WARNING = "warning"
    ERROR = "danger"


class Registration(StrEnum):
    """Who may open an account."""

    OPEN = "open"
    INVITE = "invite"
    CLOSED = "closed"


class Purpose(StrEnum):
    """What a mailed token is good for; each purpose has a salt of its own."""

    CONFIRM = "confirm-email"
    RESET = "reset-password"
    CHANGE_EMAIL = "change-email"
    INVITE = "invite"
    STOP_REMINDERS = "stop-reminders"
