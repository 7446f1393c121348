"""``flask import``: bring an athlete's history from another app, as its page does."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

import click
from flask.cli import with_appcontext

from project.database import expecting
from project.enums import ImportState, Visibility
from project.exceptions import DomainError
from project.extensions import db
from project.i18n import commands_speak, site_language, speaking
from project.models import TrainingImport, User
from project.queries.account.accounts import for_sign_in
from project.queries.training import imports as queries
from project.rules.training.transfer.types import Answers, DateOrder, QuestionKind, WeightUnit
from project.services.training import import_pieces, import_row, imports
from project.services.training.import_row import FileAnswers

FOR_CRON: Final = 60.0
"""Seconds that cron spends on imports whose page was left."""


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--athlete", required=True, help="Whose training it is: name or address.")
@click.option("--unit", type=click.Choice([each.value for each in WeightUnit]), help="Of weights.")
@click.option(
    "--dates",
    type=click.Choice([each.value for each in DateOrder]),
    help="What comes first in a date such as 03/04.",
)
@click.option("--zone", help="Time zone of the file; the athlete's own by default.")
@click.option(
    "--visibility",
    type=click.Choice([each.value for each in Visibility]),
    default=Visibility.PRIVATE.value,
    show_default=True,
    help="Who may see the workouts.",
)
@with_appcontext
def import_file(
    file: Path,
    *,
    athlete: str,
    unit: str | None,
    dates: str | None,
    zone: str | None,
    visibility: str,
) -> None:
    """Import FILE from another app; names become what the page would propose."""
    with _reading():
        user = for_sign_in(athlete)
    if user is None:
        _refuse("No such athlete.")
    said = Answers(
        unit=WeightUnit(unit) if unit else None, date_order=DateOrder(dates) if dates else None
    )
    try:
        with commands_speak():
            made = _begun(user, file, FileAnswers(said, zone or user.timezone))
    except DomainError as error:
        db.session.rollback()
        _refuse(error.message)
    if not import_row.is_ready(made):
        _refuse(_questions(made))
    try:
        with _reading():
            prepared = imports.prepare(made, user)
        with speaking(user.language or site_language()):  # in which new exercises are named
            imports.start(made, user, prepared, visibility=Visibility(visibility))
    except DomainError as error:
        db.session.rollback()
        _refuse(error.message)
    db.session.commit()
    _finish(made.id, user.id, None)
    done = db.session.get_one(TrainingImport, made.id)
    click.echo(
        f"{done.workouts_added} workouts and {done.sets_added} sets are new,"
        f" {done.workouts_grown} workouts have new sets."
    )


def go_on(seconds: float = FOR_CRON) -> None:
    """Go on with imports whose page was left, for so many seconds."""
    until = time.monotonic() + seconds
    for import_id, user_id in queries.waiting_imports():
        _finish(import_id, user_id, until)


@contextmanager
def _reading() -> Iterator[None]:
    """Read within a transaction of its own, so that nobody waits who writes."""
    with expecting(writes=False):
        yield
        db.session.rollback()


def _begun(user: User, file: Path, asked: FileAnswers) -> TrainingImport:
    with _reading():
        upload = imports.read_upload(user, file.name, file.read_bytes())
    made = imports.begin(user, upload)
    db.session.commit()
    with _reading():
        reading = imports.read_again(made, user, asked)
    imports.answer(made, user, asked, reading)
    db.session.commit()
    return made


def _finish(import_id: int, user_id: int, until: float | None) -> None:
    """Store piece after piece, each in a transaction of its own."""
    while until is None or time.monotonic() < until:
        made = db.session.get(TrainingImport, import_id)
        user = db.session.get(User, user_id)
        if made is None or user is None:
            return
        import_pieces.go_on(made, user)
        db.session.commit()
        if made.state not in {ImportState.STORING, ImportState.UNDOING}:
            return


def _questions(made: TrainingImport) -> str:
    """Return which options answer what the file leaves open."""
    options = {
        QuestionKind.UNIT: "--unit",
        QuestionKind.DATE_ORDER: "--dates",
        QuestionKind.BODY_MASS: "the page (which weights are the athlete's own)",
        QuestionKind.COLUMNS: "the page (what the columns mean)",
    }
    wanted = [
        options[each.kind]
        for each in import_row.questions_of(made)
        if not each.is_answered and each.kind in options
    ]
    return f"The file leaves something open: use {', '.join(wanted)}."


def _refuse(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)
