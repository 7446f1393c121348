"""What a workout may be: the rules that editor, phone, imports and programs all go through.

Nothing is read or stored here. Each function returns what was checked together with what is wrong,
a sentence for each path (see `project.rules.training.drafts`); it counts only when nothing is wrong.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from project.enums import SetType, Visibility
from project.exceptions import DomainError, InvalidError
from project.i18n import gettext, ngettext
from project.models import utc_now
from project.queries.library.editor_exercises import EditorExercise
from project.queries.training.workouts import PerformedExercise, PerformedSet
from project.rules.library.sets import figure_faults, figures_of
from project.rules.limits import (
    CLIENT_KEY_LENGTH,
    EXERCISE_NOTE_LENGTH,
    FIRST_YEAR,
    FORWARD,
    LEVEL_LENGTH,
    MAX_EFFORT,
    MAX_EXERCISES,
    MAX_SETS,
    NOTE_LENGTH,
    PLAN_AHEAD,
    TITLE_LENGTH,
)
from project.rules.texts import clean_line, clean_text, has_control_characters
from project.rules.training.drafts import SetDraft, WorkoutDraft, WorkoutExerciseDraft
from project.rules.training.lengths import is_possible
from project.rules.training.pairs import halves

Errors = dict[str, str]

_FIRST: Final = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)


class UnsaidError(DomainError):
    """Before it is stored the athlete has to say something."""


class HalfPairError(UnsaidError):
    """Of sets that are done on both sides one side is missing."""

    def __init__(self, titles: Iterable[str]) -> None:
        super().__init__(gettext("Eine Seite fehlt: %(titles)s", titles=", ".join(titles)))


class UntouchedError(UnsaidError):
    """So many sets stand as they were planned: whether they were done so, their athlete says."""

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "%(num)d Satz steht noch wie geplant",
                "%(num)d Sätze stehen noch wie geplant",
                count,
            )
        )
        self.count = count


@dataclass(frozen=True, slots=True)
class LoggableLevels:
    """The levels at which sets of an exercise may be logged.

    ``names`` are those of its ladder by id. ``logged`` are names under which sets stand already,
    with their level; they stay, whatever became of the ladder.
    """

    names: Mapping[int, str]
    logged: Mapping[str, int | None]

    def id_of(self, name: str) -> int | None:
        return next((key for key, each in self.names.items() if each == name), None)


def refuse(errors: Mapping[str, str]) -> None:
    """Raise what is wrong, if anything is."""
    if errors:
        raise InvalidError(gettext("Diese Angaben passen nicht."), dict(errors))


def refuse_untouched(exercises: Iterable[WorkoutExerciseDraft]) -> None:
    """Raise when something is to be stored that nobody did: a plan is no log."""
    count = sum(row.planned for exercise in exercises for row in exercise.sets)
    if count:
        raise UntouchedError(count)


def refuse_halves(draft: WorkoutDraft, known: Mapping[int, EditorExercise]) -> None:
    """Raise when a new set lacks its other side and nobody has said that this is meant."""
    if draft.halves_meant:
        return
    titles = [
        known[exercise.definition_id or 0].title
        for exercise in draft.exercises
        if any(exercise.sets[place].id is None for place in halves_of(exercise.sets))
    ]
    if titles:
        raise HalfPairError(titles)


def halves_of(sets: Sequence[SetDraft]) -> list[int]:
    """Return the places of sets whose other side is missing."""
    return halves([(row.level, row.side if row.is_own_set else None) for row in sets])


def check_set(
    draft: SetDraft, counting_type: str, rungs: LoggableLevels, was: PerformedSet | None = None
) -> tuple[SetDraft, Errors]:
    """Check one set, ``was`` being the stored one that it goes on.

    Its level comes out by name and id; one that left the ladder by its name alone.
    """
    errors = figure_faults(draft, counting_type)
    level = _level(draft, rungs, was)
    if isinstance(level, str):
        errors["level"] = level
        return draft, errors
    name, level_id = level
    if (name, level_id) != (draft.level, draft.level_id):
        draft = replace(draft, level=name, level_id=level_id)
    return draft, errors


def _level(
    draft: SetDraft, rungs: LoggableLevels, was: PerformedSet | None
) -> tuple[str, int | None] | str:
    """Return the level's name as it is logged and its id, or what is wrong.

    An id wins over a name. A name that stands at this set already stays with the level it was
    logged at, whatever that is called now.
    """
    name, level_id = draft.level, draft.level_id
    if was is not None and was.progression == name and level_id in {None, was.level_id}:
        return name, was.level_id
    if level_id is None:
        return _named_level(name, rungs)
    if rungs.logged.get(name) == level_id:
        return name, level_id
    found = rungs.names.get(level_id)
    return (found, level_id) if found else gettext("Diese Stufe gehört nicht zu dieser Übung.")


def _named_level(name: str, rungs: LoggableLevels) -> tuple[str, int | None] | str:
    if not name:
        return gettext("Wähle eine Stufe.")
    if len(name) > LEVEL_LENGTH or has_control_characters(name):
        return gettext("So kann keine Stufe heißen.")
    level_id = rungs.id_of(name)
    if level_id is None and name not in rungs.logged:
        return gettext("Diese Stufe gibt es bei dieser Übung nicht.")
    return name, rungs.logged[name] if level_id is None else level_id


def head_faults(*, title: str, note: str, effort: int | None) -> Errors:
    """Return what is wrong with what a workout says of itself."""
    errors = {
        "title": _text_fault(title, TITLE_LENGTH),
        "note": _text_fault(note, NOTE_LENGTH),
        "effort": ""
        if effort is None or _is_between(effort, 1, MAX_EFFORT)
        else gettext("Eine Zahl von 1 bis %(most)d oder keine.", most=MAX_EFFORT),
    }
    return {path: text for path, text in errors.items() if text}


def key_fault(key: str | None) -> str:
    """Return what is wrong with the key by which a workout is known, empty for nothing."""
    if key is None or (0 < len(key) <= CLIENT_KEY_LENGTH and not has_control_characters(key)):
        return ""
    return gettext("Ein Schlüssel von höchstens %(max)d Zeichen.", max=CLIENT_KEY_LENGTH)


def superset_fault(number: int | None) -> str:
    """Return what is wrong with the number that ties neighbours, empty for nothing."""
    if number is None or _is_between(number, 1, MAX_EXERCISES):
        return ""
    return gettext("Diesen Supersatz gibt es nicht.")


def check_workout(
    draft: WorkoutDraft,
    known: Mapping[int, EditorExercise],
    *,
    stored: Sequence[PerformedExercise] = (),
    sources: Sequence[PerformedExercise] = (),
    stood: Mapping[int, Mapping[str, int | None]] | None = None,
    may_be_empty: bool = False,
    may_lie_ahead: bool = False,
    unchanged: datetime | None = None,
) -> tuple[WorkoutDraft, Errors]:
    """Check a whole workout; ``known`` holds those of its exercises that the athlete may see.

    ``stored`` is what is in it now: rows may be named by id. Archived exercises and levels that
    left their ladder count only where they stand already, there or in ``sources``, the workouts
    this one is made of, or where they ``stood`` in an archive. While it may be empty an exercise needs no sets yet. A plan may lie a year
    ahead. The moment ``unchanged`` is not asked about.
    """
    errors = dict(draft.unreadable)
    title, note = clean_line(draft.title), clean_text(draft.note)
    found = head_faults(title=title, note=note, effort=draft.effort)
    if draft.timestamp != unchanged:
        found["timestamp"] = moment_fault(draft.timestamp, may_lie_ahead=may_lie_ahead)
    if draft.visibility not in set(Visibility):
        found["visibility"] = gettext("Wähle, wer es sehen darf.")
    if not draft.exercises and not may_be_empty:
        found["exercises"] = gettext("Füge mindestens eine Übung hinzu.")
    elif len(draft.exercises) > MAX_EXERCISES:
        found["exercises"] = too_many_exercises()
    if draft.length is not None:
        faults = length_faults(draft.timestamp, draft.length.ended, draft.length.paused)
        found |= {f"length.{name}": text for name, text in faults.items()}
    _note_all(errors, "", found)
    check = _ExerciseCheck(known, stored, sources, stood or {}, may_be_empty=may_be_empty)
    exercises = []
    for place, exercise in enumerate(draft.exercises):
        checked, found = check.one(exercise)
        exercises.append(checked)
        _note_all(errors, f"exercises.{place}.", found)
    visibility = Visibility.PRIVATE if "visibility" in errors else Visibility(draft.visibility)
    cleaned = replace(draft, title=title, note=note, visibility=visibility)
    return replace(cleaned, exercises=tuple(exercises)), errors


class _ExerciseCheck:
    """Checks the exercises of one workout, one after the other: a stored row is named once."""

    def __init__(
        self,
        known: Mapping[int, EditorExercise],
        stored: Sequence[PerformedExercise],
        sources: Sequence[PerformedExercise],
        stood: Mapping[int, Mapping[str, int | None]],
        *,
        may_be_empty: bool,
    ) -> None:
        self._known = known
        self._left = {exercise.id: exercise for exercise in stored}
        self._logged = {number: dict(names) for number, names in stood.items()}
        for exercise in (*sources, *stored):
            names = self._logged.setdefault(exercise.definition_id, {})
            for row in exercise.sets:
                # A form sends the name without what nobody sees in it.
                names[row.progression] = names[clean_line(row.progression)] = row.level_id
        self._may_be_empty = may_be_empty
        self._rungs: dict[int, LoggableLevels] = {}

    def one(self, draft: WorkoutExerciseDraft) -> tuple[WorkoutExerciseDraft, Errors]:
        definition = self._known.get(draft.definition_id or 0)
        if definition is None:
            text = (
                gettext("Wähle eine Übung.")
                if draft.definition_id is None
                else gettext("Diese Übung gibt es nicht.")
            )
            return draft, {"definition_id": text}
        note = clean_text(draft.note)
        old = self._left.pop(draft.id, None) if draft.id is not None else None
        errors = {
            "id": "" if draft.id is None or _is_of(old, definition) else _not_of_it(),
            "definition_id": self._archived_fault(definition),
            "superset": superset_fault(draft.superset),
            "note": _text_fault(note, EXERCISE_NOTE_LENGTH),
            "sets": self._number_fault(draft, old),
        }
        rungs = self._rungs_of(definition)
        rows = {row.id: row for row in old.sets} if old else {}
        sets = []
        for place, row in enumerate(draft.sets):
            was = rows.pop(row.id, None) if row.id is not None else None
            checked, found = check_set(row, definition.counting_type, rungs, was)
            if row.id is not None and was is None:
                found["id"] = _not_of_it()
            if place == 0 and checked.set_type == SetType.SEGMENT:
                found["set_type"] = gettext("Davor steht kein Satz, der leichter weitergeht.")
            sets.append(checked)
            _note_all(errors, f"sets.{place}.", found)
        return replace(draft, note=note, sets=tuple(sets)), errors

    def _archived_fault(self, definition: EditorExercise) -> str:
        if not definition.archived or definition.id in self._logged:
            return ""
        return gettext(
            "Diese Übung ist archiviert. Hol sie in der Bibliothek zurück oder nimm sie heraus."
        )

    def _number_fault(self, draft: WorkoutExerciseDraft, old: PerformedExercise | None) -> str:
        if len(draft.sets) > MAX_SETS:
            return too_many_sets()
        if draft.sets or self._may_be_empty or (old is not None and not old.sets):
            return ""
        return gettext("Mindestens ein Satz gehört dazu.")

    def _rungs_of(self, definition: EditorExercise) -> LoggableLevels:
        if definition.id not in self._rungs:
            names = {level.id: level.name for level in definition.levels}
            self._rungs[definition.id] = LoggableLevels(names, self._logged.get(definition.id, {}))
        return self._rungs[definition.id]


def moment_fault(moment: datetime, *, may_lie_ahead: bool = False) -> str:
    """Return what is wrong with the moment of a workout, empty for nothing."""
    if moment.tzinfo is None or moment < _FIRST:
        return gettext("Ein Datum mit Uhrzeit, ab dem Jahr %(year)d.", year=FIRST_YEAR)
    if may_lie_ahead and moment > utc_now() + PLAN_AHEAD:
        return gettext("Ein Training kann höchstens ein Jahr voraus geplant werden.")
    if not may_lie_ahead and moment > utc_now() + FORWARD:
        return gettext("Ein Training kann höchstens einen Tag in der Zukunft liegen.")
    return ""


def length_faults(began: datetime, ended: datetime | None, paused: int) -> Errors:
    """Return what is wrong with an end, None for no length, and with seconds of pauses before it."""
    if ended is None:
        return (
            {
                "paused": gettext(
                    "Eine Pause zählt nur, wenn du auch sagst, wie lang das Training war."
                )
            }
            if paused
            else {}
        )
    if text := moment_fault(ended):
        return {"ended": text}
    if not is_possible(began, ended, 0):
        return {"ended": gettext("Das Ende liegt nach dem Start, höchstens einen Tag.")}
    if not is_possible(began, ended, paused):
        return {"paused": gettext("Die Pausen sind länger als das Training.")}
    return {}


def too_many_exercises() -> str:
    return gettext(
        "Höchstens %(most)d Übungen in einem Training: mehr zeigt kein Telefon flüssig.",
        most=MAX_EXERCISES,
    )


def too_many_sets() -> str:
    return gettext(
        "Höchstens %(most)d Sätze einer Übung: mehr zeigt kein Telefon flüssig.", most=MAX_SETS
    )


def set_columns(draft: SetDraft, order: int) -> dict[str, Any]:
    """Return a checked set as the columns of its row."""
    return {
        "set_order": order,
        "progression": draft.level,
        "progression_level_id": draft.level_id,
        **figures_of(draft),
    }


def _note_all(errors: Errors, prefix: str, found: Mapping[str, str]) -> None:
    """Take over what was found; where something could not even be read, that is said."""
    for path, text in found.items():
        if text:
            errors.setdefault(prefix + path, text)


def _is_between(number: object, low: int, high: int) -> bool:
    return type(number) is int and low <= number <= high


def _is_of(old: PerformedExercise | None, definition: EditorExercise) -> bool:
    return old is not None and old.definition_id == definition.id


def _not_of_it() -> str:
    return gettext("Diese Zeile gehört nicht zu diesem Training.")


def _text_fault(text: str, longest: int) -> str:
    if len(text) > longest:
        return gettext("Höchstens %(max)d Zeichen.", max=longest)
    if has_control_characters(text):
        return gettext("Steuerzeichen sind hier nicht erlaubt.")
    return ""
