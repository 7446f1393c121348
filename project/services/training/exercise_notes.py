"""Notes of the exercises of a running workout: one for this time, one for every time."""

from dataclasses import dataclass

from sqlalchemy import select, update

from project.extensions import db
from project.i18n import gettext
from project.models import Exercise, ExerciseDefinition, User
from project.queries.training import logger as queries
from project.rules.limits import EXERCISE_NOTE_LENGTH, PINNED_NOTE_LENGTH
from project.rules.texts import clean_text
from project.services.library.texts import text_fault
from project.services.training.logger import GoneError
from project.services.training.workout_check import refuse


@dataclass(frozen=True)
class NoteChange:
    """Notes as they shall be; None leaves one as it is."""

    exercise_id: int | None
    exercise_key: str
    note: str | None
    pinned_note: str | None


def save_notes(workout_id: int, athlete: User, change: NoteChange) -> None:
    """Store the notes of an exercise of the workout, which the caller has touched.

    Sent twice, nothing changes. Raises `InvalidError`, or `GoneError` for an exercise that is gone.
    """
    wanted = {
        "note": (change.note, EXERCISE_NOTE_LENGTH),
        "pinned_note": (change.pinned_note, PINNED_NOTE_LENGTH),
    }
    texts = {
        name: (clean_text(text), longest)
        for name, (text, longest) in wanted.items()
        if text is not None
    }
    faults = {name: text_fault(*each) for name, each in texts.items()}
    refuse({name: fault for name, fault in faults.items() if fault})
    performed = queries.exercise_id_of(workout_id, change.exercise_id, change.exercise_key)
    if performed is None:
        raise GoneError(gettext("Diese Übung ist nicht mehr im Training."))
    if "note" in texts:
        note = update(Exercise).where(Exercise.id == performed)
        db.session.execute(note.values(note=texts["note"][0]))
    if "pinned_note" in texts:
        definition = select(Exercise.exercise_definition_id).where(Exercise.id == performed)
        pinned = update(ExerciseDefinition).where(
            ExerciseDefinition.id == definition.scalar_subquery(),
            ExerciseDefinition.user_id == athlete.id,
        )
        db.session.execute(pinned.values(pinned_note=texts["pinned_note"][0]))
