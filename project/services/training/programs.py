"""Programs: days in order, each a template; checked, stored, copied and deleted whole."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from project.enums import DayKind, Visibility
from project.exceptions import StaleVersionError
from project.extensions import db
from project.i18n import gettext
from project.models import (
    Exercise,
    ExerciseDefinition,
    Program,
    ProgramDay,
    ProgressionLevel,
    User,
    Workout,
    utc_now,
)
from project.queries.training import programs as queries
from project.queries.training.programs import ProgramDayRow
from project.queries.training.workouts import performed_in
from project.rules.training.program_drafts import ProgramDayDraft, ProgramDraft
from project.services.account import caps
from project.services.training.program_check import check_program
from project.services.training.workout_check import key_fault, refuse

_DAYS: Final = ProgramDay.__table__
_PERFORMED: Final = Exercise.__table__
_WORKOUTS: Final = Workout.__table__


class StaleProgramError(StaleVersionError):
    """The program was changed since it was read."""

    def __init__(self) -> None:
        super().__init__(gettext("Dieses Programm wurde inzwischen geändert."))


def create_program(
    athlete: User,
    draft: ProgramDraft,
    *,
    submit_key: str | None = None,
    source: str = "",
    copied_from_id: int | None = None,
) -> tuple[Program, bool]:
    """Store a program and say whether it is new; the caller commits.

    Raises `InvalidError` with a sentence for each path. A form that was sent before, known by its
    ``submit_key``, gives the program it made then.
    """
    checked = _checked(athlete, draft, submit_key=submit_key)
    program, is_new = begin_program(
        athlete, checked, submit_key=submit_key, source=source, copied_from_id=copied_from_id
    )
    if is_new:
        _save_days(program, checked.days, [], athlete)
    return program, is_new


def begin_program(
    athlete: User,
    draft: ProgramDraft,
    *,
    submit_key: str | None,
    source: str = "",
    copied_from_id: int | None = None,
) -> tuple[Program, bool]:
    """Store a program of which nothing but the days is still to be checked, without its days.

    So whoever makes templates for it knows before that this is not the second time.
    """
    program = Program(
        user_id=athlete.id,
        submit_key=submit_key or None,
        source=source,
        copied_from_id=copied_from_id,
        **_columns(draft),
    )
    try:
        with db.session.begin_nested():
            db.session.add(program)
    except IntegrityError:
        earlier = queries.submitted(athlete.id, submit_key) if submit_key else None
        if earlier is None:
            raise
        return earlier, False
    caps.check_programs(athlete.id)
    return program, True


def fill_program(program: Program, athlete: User, draft: ProgramDraft) -> None:
    """Give a program that was just begun its days; raises `InvalidError` where a rule says no."""
    _save_days(program, _checked(athlete, draft).days, [], athlete)


def edit_program(
    program: Program, draft: ProgramDraft, *, athlete: User, version: int | None
) -> None:
    """Make the program what ``draft`` says; days that it names by id stay the same days.

    Raises `StaleProgramError` when it was changed since ``version`` was read; without a version
    nothing is compared.
    """
    stored = queries.days_of(program.id)
    checked = _checked(athlete, draft, stored=stored)
    if version is not None and version != program.version:
        raise StaleProgramError
    for name, value in _columns(checked).items():
        setattr(program, name, value)
    program.updated_at = utc_now()
    db.session.flush()  # the version is compared before any day is touched
    _save_days(program, checked.days, stored, athlete)


def delete_program(program: Program, athlete: User, *, with_templates: bool = False) -> None:
    """Delete the program; whoever follows it no longer does, and what was trained stays.

    With them go the templates of its days, but those that are days of another program, too.
    """
    templates = [day.template_id for day in queries.days_of(program.id) if day.template_id]
    db.session.execute(delete(Program).where(Program.id == program.id))
    if with_templates and templates:
        elsewhere = select(_DAYS.c.template_id).where(_DAYS.c.template_id.is_not(None))
        kept = set(db.session.scalars(elsewhere.where(_DAYS.c.template_id.in_(templates))))
        db.session.execute(
            delete(_WORKOUTS).where(
                _WORKOUTS.c.id.in_([number for number in templates if number not in kept]),
                _WORKOUTS.c.user_id == athlete.id,
                _WORKOUTS.c.is_template,
            )
        )


def empty_template(athlete: User, title: str) -> int:
    """Make a template without exercises, which its athlete fills in later; return its id."""
    template = Workout(
        title=title,
        user_id=athlete.id,
        timestamp=utc_now(),
        is_template=True,
        visibility=Visibility.PRIVATE.value,
    )
    db.session.add(template)
    db.session.flush()  # gives the id that the day names
    caps.check_workouts(athlete.id, template.id, templates=True)
    return template.id


def _checked(
    athlete: User,
    draft: ProgramDraft,
    *,
    stored: Sequence[ProgramDayRow] = (),
    submit_key: str | None = None,
) -> ProgramDraft:
    choices = queries.template_choices(athlete.id, athlete.calendar)
    checked, errors = check_program(draft, {each.id: each.title for each in choices}, stored)
    if text := key_fault(submit_key or None):
        errors["submit_key"] = text
    if draft.goal_level_id is not None and not _is_own_level(draft.goal_level_id, athlete.id):
        errors["goal_level_id"] = gettext("Diese Stufe gehört zu keiner deiner Übungen.")
    refuse(errors)
    return checked


def _is_own_level(level_id: int, athlete_id: int) -> bool:
    owner = (
        select(ExerciseDefinition.user_id)
        .join(ProgressionLevel, ProgressionLevel.exercise_definition_id == ExerciseDefinition.id)
        .where(ProgressionLevel.id == level_id)
    )
    return db.session.scalar(owner) == athlete_id


def _columns(draft: ProgramDraft) -> dict[str, Any]:
    return {
        "title": draft.title,
        "description": draft.description,
        "days_a_week": draft.days_a_week,
        "focus": str(draft.focus),
        "weeks": draft.weeks,
        "deload_every": draft.deload_every,
        "goal_level_id": draft.goal_level_id,
        "visibility": str(draft.visibility),
    }


def _save_days(
    program: Program,
    days: Sequence[ProgramDayDraft],
    stored: Sequence[ProgramDayRow],
    athlete: User,
) -> None:
    """Make the program's days these, in this order; those that a draft names stay the same rows."""
    named = {day.id for day in days}
    removed = [day.id for day in stored if day.id not in named]
    if removed:
        db.session.execute(delete(_DAYS).where(_DAYS.c.id.in_(removed)))
    days = [
        replace(day, template_id=empty_template(athlete, day.title)) if day.new_template else day
        for day in days
    ]
    rows = [
        {
            "day_order": order,
            "title": day.title,
            "kind": str(day.kind),
            "is_optional": day.is_optional and day.kind != DayKind.REST,
            "template_id": day.template_id,
        }
        for order, day in enumerate(days, 1)
    ]
    kept = [
        {"which": day.id, **{f"new_{name}": value for name, value in row.items()}}
        for day, row in zip(days, rows, strict=True)
        if day.id is not None
    ]
    if kept:
        # Places are unique, so all step aside first, to places below zero.
        which = _DAYS.c.id == bindparam("which")
        aside = update(_DAYS).where(which).values(day_order=-_DAYS.c.day_order)
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0]}
        db.session.execute(aside, [{"which": row["which"]} for row in kept])
        db.session.execute(update(_DAYS).where(which).values(values), kept)
    added = [
        {"program_id": program.id, **row}
        for day, row in zip(days, rows, strict=True)
        if day.id is None
    ]
    if added:
        db.session.execute(insert(_DAYS), added)
    _take_turns(days)


def _take_turns(days: Sequence[ProgramDayDraft]) -> None:
    """Store which exercises of the days' templates take turns; only what changes is written."""
    said = {
        day.template_id: day.in_turn for day in days if day.template_id and day.in_turn is not None
    }
    exercises = performed_in(said)
    changed = []
    for template_id, in_turn in said.items():
        wanted = _turns([each.id for each in exercises[template_id]], in_turn or frozenset())
        changed += [
            {"which": each.id, "turn": wanted.get(each.id)}
            for each in exercises[template_id]
            if each.alternation != wanted.get(each.id)
        ]
    if changed:
        db.session.execute(
            update(_PERFORMED)
            .where(_PERFORMED.c.id == bindparam("which"))
            .values(alternation=bindparam("turn")),
            changed,
        )


def _turns(ids: Sequence[int], in_turn: frozenset[int]) -> Mapping[int, int]:
    """Return the number that neighbours in turn share, counted from 1."""
    numbers: dict[int, int] = {}
    for before, each in pairwise(ids):
        if each in in_turn:
            numbers.setdefault(before, len(set(numbers.values())) + 1)
            numbers[each] = numbers[before]
    return numbers
