"""Taking over a program: a copy with templates and exercises of the athlete's own."""

from dataclasses import replace

from project.enums import Visibility
from project.models import Program, User, fold, utc_now
from project.queries.library.exercises import ladder_of
from project.queries.training import programs as queries
from project.queries.training.programs import ProgramDayRow, ProgramRow
from project.queries.training.progression import ladder_positions
from project.queries.training.workouts import WorkoutDetail, detail
from project.rules.training.drafts import WorkoutDraft, WorkoutExerciseDraft
from project.rules.training.program_drafts import ProgramDayDraft, ProgramDraft
from project.services.library.copy_titles import copy_title
from project.services.library.exercises import bring_back_all
from project.services.training.joining import as_own, taken_over
from project.services.training.programs import begin_program, empty_template, fill_program
from project.services.training.progression_upkeep import today_of
from project.services.training.workout_templates import planned
from project.services.training.workouts import log_workout


def copy_program(
    source: ProgramRow, athlete: User, *, submit_key: str | None = None
) -> tuple[Program, bool]:
    """Copy a program that the athlete may see and say whether it is new; the caller commits.

    Its templates are copied, each once. Of somebody else's come order, notes and number of sets:
    exercises, levels and targets are the athlete's own, and what they lack is copied into their
    library. An exercise that its athlete has archived is left out, unless it has a counterpart.
    """
    is_own = source.user_id == athlete.id
    draft = ProgramDraft(
        title=_title(source, athlete) if is_own else source.title,
        description=source.description,
        days_a_week=source.days_a_week,
        focus=source.focus,
        weeks=source.weeks,
        deload_every=source.deload_every,
        goal_level_id=source.goal_level_id if is_own else None,
        visibility=Visibility.PRIVATE,
    )
    program, is_new = begin_program(
        athlete, draft, submit_key=submit_key, source=source.source, copied_from_id=source.id
    )
    if not is_new:
        return program, False
    templates = {
        number: _copied_template(number, source, athlete) for number in source.template_ids
    }
    days = [_day(day, templates.get(day.template_id or 0)) for day in source.days]
    fill_program(program, athlete, replace(draft, days=days))
    return program, True


def own_template(
    athlete: User, title: str, note: str, exercises: list[WorkoutExerciseDraft]
) -> int:
    """Store a template of the athlete's own exercises, an empty one where there are none."""
    if not exercises:
        return empty_template(athlete, title)
    draft = WorkoutDraft(title, utc_now(), Visibility.PRIVATE, note, exercises=exercises)
    return log_workout(athlete, draft, is_template=True)[0].id


def _title(source: ProgramRow, athlete: User) -> str:
    return copy_title(source.title, {fold(each) for each in queries.titles_of(athlete.id)})


def _day(day: ProgramDayRow, template_id: int | None) -> ProgramDayDraft:
    return ProgramDayDraft(
        title=day.title,
        kind=day.kind,
        is_optional=day.is_optional,
        template_id=template_id,
        new_template=day.lacks_template,
    )


def _copied_template(number: int, source: ProgramRow, athlete: User) -> int:
    # Templates are their athlete's alone; who may see the program may see what its days are.
    template = detail(number, source.user_id)
    if template is None:
        return empty_template(
            athlete, next(d.title for d in source.days if d.template_id == number)
        )
    if source.user_id == athlete.id:
        draft = WorkoutDraft(
            template.title,
            utc_now(),
            Visibility.PRIVATE,
            template.note,
            exercises=[each for each in planned(template.exercises) if each.sets],
        )
        if not draft.exercises:
            return empty_template(athlete, template.title)
        stored, _ = log_workout(athlete, draft, is_template=True, sources=template.exercises)
        return stored.id
    return own_template(athlete, template.title, template.note, _joined(template, athlete))


def _joined(template: WorkoutDetail, athlete: User) -> list[WorkoutExerciseDraft]:
    own = taken_over(template, athlete)
    bring_back_all(own.values())
    places = ladder_positions(set(own.values()), athlete.calendar) if own else {}
    notes = [each.note for each in template.exercises if own.get(each.definition_id) in places]
    exercises = as_own(template, own, places, today_of(athlete))
    ladders = ladder_of({each.definition_id for each in exercises})
    return [
        replace(draft, note=note)
        for draft, note in zip(planned(exercises), notes, strict=True)
        if draft.sets and ladders[draft.definition_id or 0]
    ]
