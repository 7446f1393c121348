"""What a file of training says, whatever app wrote it: plain values that nobody has stored yet.

A reader turns bytes into a `Reading`: workouts with exercises and sets, the notices about lines that
were left out or look odd, and the questions that the file leaves open. Reading the same bytes
again with `Answers` closes the questions; nothing is kept in between.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from project.enums import CountingType, Side


class SourceApp(StrEnum):
    """Who wrote the file; part of the keys, so a name once given stays."""

    STRONG = "strong"
    HEVY = "hevy"
    FITNOTES = "fitnotes"
    FITNOTES_2 = "fitnotes-2"
    FIT_NOTES_IOS = "fit-notes-ios"
    LIFTLOG = "liftlog"
    LIFTOSAUR = "liftosaur"
    CALISTHENICS_MEMORY = "calisthenics-memory"
    OWN = "own"
    COLUMNS = "columns"
    """Any other table: the athlete says what its columns mean."""


class SetKind(StrEnum):
    """What a set was for."""

    NORMAL = "normal"
    WARMUP = "warmup"
    FAILURE = "failure"
    DROP = "drop"


class WeightUnit(StrEnum):
    """The unit of the weights in a file."""

    KG = "kg"
    LB = "lb"


class DateOrder(StrEnum):
    """Whether 03/04 is the third of April or the fourth of March."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class Meaning(StrEnum):
    """What a column of an unknown table may mean."""

    IGNORE = "ignore"
    DATE = "date"
    """The day, with or without the time."""
    TIME = "time"
    TITLE = "title"
    WORKOUT_NOTE = "workout-note"
    LENGTH = "length"
    """How long the workout took."""
    EXERCISE = "exercise"
    LEVEL = "level"
    NOTE = "note"
    SET_NUMBER = "set-number"
    KIND = "kind"
    REPS = "reps"
    SECONDS = "seconds"
    WEIGHT = "weight"
    WEIGHT_UNIT = "weight-unit"
    SIDE = "side"
    RPE = "rpe"
    RIR = "rir"
    SUPERSET = "superset"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSet:
    """A set that was done: either ``reps`` or ``seconds``; below 0 a load is help by a band."""

    line: int
    number: int
    """Its place among the sets of its exercise as the file has them, from 1; part of the keys."""
    kind: SetKind = SetKind.NORMAL
    reps: int | None = None
    seconds: int | None = None
    load_kg: Decimal | None = None
    side: Side | None = None
    rpe: Decimal | None = None
    rir: int | None = None
    level: str = ""
    """Of our own files and of tables with such a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedExercise:
    """An exercise of a workout; what is done of it later in the same workout is one of its own."""

    name: str
    occurrence: int
    """How many of that name came before in the file at that moment, from 0; part of the keys."""
    sets: tuple[ImportedSet, ...]
    superset: int | None = None
    """Equal for exercises of one workout that were done in turns; from 0."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedWorkout:
    """``start`` has no offset where the file names none: then it is the athlete's own clock."""

    line: int
    start: datetime
    occurrence: int = 0
    """How many workouts of that very moment came before in the file; part of the key."""
    has_time: bool = True
    """Whether the file says the time of the day; without one, ``start`` is at noon."""
    title: str = ""
    note: str = ""
    length: int | None = None
    """In seconds."""
    exercises: tuple[ImportedExercise, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedLevel:
    """A rung of a ladder that the file itself knows: the exercise of that name is this level."""

    exercise: str
    level: str
    rung: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedLadder:
    """A ladder that the file itself knows, easiest level first."""

    name: str
    counting_type: CountingType
    levels: tuple[ImportedLevel, ...]


class Gravity(StrEnum):
    """How bad a notice is."""

    ERROR = "error"
    """Nothing can be read of the file."""
    SKIPPED = "skipped"
    """Something was left out, the rest is fine."""
    WARNING = "warning"
    """It was read, but somebody should look at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is to be said about a line; `sentences.sentence_of` has the words for it."""

    code: str
    gravity: Gravity
    line: int | None = None
    values: Mapping[str, str | int] = field(default_factory=dict)


class QuestionKind(StrEnum):
    """What a file may leave open."""

    UNIT = "unit"
    DATE_ORDER = "date-order"
    ZONE = "zone"
    BODY_MASS = "body-mass"
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An open question; reading goes on with ``proposal`` until it is answered.

    ``names`` are the exercises it is about (`BODY_MASS`) or the headers (`COLUMNS`), ``guesses``
    the proposed meaning of each header, ``samples`` the first values below them. A `ZONE` has no
    proposal here: that is the athlete's own.
    """

    kind: QuestionKind
    proposal: str = ""
    names: tuple[str, ...] = ()
    guesses: Mapping[str, Meaning] = field(default_factory=dict)
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    line: int | None = None
    """Where it first matters."""
    is_answered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the athlete said; None is not said yet. The zone is applied by who stores."""

    unit: WeightUnit | None = None
    date_order: DateOrder | None = None
    body_mass: frozenset[str] | None = None
    """The exercises whose weight is the athlete's own, by name as the file has it."""
    columns: Mapping[str, Meaning] | None = None


NO_ANSWERS: Final = Answers()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file says. With an ``error`` there are no workouts."""

    app: SourceApp | None
    shape: str = ""
    """Which of the app's forms it is, for people who report a fault."""
    workouts: tuple[ImportedWorkout, ...] = ()
    """Oldest first."""
    ladders: tuple[ImportedLadder, ...] = ()
    notices: tuple[Notice, ...] = ()
    """In the order of lines; at most 200 of each code."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many there were of each code."""
    questions: tuple[Question, ...] = ()

    @property
    def error(self) -> Notice | None:
        """Return why nothing can be read."""
        return next((one for one in self.notices if one.gravity is Gravity.ERROR), None)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Return what has to be asked before anything is stored."""
        return tuple(one for one in self.questions if not one.is_answered)

    def sets(self) -> Iterator[tuple[ImportedWorkout, ImportedExercise, ImportedSet]]:
        """Yield every set with where it stands."""
        for workout in self.workouts:
            for exercise in workout.exercises:
                for one in exercise.sets:
                    yield workout, exercise, one
