"""Programs as drafts: short ways to write, store and read them through the service."""

from dataclasses import replace
from typing import Any

from flask import Flask

from project.enums import DayKind, Visibility
from project.extensions import db
from project.models import ExerciseDefinition, User, Workout
from project.queries.training.programs import ProgramRow, detail, own
from project.rules.training.program_drafts import ProgramDayDraft, ProgramDraft
from project.services.training import program_copies, programs
from tests.support.make import Make


def program_of(*days: ProgramDayDraft, **changes: Any) -> ProgramDraft:
    return replace(ProgramDraft("Im Kreis", 3, days), **changes)


def day_of(template: Workout | None = None, title: str = "", **changes: Any) -> ProgramDayDraft:
    return replace(ProgramDayDraft(title, template_id=template.id if template else None), **changes)


REST = ProgramDayDraft(kind=DayKind.REST)


def template_of(
    make: Make, athlete: User, title: str, *definitions: ExerciseDefinition, **columns: Any
) -> Workout:
    """A template of two sets at the easiest level of each exercise."""
    rows = [(each, [(each.levels[0].name, 5)] * 2) for each in definitions]
    return make.workout(
        athlete=athlete,
        title=title,
        exercises=rows,
        is_template=True,
        visibility=Visibility.PRIVATE,
        **columns,
    )


def create(app: Flask, athlete: User, draft: ProgramDraft, **options: Any) -> tuple[int, bool]:
    with app.app_context():
        program, is_new = programs.create_program(
            db.session.get_one(User, athlete.id), draft, **options
        )
        db.session.commit()
        return program.id, is_new


def change(
    app: Flask, athlete: User, program_id: int, draft: ProgramDraft, version: int | None = None
) -> None:
    with app.app_context():
        program = own(program_id, athlete.id)
        assert program is not None
        owner = db.session.get_one(User, athlete.id)
        programs.edit_program(program, draft, athlete=owner, version=version)
        db.session.commit()


def remove(app: Flask, athlete: User, program_id: int, *, with_templates: bool = False) -> None:
    with app.app_context():
        program = own(program_id, athlete.id)
        assert program is not None
        owner = db.session.get_one(User, athlete.id)
        programs.delete_program(program, owner, with_templates=with_templates)
        db.session.commit()


def copy(app: Flask, athlete: User, program_id: int, **options: Any) -> tuple[int, bool]:
    with app.app_context():
        source = detail(program_id, athlete.id)
        assert source is not None
        program, is_new = program_copies.copy_program(
            source, db.session.get_one(User, athlete.id), **options
        )
        db.session.commit()
        return program.id, is_new


def read(app: Flask, athlete: User, program_id: int) -> ProgramRow:
    with app.app_context():
        found = detail(program_id, athlete.id)
    assert found is not None
    return found
