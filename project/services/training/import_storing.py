"""From what a file says of workouts to rows: each goes through the one door of all workouts."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from typing import Any, Final

from sqlalchemy import bindparam, insert, update

from project.enums import SetType, Visibility
from project.exceptions import DomainError, InvalidError
from project.extensions import db
from project.models import ImportedWorkout, TrainingImport, User, Workout
from project.queries.library.editor_exercises import editor_exercises
from project.queries.training import imports as queries
from project.queries.training.imports import KnownWorkout
from project.queries.training.workouts import performed
from project.rules.library.sets import COUNTED, counted_value, figure_faults
from project.rules.limits import (
    EXERCISE_NOTE_LENGTH,
    LONGEST_WORKOUT,
    MAX_EXERCISES,
    MAX_SETS,
    NOTE_LENGTH,
    TITLE_LENGTH,
)
from project.rules.texts import clean_line, clean_text, without_control_characters
from project.rules.training.drafts import (
    NewWorkout,
    SetDraft,
    WorkoutDraft,
    WorkoutExerciseDraft,
)
from project.rules.training.transfer.types import SetKind
from project.services.training.import_files import PackedExercise, PackedSet, PackedWorkout
from project.services.training.import_row import asked_of
from project.services.training.workout_bulk import log_workouts
from project.services.training.workouts import as_drafts, edit_workout

SET_TYPES: Final = {
    SetKind.NORMAL: None,
    SetKind.WARMUP: SetType.WARM_UP.value,
    SetKind.FAILURE: SetType.FAILURE.value,
    SetKind.DROP: SetType.SEGMENT.value,
}

_SOURCES: Final = ImportedWorkout.__table__
_GONE_ON: Final = ("import_id", "workout_id", "version", "set_keys")
_GO_ON: Final = (
    update(_SOURCES)
    .where(_SOURCES.c.id == bindparam("which"))
    .values({name: bindparam(f"new_{name}") for name in _GONE_ON})
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A workout of the file as it is to be stored; ``known`` is its row when it was deleted once."""

    packed: PackedWorkout
    new: NewWorkout
    keys: list[str]
    known: KnownWorkout | None


class StoredPart:
    """Stores parts of one import; ``touched`` gathers the exercises whose standings are forgotten."""

    def __init__(self, training_import: TrainingImport, athlete: User, touched: set[int]) -> None:
        self._import = training_import
        self._athlete = athlete
        self._touched = touched
        self._zone = asked_of(training_import).zone
        self._levels: dict[str, tuple[int, int]] = json.loads(training_import.targets)
        ids = {exercise_id for exercise_id, _ in self._levels.values()}
        self._counted = {
            number: (each.title, each.counting_type)
            for number, each in editor_exercises(ids, athlete.id).items()
        }

    def take(self, workouts: Sequence[PackedWorkout]) -> None:
        """Store what is new of these workouts."""
        known = queries.known_workouts(self._athlete.id, {each.moment for each in workouts})
        wanted: dict[str, _Wanted] = {}
        for packed in workouts:
            keys = [one.key for each in packed.exercises for one in each.sets if self._fits(one)]
            if not keys:
                continue
            found = queries.the_known(packed.key, keys, known.get(packed.moment, ()))
            if found is None or (found.workout_id is None and self._import.brings_back):
                wanted.setdefault(packed.key, _Wanted(packed, self._new(packed), keys, found))
            elif found.workout_id is not None and not found.set_keys.issuperset(keys):
                self._grow(found, packed)
        if wanted:
            self._store(list(wanted.values()))

    def _fits(self, one: PackedSet) -> bool:
        """Say whether a set is to be stored: it is wanted, and is counted as its exercise is."""
        target = self._levels.get(one.name)
        if target is None or target[0] not in self._counted:
            return False
        is_reps = COUNTED[self._counted[target[0]][1]].name == "reps"
        return (one.reps if is_reps else one.seconds) is not None

    def _new(self, packed: PackedWorkout) -> NewWorkout:
        exercises, too_long = self._exercises(packed.exercises)
        ended = None if not packed.length else packed.start + timedelta(seconds=packed.length)
        if ended is not None and ended - packed.start > LONGEST_WORKOUT:
            ended = None
        note = "\n\n".join(each for each in (_text(packed.note), *too_long) if each)
        return NewWorkout(
            WorkoutDraft(
                title=_line(packed.title)[:TITLE_LENGTH].strip(),
                timestamp=packed.start,
                visibility=Visibility(self._import.visibility),
                note=_cut(note, NOTE_LENGTH),
                exercises=exercises,
            ),
            submit_key=packed.key,
            is_done=True,
            started_at=None if ended is None else packed.start,
            finished_at=ended,
            timezone=self._zone,
        )

    def _exercises(
        self, packed: Sequence[PackedExercise], without: Collection[str] = ()
    ) -> tuple[list[WorkoutExerciseDraft], list[str]]:
        """Return what was done, and the notes that are too long for an exercise."""
        drafts: list[WorkoutExerciseDraft] = []
        too_long = []
        for exercise in packed:
            note = _text(exercise.note)
            sets = [one for one in exercise.sets if one.key not in without and self._fits(one)]
            for exercise_id, of_it in groupby(sets, lambda one: self._levels[one.name][0]):
                for some in _pieces(list(of_it), MAX_SETS):
                    drafts.append(self._exercise(exercise_id, some, exercise.superset, note))
                    if len(note) > EXERCISE_NOTE_LENGTH:
                        too_long.append(f"{self._counted[exercise_id][0]}: {note}")
                    note = ""
        return drafts, too_long

    def _exercise(
        self, exercise_id: int, sets: Sequence[PackedSet], superset: int | None, note: str
    ) -> WorkoutExerciseDraft:
        tied = None if superset is None or superset >= MAX_EXERCISES else superset + 1
        return WorkoutExerciseDraft(
            definition_id=exercise_id,
            sets=tuple(
                self._set(one, self._counted[exercise_id][1], is_first=one is sets[0])
                for one in sets
            ),
            superset=tied,
            note=_cut(note, EXERCISE_NOTE_LENGTH),
        )

    def _set(self, one: PackedSet, counting_type: str, *, is_first: bool) -> SetDraft:
        value = one.reps if one.reps is not None else one.seconds
        # What goes on from another set needs one before it in the same exercise.
        goes_on_from_nothing = is_first and one.kind is SetKind.DROP
        return SetDraft(
            level_id=self._levels[one.name][1],
            load_kg=one.load_kg or None,
            side=one.side,
            rir=one.rir,
            set_type=None if goes_on_from_nothing else SET_TYPES[one.kind],
            **counted_value(counting_type, value),
        )

    def _store(self, wanted: list[_Wanted]) -> None:
        wanted, logged = self._logged(wanted)
        self._touched |= logged.touched
        self._import.workouts_added += logged.added
        added = []
        back = []
        for each, workout_id in zip(wanted, logged.ids, strict=True):
            self._import.sets_added += len(each.keys)
            row = {
                "import_id": self._import.id,
                "workout_id": workout_id,
                "version": 1,
                "set_keys": " ".join(each.keys),
            }
            if each.known is None:
                head = {"user_id": self._athlete.id, "source_key": each.packed.key}
                added.append({**head, "moment": each.packed.moment, **row})
            else:
                changes = {f"new_{name}": value for name, value in row.items()}
                back.append({"which": each.known.id, **changes})
        if added:
            db.session.execute(insert(_SOURCES), added)
        if back:
            db.session.execute(_GO_ON, back)

    def _logged(self, wanted: list[_Wanted]) -> Any:  # noqa: ANN401  the workouts with what was logged of them
        """Store the workouts; those that break a rule lose what breaks it, or are left out and counted."""
        mended = False
        while True:
            try:
                news = [each.new for each in wanted]
                return wanted, log_workouts(self._athlete, news, standings_later=True)
            except InvalidError as error:
                wrong = {int(path.split(".")[1]) for path in error.fields}
                if mended:
                    self._refuse(len(wrong))
                    wanted = [each for place, each in enumerate(wanted) if place not in wrong]
                else:
                    wanted = [
                        self._mended(each) if place in wrong else each
                        for place, each in enumerate(wanted)
                    ]
                mended = not mended

    def _mended(self, wanted: _Wanted) -> _Wanted:
        """Leave out the sets that are no possible ones."""
        exercises = []
        for each in wanted.new.draft.exercises:
            counting_type = self._counted[each.definition_id or 0][1]
            sets = tuple(one for one in each.sets if not figure_faults(one, counting_type))
            if sets:
                exercises.append(replace(each, sets=sets))
        draft = replace(wanted.new.draft, exercises=exercises[:MAX_EXERCISES])
        return replace(wanted, new=replace(wanted.new, draft=draft))

    def _refuse(self, number: int) -> None:
        summary = json.loads(self._import.summary)
        summary["refused"] = summary.get("refused", 0) + number
        self._import.summary = json.dumps(summary)

    def _grow(self, known: KnownWorkout, packed: PackedWorkout) -> None:
        """Add to a workout the sets that a newer file has beside those that came before."""
        workout = db.session.get(Workout, known.workout_id, populate_existing=True)
        if workout is None:
            return
        stored = performed(workout.id)
        fresh, _ = self._exercises(packed.exercises, known.set_keys)
        was = workout.version
        draft = WorkoutDraft(
            title=workout.title,
            timestamp=workout.timestamp,
            visibility=Visibility(workout.visibility),
            note=workout.note,
            effort=workout.effort,
            exercises=list(_joined(as_drafts(stored), fresh)),
        )
        try:
            with db.session.begin_nested():
                edit_workout(workout, draft, athlete=self._athlete, version=None, stored=stored)
        except DomainError:
            self._refuse(1)
            return
        keys = [one.key for each in packed.exercises for one in each.sets if self._fits(one)]
        self._import.workouts_grown += 1
        self._import.sets_added += len(set(keys) - known.set_keys)
        db.session.execute(
            update(_SOURCES)
            .where(_SOURCES.c.id == known.id)
            .values(
                set_keys=" ".join(sorted(known.set_keys | set(keys))),
                version=workout.version if known.version == was else known.version,
            )
        )


def _joined(
    stored: Sequence[WorkoutExerciseDraft], fresh: Sequence[WorkoutExerciseDraft]
) -> Iterator[WorkoutExerciseDraft]:
    """Yield what is there, with new sets behind the last of their exercise, and then new exercises."""
    rest = list(fresh)
    last = {each.definition_id: place for place, each in enumerate(stored)}
    for place, each in enumerate(stored):
        more = [new for new in rest if new.definition_id == each.definition_id]
        if last[each.definition_id] != place or not more:
            yield each
            continue
        rest = [new for new in rest if new not in more]
        yield replace(each, sets=(*each.sets, *(one for new in more for one in new.sets)))
    yield from rest


def _pieces(sets: Sequence[PackedSet], most: int) -> Iterator[Sequence[PackedSet]]:
    for start in range(0, len(sets), most):
        yield sets[start : start + most]


def _line(text: str) -> str:
    return clean_line(without_control_characters(text))


def _text(text: str) -> str:
    return clean_text(without_control_characters(text))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
