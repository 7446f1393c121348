"""Templates are made from workouts, and take over what was changed while training."""

from collections.abc import Sequence
from dataclasses import replace

from project.enums import Visibility
from project.models import User, Workout
from project.queries.training.workouts import PerformedExercise, WorkoutDetail
from project.rules.library.sets import planned_figures
from project.rules.training.drafts import WorkoutDraft, WorkoutExerciseDraft
from project.services.training.workouts import as_drafts, edit_workout, log_workout


def save_as_template(athlete: User, source: WorkoutDetail) -> tuple[Workout, bool]:
    """Make a template of the athlete's own workout and say whether it is new.

    One version of a workout makes one template, however often the button is pressed.
    """
    draft = WorkoutDraft(
        title=source.title,
        timestamp=source.timestamp,
        visibility=Visibility.PRIVATE,
        note=source.note,
        exercises=planned(source.exercises),
    )
    key = f"template-of-{source.id}-{source.version}"
    return log_workout(athlete, draft, submit_key=key, is_template=True, sources=source.exercises)


def write_back(
    athlete: User, template: Workout, stored: Sequence[PerformedExercise], workout: WorkoutDetail
) -> None:
    """Make the template's exercises and sets those of the workout that was made from it.

    ``stored`` is what is in the template now; its rows stay where exercise and place are the same.
    """
    left = list(stored)
    exercises = []
    for draft in planned(workout.exercises):
        old = next((e for e in left if e.definition_id == draft.definition_id), None)
        if old is not None:
            left.remove(old)
        exercises.append(_in_place_of(old, draft))
    wanted = WorkoutDraft(
        title=template.title,
        timestamp=template.timestamp,
        visibility=Visibility.PRIVATE,
        note=template.note,
        exercises=exercises,
    )
    edit_workout(
        template,
        wanted,
        athlete=athlete,
        version=None,
        stored=stored,
        sources=workout.exercises,
    )


def planned(exercises: Sequence[PerformedExercise]) -> list[WorkoutExerciseDraft]:
    """Return performed exercises as a plan: new rows, without what is judged only afterwards."""
    return [
        replace(
            draft,
            id=None,
            sets=tuple(replace(row, id=None, **planned_figures(row)) for row in draft.sets),
        )
        for draft in as_drafts(exercises)
    ]


def _in_place_of(
    old: PerformedExercise | None, draft: WorkoutExerciseDraft
) -> WorkoutExerciseDraft:
    if old is None:
        return draft
    ids = [row.id for row in old.sets]
    sets = tuple(
        replace(row, id=ids[place] if place < len(ids) else None)
        for place, row in enumerate(draft.sets)
    )
    return replace(draft, id=old.id, sets=sets)
