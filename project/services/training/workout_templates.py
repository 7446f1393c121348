"""Templates are made from workouts, and take over what was changed while training."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from project.enums import Visibility
from project.models import User, Workout
from project.queries.training.workout_templates import turns_of
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
    Of exercises that take turns, those that were not done this time stay beside the one that was.
    """
    left = list(stored)
    done = {each.definition_id for each in workout.exercises}
    beside = {
        first.id: [each for each in others if each.definition_id not in done]
        for first, *others in turns_of(stored, done)
    }
    exercises = []
    for draft in planned(workout.exercises):
        old = next((e for e in left if e.definition_id == draft.definition_id), None)
        if old is not None:
            left.remove(old)
        exercises += _among_turns(_in_place_of(old, draft), old, beside)
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


def _among_turns(
    draft: WorkoutExerciseDraft,
    old: PerformedExercise | None,
    beside: Mapping[int, Sequence[PerformedExercise]],
) -> list[WorkoutExerciseDraft]:
    """Return an exercise with those that take turns with it, in the template's order."""
    waiting = beside.get(old.id, ()) if old else ()
    if old is None or not waiting:
        return [draft]
    return [
        draft if each is old else as_drafts([each])[0]
        for each in sorted([old, *waiting], key=lambda each: each.order)
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
