"""What was typed in the workout editor becomes entries, or messages at what is wrong."""

import re
from collections.abc import Container, Mapping, Sequence
from decimal import Decimal
from typing import Final

from project.enums import CountingType, Side
from project.i18n import gettext, lazy_gettext
from project.main.forms.training.workout_rows import Block, SetRow, parse_id
from project.queries.library.editor_exercises import EditorExercise
from project.queries.training.workouts import PerformedExercise, PerformedSet
from project.rules.library.counts import parse_reps
from project.rules.library.durations import parse_duration
from project.services.training.workouts import (
    EXERCISE_NOTE_LENGTH,
    MAX_EXERCISES,
    ExerciseEntry,
    SetEntry,
)
from project.web.forms import has_control_characters

LEVEL_LENGTH: Final = 80
RELOAD: Final = lazy_gettext("Das Formular ist durcheinander. Lade die Seite neu.")
_LOAD: Final = re.compile(r"([+-]?)([0-9]{1,3})(?:[.,]([0-9]{1,2}))?")


def check_blocks(
    blocks: Sequence[Block],
    known: Mapping[int, EditorExercise],
    stored: Sequence[PerformedExercise],
    *,
    athlete_id: int,
    without_sets: bool = False,
) -> list[ExerciseEntry]:
    """Return the blocks as entries; they count only when no block is wrong afterwards.

    ``known`` holds the exercises the athlete may see. Archived ones count only where they are
    ``stored`` already. ``without_sets``: an exercise may have none yet.
    """
    left = list(stored)
    ids, set_ids = row_ids(stored)
    entries = []
    for block in blocks:
        if not _names_rows_of(block, ids, set_ids):
            block.errors["exercise"] = RELOAD
        definition = known.get(block.exercise_id or 0)
        if definition is None:
            block.errors["exercise"] = (
                gettext("Diese Übung gibt es nicht.")
                if block.text("exercise")
                else gettext("Wähle eine Übung.")
            )
            continue
        old = _matching(block, left)
        if old is not None:
            left.remove(old)
        if definition.archived and all(e.definition_id != definition.id for e in stored):
            block.errors["exercise"] = gettext(
                "Diese Übung ist archiviert. Hol sie in der Bibliothek zurück oder nimm sie heraus."
            )
        if not block.rows and not without_sets and (old is None or old.sets):
            block.errors["exercise"] = gettext("Mindestens ein Satz gehört dazu.")
        sets = _match_sets(block, old)
        names = _logged_names(definition.id, stored)
        entries.append(
            ExerciseEntry(
                definition_id=definition.id,
                title=definition.title,
                sets=[
                    _check_row(row, block, definition, was, names)
                    for row, was in zip(block.rows, sets, strict=True)
                ],
                superset=_superset(block, old),
                note=_note(block, old),
                foreign=definition.owner_id != athlete_id,
                id=old.id if old else None,
            )
        )
    return entries


def row_ids(stored: Sequence[PerformedExercise]) -> tuple[set[str], set[str]]:
    """Return what the hidden fields of an editor may name: stored exercises, and sets."""
    exercises = {str(exercise.id) for exercise in stored}
    return exercises, {str(row.id) for exercise in stored for row in exercise.sets}


def _names_rows_of(block: Block, ids: Container[str], set_ids: Container[str]) -> bool:
    """Return whether the rows that the block's hidden fields name are of this workout."""
    sets = [row.text("set") for row in block.rows if row.text("set")]
    performed = block.text("performed")
    return (not performed or performed in ids) and all(each in set_ids for each in sets)


def _matching(block: Block, stored: Sequence[PerformedExercise]) -> PerformedExercise | None:
    """Return the stored exercise that the block is; without ids, the next of its definition."""
    same = [exercise for exercise in stored if exercise.definition_id == block.exercise_id]
    if "performed" in block.sent:
        same = [exercise for exercise in same if exercise.id == parse_id(block.text("performed"))]
    return same[0] if same else None


def _match_sets(block: Block, old: PerformedExercise | None) -> list[PerformedSet | None]:
    """Return the stored set that each row is; without ids, the one at its place."""
    left = list(old.sets) if old else []
    if "set" not in block.sent:
        return [left[place] if place < len(left) else None for place in range(len(block.rows))]
    matched: list[PerformedSet | None] = []
    for row in block.rows:
        number = parse_id(row.text("set"))
        was = next((stored for stored in left if stored.id == number), None)
        if was is not None:
            left.remove(was)
        matched.append(was)
    return matched


def _logged_names(definition_id: int, stored: Sequence[PerformedExercise]) -> dict[str, int | None]:
    """Return the level names this workout already holds for the exercise, with their level."""
    return {
        row.progression: row.level_id
        for exercise in stored
        if exercise.definition_id == definition_id
        for row in exercise.sets
    }


def _check_row(
    row: SetRow,
    block: Block,
    definition: EditorExercise,
    was: PerformedSet | None,
    logged: Mapping[str, int | None],
) -> SetEntry:
    for name in row.missing:
        shown_at = "progression" if name in {"level", "set"} else name
        row.errors[shown_at] = gettext("Diese Angabe ist nicht angekommen.")
    progression, level_id = _level(row, definition, was, logged)
    reps = duration = None
    if definition.counting_type == CountingType.DURATION:
        duration = _duration(row)
    else:
        reps = _reps(row)
    sent = block.sent
    return SetEntry(
        progression,
        level_id,
        reps,
        duration,
        _load(row) if "load" in sent else was.load_kg if was else None,
        _side(row) if "side" in sent else was.side if was else None,
        _rir(row) if "rir" in sent else was.rir if was else None,
        was.id if was else None,
    )


def _level(
    row: SetRow,
    definition: EditorExercise,
    was: PerformedSet | None,
    logged: Mapping[str, int | None],
) -> tuple[str, int | None]:
    """Return the set's level: its name as it is logged, and its id unless it is gone.

    An id wins over a name. A name that stands at this set already stays with the level it was
    logged at, whatever that is called now.
    """
    name = row.text("progression")
    if row.text("level"):
        level_id = parse_id(row.text("level"))
        level = next((rung for rung in definition.levels if rung.id == level_id), None)
        if level is None:
            row.errors["progression"] = gettext("Diese Stufe gehört nicht zu dieser Übung.")
            return name, None
        unchanged = was is not None and was.level_id == level.id and was.progression == name
        return (name if unchanged else level.name), level.id
    if was is not None and was.progression == name:
        return name, was.level_id
    for level in definition.levels:
        if level.name == name:
            return name, level.id
    if name in logged:
        return name, logged[name]
    if not name:
        row.errors["progression"] = gettext("Wähle eine Stufe.")
    elif len(name) > LEVEL_LENGTH or has_control_characters(name):
        row.errors["progression"] = gettext("So kann keine Stufe heißen.")
    else:
        row.errors["progression"] = gettext("Diese Stufe gibt es bei dieser Übung nicht.")
    return name, None


def _reps(row: SetRow) -> int | None:
    text = row.text("reps")
    value = parse_reps(text)
    if not text and row.text("duration"):
        row.errors["reps"] = gettext("Diese Übung wird in Wiederholungen gezählt.")
    elif not text:
        row.errors["reps"] = gettext("Wie viele Wiederholungen?")
    elif value is None:
        row.errors["reps"] = gettext("Eine ganze Zahl von 0 bis 9999.")
    elif row.text("duration"):
        row.errors["reps"] = gettext("Wiederholungen oder Dauer, nicht beides.")
    return value


def _duration(row: SetRow) -> int | None:
    text = row.text("duration")
    value = parse_duration(text)
    if not text and row.text("reps"):
        row.errors["duration"] = gettext("Diese Übung wird nach Zeit gezählt.")
    elif not text:
        row.errors["duration"] = gettext("Wie lange?")
    elif value is None:
        row.errors["duration"] = gettext("Als mm:ss, zum Beispiel 1:30, oder in Sekunden.")
    elif row.text("reps"):
        row.errors["duration"] = gettext("Wiederholungen oder Dauer, nicht beides.")
    return value


def _load(row: SetRow) -> Decimal | None:
    text = row.text("load").replace("−", "-")
    if not text:
        return None
    match = _LOAD.fullmatch(text)
    if match is None:
        row.errors["load"] = gettext("Kilogramm von -999,99 bis 999,99, zum Beispiel 2,5.")
        return None
    return Decimal(f"{match[1]}{match[2]}.{match[3] or 0}")


def _side(row: SetRow) -> str | None:
    text = row.text("side")
    if not text:
        return None
    if text not in set(Side):
        row.errors["side"] = gettext("Links oder rechts.")
        return None
    return text


def _rir(row: SetRow) -> int | None:
    text = row.text("rir")
    if not text:
        return None
    if not re.fullmatch(r"[0-9]|10", text):
        row.errors["rir"] = gettext("Eine ganze Zahl von 0 bis 10.")
        return None
    return int(text)


def _superset(block: Block, old: PerformedExercise | None) -> int | None:
    if "superset" not in block.sent:
        return old.superset if old else None
    text = block.text("superset")
    if not text:
        return None
    if not re.fullmatch(r"[1-9][0-9]?", text) or int(text) > MAX_EXERCISES:
        block.errors["superset"] = gettext("Diesen Supersatz gibt es nicht.")
        return None
    return int(text)


def _note(block: Block, old: PerformedExercise | None) -> str:
    if "exnote" not in block.sent:
        return old.note if old else ""
    text = block.text("exnote")
    if len(text) > EXERCISE_NOTE_LENGTH:
        block.errors["exnote"] = gettext("Höchstens %(max)d Zeichen.", max=EXERCISE_NOTE_LENGTH)
    elif has_control_characters(text):
        block.errors["exnote"] = gettext("Steuerzeichen sind hier nicht erlaubt.")
    return text
