"""What somebody wants to store of a program: plain values, checked by nobody yet.

Forms, files and ready-made programs make drafts; `services.training.programs` checks and stores them.
What could not be read stands in ``unreadable``, by path: ``days.2.title`` is the title of the third day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from project.enums import DayKind, ProgramFocus, Visibility


@dataclass(frozen=True, slots=True)
class ProgramDayDraft:
    """A day; an empty title is that of its template. ``id`` names the stored day that it goes on.

    ``new_template`` asks for an empty template. ``in_turn`` are the exercises of the template, by the
    ids of their rows, that take turns with the one before them; None says nothing of it.
    """

    title: str = ""
    kind: DayKind | str = DayKind.TRAINING
    is_optional: bool = False
    template_id: int | None = None
    new_template: bool = False
    id: int | None = None
    in_turn: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class ProgramDraft:
    """A program; ``weeks`` is None where it has no end, ``deload_every`` where no week is lighter."""

    title: str
    days_a_week: int | None
    days: Sequence[ProgramDayDraft] = ()
    description: str = ""
    focus: ProgramFocus | str = ProgramFocus.WHOLE
    weeks: int | None = None
    deload_every: int | None = None
    goal_level_id: int | None = None
    visibility: Visibility | str = Visibility.PRIVATE
    unreadable: Mapping[str, str] = field(default_factory=dict)
