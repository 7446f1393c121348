"""What our own archive says, as objects that hold each other: no id of a file is among them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from project.enums import CountingType, Visibility
from project.rules.library.criteria import CriteriaOverride
from project.rules.library.level_texts import LevelTexts


@dataclass(slots=True, eq=False)
class OwnLevel:
    name: str
    order: int
    texts: LevelTexts
    criteria: CriteriaOverride
    picture: str = ""
    """What its picture is called in the archive; here it is stored under another name."""


@dataclass(slots=True, eq=False)
class OwnExercise:
    line: int
    title: str
    description: str
    counting_type: CountingType
    archived: bool
    on_profile: bool
    rest_seconds: int
    switched_on: frozenset[str]
    pinned_note: str
    criteria: CriteriaOverride
    levels: list[OwnLevel] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class OwnSet:
    """``level`` is None where it left its ladder; ``name`` is what it was called at that time."""

    order: int
    name: str
    level: OwnLevel | None
    figures: dict[str, Any]


@dataclass(slots=True, eq=False)
class OwnPerformed:
    order: int
    exercise: OwnExercise | None
    superset: int | None
    alternation: int | None
    note: str
    sets: list[OwnSet] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class OwnWorkout:
    line: int
    title: str
    timestamp: datetime
    is_template: bool
    is_planned: bool
    is_done: bool
    is_running: bool
    visibility: Visibility
    note: str
    effort: int | None
    started_at: datetime | None
    finished_at: datetime | None
    last_set_at: datetime | None
    paused: int
    length_confirmed: bool
    is_deload: bool
    timezone: str | None
    template: "OwnWorkout | None" = None
    exercises: list[OwnPerformed] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class OwnEvidence:
    workout: OwnWorkout | None
    at: str
    values: list[int]


@dataclass(slots=True, eq=False)
class OwnDecision:
    exercise: OwnExercise
    kind: str
    answer: str
    from_level: OwnLevel | None
    from_name: str
    to_level: OwnLevel | None
    to_name: str
    evidence: list[OwnEvidence]
    decided_at: datetime
    undone_at: datetime | None


@dataclass(slots=True, eq=False)
class OwnForecast:
    level: OwnLevel
    made_on: date
    weeks_from: int
    weeks_to: int
    outcome: str
    judged_on: date | None


@dataclass(slots=True, eq=False)
class OwnDay:
    """A day of a program; its template is None where it has none."""

    order: int
    title: str
    kind: str
    is_optional: bool
    template: OwnWorkout | None = None


@dataclass(slots=True, eq=False)
class OwnStep:
    day: OwnDay
    kind: str
    at: datetime


@dataclass(slots=True, eq=False)
class OwnPause:
    began_on: date
    ended_on: date | None


@dataclass(slots=True, eq=False)
class OwnEnrolment:
    """``workouts`` were done for it, each for a day that may be gone by now."""

    weekdays: str
    started_at: datetime
    deload_from: date | None
    deload_until: date | None
    ended_at: datetime | None
    steps: list[OwnStep] = field(default_factory=list)
    pauses: list[OwnPause] = field(default_factory=list)
    workouts: list[tuple[OwnWorkout, OwnDay | None]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class OwnProgram:
    line: int
    title: str
    description: str
    days_a_week: int
    focus: str
    weeks: int | None
    deload_every: int | None
    goal_level: OwnLevel | None
    visibility: Visibility
    source: str
    created_at: datetime
    days: list[OwnDay] = field(default_factory=list)
    enrolments: list[OwnEnrolment] = field(default_factory=list)


@dataclass(slots=True)
class OwnTraining:
    """All of it, in the order of the archive."""

    zone: str | None
    exercises: list[OwnExercise]
    workouts: list[OwnWorkout]
    decisions: list[OwnDecision]
    forecasts: list[OwnForecast]
    programs: list[OwnProgram]
