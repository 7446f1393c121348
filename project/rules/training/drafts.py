"""What somebody wants to store of a workout: plain values, checked by nobody yet.

Forms, the phone logger, imports and programs for others make drafts; `services.training.workouts` checks
them and is the only one that stores. What could not be read at all stands in ``unreadable``, by
path, so that one answer names everything that is wrong. A path reads ``exercises.0.sets.2.reps``:
the member's name, and the place in a list counted from 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from project.enums import Visibility
from project.rules.library.sets import SetFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDraft(SetFigures):
    """A set; its level by id, by name, or both. ``id`` names the stored set that it goes on.

    ``planned`` says that it stands as it was suggested: nobody has said yet that it was done.
    """

    level: str = ""
    level_id: int | None = None
    id: int | None = None
    planned: bool = False


@dataclass(frozen=True, slots=True)
class WorkoutExerciseDraft:
    """An exercise of a workout; ``definition_id`` is None where none was chosen.

    ``id`` names the stored exercise that it goes on, and whose ``alternation`` stays.
    """

    definition_id: int | None
    sets: Sequence[SetDraft] = ()
    superset: int | None = None
    note: str = ""
    id: int | None = None
    alternation: int | None = None


@dataclass(frozen=True, slots=True)
class LengthDraft:
    """What somebody says of a length: when it ended, None for no length, and seconds of pauses."""

    ended: datetime | None
    paused: int = 0


@dataclass(frozen=True, slots=True)
class WorkoutDraft:
    """A workout or template; an empty title is none: what is shown then is made when it is shown."""

    title: str
    timestamp: datetime
    visibility: Visibility
    note: str = ""
    effort: int | None = None
    exercises: Sequence[WorkoutExerciseDraft] = ()
    unreadable: Mapping[str, str] = field(default_factory=dict)
    length: LengthDraft | None = None
    """None says nothing of it: what is stored stays."""
    halves_meant: bool = True
    """Whether sets of one side alone are meant; where nobody has said so, it is asked."""


@dataclass(frozen=True, slots=True)
class NewWorkout:
    """A workout to be stored among many; ``submit_key`` makes one that comes again the same one."""

    draft: WorkoutDraft
    submit_key: str | None = None
    is_template: bool = False
    is_done: bool = False
    started_at: datetime | None = None
    finished_at: datetime | None = None
    paused: int = 0
    timezone: str | None = None
    """Where it was done; None is where the athlete is now."""

    is_planned: bool = False
    last_set_at: datetime | None = None
    length_confirmed: bool = False
    is_deload: bool = False
    stood: Mapping[int, Mapping[str, int | None]] | None = None
    """Of what comes back from an archive: the names its sets bore, with their levels, by exercise.

    Those stay whatever became of exercise and ladder, and such a workout may be empty.
    """
