"""A program as a file, in the form of an export: written, and taken into an account."""

from dataclasses import replace

from project.enums import DayKind, Visibility
from project.exceptions import FieldError, InvalidError
from project.i18n import gettext
from project.models import Program, User, utc_now
from project.queries.site.program_file import sections_of
from project.rules.training.program_drafts import ProgramDayDraft, ProgramDraft
from project.rules.training.transfer.own_objects import OwnProgram, OwnTraining, OwnWorkout
from project.services.account import caps
from project.services.account.locking import lock_athletes
from project.services.site.export import json_pieces
from project.services.site.restored_library import restore_library
from project.services.site.restoring import as_new_workout
from project.services.training import progression_upkeep
from project.services.training.programs import begin_program, fill_program
from project.services.training.workout_bulk import log_workouts


def program_file(athlete: User, program_id: int) -> str:
    """Return the file of the athlete's program."""
    return "".join(json_pieces(athlete.id, sections_of(program_id)))


def take_program(
    athlete: User, training: OwnTraining, *, submit_key: str | None = None
) -> tuple[Program, bool]:
    """Store the program of a file and say whether it is new; the caller commits.

    Its exercises are found in the athlete's library by title, or made; its templates are new and
    private. Raises `FieldError` for a file of no program or of several, and where a rule says no.
    """
    program = _only(training.programs)
    lock_athletes(athlete.id)
    draft = _draft(program)
    made, is_new = begin_program(athlete, draft, submit_key=submit_key, source=program.source)
    if not is_new:
        return made, False
    try:
        templates = _templates(athlete, program, training)
        days = [
            ProgramDayDraft(
                title=day.title,
                kind=day.kind,
                is_optional=day.is_optional,
                template_id=templates.get(day.template) if day.template else None,
                new_template=day.template is None and day.kind != DayKind.REST,
            )
            for day in program.days
        ]
        fill_program(made, athlete, replace(draft, days=days))
    except InvalidError as error:
        raise FieldError("file", next(iter(error.fields.values()))) from error
    return made, True


def _only(programs: list[OwnProgram]) -> OwnProgram:
    if not programs:
        raise FieldError("file", gettext("In dieser Datei ist kein Programm."))
    if len(programs) > 1:
        text = gettext(
            "In dieser Datei ist mehr als ein Programm. Einen ganzen Export bringst du in den"
            " Einstellungen zurück."
        )
        raise FieldError("file", text)
    return programs[0]


def _draft(program: OwnProgram) -> ProgramDraft:
    return ProgramDraft(
        title=program.title,
        description=program.description,
        days_a_week=program.days_a_week,
        focus=program.focus,
        weeks=program.weeks,
        deload_every=program.deload_every,
        visibility=Visibility.PRIVATE,
    )


def _templates(athlete: User, program: OwnProgram, training: OwnTraining) -> dict[OwnWorkout, int]:
    """Store the templates of the days, and of the library what they need."""
    wanted = list(dict.fromkeys(day.template for day in program.days if day.template))
    rows = [performed for template in wanted for performed in template.exercises]
    used = {performed.exercise for performed in rows}
    library = restore_library(
        athlete,
        [exercise for exercise in training.exercises if exercise in used],
        seen={},
        needed={one.level for performed in rows for one in performed.sets if one.level},
    )
    progression_upkeep.forget(library.touched)
    progression_upkeep.log_changed(athlete, library.touched)
    new = [as_new_workout(_plain(template), None, library, None) for template in wanted]
    ids = log_workouts(athlete, new).ids
    if ids:
        caps.check_workouts(athlete.id, max(ids), templates=True)
    return dict(zip(wanted, ids, strict=True))


def _plain(template: OwnWorkout) -> OwnWorkout:
    return replace(
        template,
        timestamp=utc_now(),
        is_planned=False,
        is_running=False,
        is_done=False,
        visibility=Visibility.PRIVATE,
    )
