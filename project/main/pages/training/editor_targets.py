"""The next target in the workout editor: rows are prefilled with it, and its reason is beside."""

from collections.abc import Collection, Sequence
from functools import cached_property

from project.main.forms.training.workout_actions import sides_of
from project.main.forms.training.workout_rows import ExerciseBlock, SetRow
from project.main.pages.training.ladder_cards import LadderCard
from project.main.pages.training.ladder_words import DOT, amount
from project.models import User
from project.queries.library.editor_exercises import EditorExercise
from project.queries.training.last_time import LogOwner
from project.queries.training.past_sessions import past_sessions
from project.queries.training.progression import LadderSummary, ladder_summaries
from project.rules.library.durations import parse_duration
from project.rules.library.sets import is_own_set
from project.rules.training.pairs import ranks
from project.rules.training.targets import Target, planned_values
from project.services.training.progression_upkeep import today_of

_HERE = 0
"""Stands for the one level that has a target."""


class EditorTargets:
    """The next targets at the level where the athlete stands, exercise by exercise."""

    def __init__(self, athlete: User, ids: Collection[int]) -> None:
        """``ids`` are exercises of the athlete's own; they are looked up once asked for."""
        self._athlete = athlete
        self._ids = ids
        self._today = today_of(athlete)

    @cached_property
    def _glances(self) -> dict[int, LadderSummary]:
        return ladder_summaries(self._ids, self._athlete.calendar)

    @cached_property
    def last_notes(self) -> dict[int, str]:
        """What was noted with these exercises the last time."""
        owner = LogOwner(self._athlete.id, self._athlete.calendar, self._today)
        past = past_sessions(self._ids, owner, latest=1)
        return {key: DOT.join(session.notes) for key, (session,) in past.items() if session.notes}

    def card(self, block: ExerciseBlock) -> LadderCard | None:
        """Return target and reason for a block, None where there is nothing to aim for."""
        glance = self._glances.get(block.exercise_id or 0)
        card = LadderCard.of(glance, self._today) if glance else None
        return card if card and card.target else None

    def fill(self, exercise_id: int, rows: Sequence[SetRow], *, since: int = 0) -> None:
        """Put the target's values into the rows at the level, those from ``since`` on.

        A new level keeps what is there.
        """
        glance = self._glances.get(exercise_id)
        target = self._target(glance)
        if glance is None or target is None:
            return
        field = glance.counting_type
        here = [(place, row) for place, row in enumerate(rows) if _is_at(row, glance)]
        plan = [(_HERE, row.text("side") or None, _number(row.text(field))) for _, row in here]
        for (place, row), value in zip(here, planned_values(plan, {_HERE: target}), strict=True):
            if place >= since:
                row.values[field] = amount(value, field)

    def fill_added(self, block: ExerciseBlock, since: int) -> None:
        """Let rows that were just added be the next ones of the target."""
        glance = self._glances.get(block.exercise_id or 0)
        if glance and since == 0:
            for row in block.rows:
                row.values["progression"] = glance.overview.name
        self.fill(block.exercise_id or 0, block.rows, since=since)
        for row in block.rows[since:]:
            row.plan()

    def fresh(self, exercise: EditorExercise, last: list[SetRow]) -> list[SetRow]:
        """Return the rows an exercise starts with: those of last time, with the target's values.

        At a level that was not done last time, there is a row for each set of the target.
        """
        glance = self._glances.get(exercise.id)
        target = self._target(glance)
        if glance and target and not any(_is_at(row, glance) for row in last):
            field, name = glance.counting_type, glance.overview.name
            return [
                SetRow({"progression": name, field: amount(value, field), **side})
                for value in target.values
                for side in sides_of(exercise)
            ]
        self.fill(exercise.id, last)
        return last

    def along(self, exercise: EditorExercise, sides: Sequence[str]) -> list[SetRow]:
        """Return a row for each of ``sides``, at the athlete's level, with the target's values.

        Where the exercise takes sides, a set without one is a row for each.
        Of an exercise that was never done only the easiest level is known.
        """
        glance = self._glances.get(exercise.id)
        target = self._target(glance)
        field, easiest = exercise.counting_type, exercise.level_names[:1]
        level = glance.overview.name if glance else "".join(easiest)
        values = target.values if target else ()
        rows = [
            each for side in sides for each in ([{"side": side}] if side else sides_of(exercise))
        ]
        return [
            SetRow(
                {
                    "progression": level,
                    field: amount(values[min(rank, len(values) - 1)], field) if values else "",
                    **side,
                }
            )
            for rank, side in zip(ranks([each.get("side") for each in rows]), rows, strict=True)
        ]

    def _target(self, glance: LadderSummary | None) -> Target | None:
        return glance.overview.target(self._today) if glance else None


def _is_at(row: SetRow, glance: LadderSummary) -> bool:
    if not is_own_set(row.text("type") or None):
        return False
    return row.text("progression") == glance.overview.name


def _number(text: str) -> int:
    return parse_duration(text) or 0
