"""An athlete's training out of an export, into the account of whoever brings it.

Exercises, levels, workouts, templates, plans, notes, decisions, forecasts and programs come back; what
is here already is known by its moment or its name and stays as it is. No id of the file is ever looked up.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from sqlalchemy import bindparam, insert, update

from project.exceptions import FieldError, InvalidError
from project.extensions import db
from project.i18n import gettext, ngettext
from project.models import ProgressionDecision, ProgressionForecast, User, Workout
from project.queries.site import restoring as queries
from project.queries.site.restoring import StoredWorkout
from project.rules.limits import MAX_LEVEL_PICTURES
from project.rules.training.drafts import NewWorkout, SetDraft, WorkoutDraft, WorkoutExerciseDraft
from project.rules.training.transfer.keys import restored_key
from project.rules.training.transfer.notices import UnreadableError
from project.rules.training.transfer.own_objects import (
    OwnDecision,
    OwnExercise,
    OwnLevel,
    OwnTraining,
    OwnWorkout,
)
from project.rules.training.transfer.own_pictures import pictures_in
from project.rules.training.transfer.own_training import read_training
from project.rules.training.transfer.sentences import sentence_of
from project.services.account import caps
from project.services.account.locking import lock_athletes
from project.services.account.picture_store import PictureStore
from project.services.account.pictures import save_picture
from project.services.library.level_pictures import remove_unused
from project.services.site.restored_library import RestoredLibrary, restore_library
from project.services.site.restored_programs import restore_programs
from project.services.training import progression_upkeep
from project.services.training.workout_bulk import log_workouts

_OTHER_FILES: Final = {"unknown", "zip_nothing", "html", "spreadsheet", "database", "not_text"}
_WORKOUTS: Final = Workout.__table__
_LINK: Final = (
    update(_WORKOUTS)
    .where(_WORKOUTS.c.id == bindparam("which"))
    .values(template_id=bindparam("made_from"))
)


@dataclass(frozen=True, slots=True)
class Restored:
    """How many came back; ``known`` workouts and templates were here already."""

    exercises: int
    workouts: int
    templates: int
    programs: int
    known: int

    def in_words(self) -> str:
        """Say what came back, and what was here already."""
        if not any((self.exercises, self.workouts, self.templates, self.programs)):
            return gettext("Aus dem Export ist schon alles da. Es kam nichts dazu.")
        counts = {
            "exercises": ngettext("%(num)d Übung", "%(num)d Übungen", self.exercises),
            "workouts": ngettext("%(num)d Training", "%(num)d Trainings", self.workouts),
            "templates": ngettext("%(num)d Vorlage", "%(num)d Vorlagen", self.templates),
            "programs": ngettext("%(num)d Programm", "%(num)d Programme", self.programs),
        }
        if self.programs:
            added = gettext(
                "Wiederhergestellt: %(exercises)s, %(workouts)s, %(templates)s, %(programs)s.",
                **counts,
            )
        else:
            added = gettext(
                "Wiederhergestellt: %(exercises)s, %(workouts)s, %(templates)s.", **counts
            )
        if not self.known:
            return added
        there = ngettext(
            "%(num)d Eintrag war schon da und blieb, wie er ist.",
            "%(num)d Einträge waren schon da und blieben, wie sie sind.",
            self.known,
        )
        return f"{added} {there}"


def read_export(content: bytes) -> OwnTraining:
    """Read an export; nothing is written. Raises `FieldError` where it is none, or is broken."""
    try:
        return read_training(content)
    except UnreadableError as error:
        if error.notice.code in _OTHER_FILES:
            text = gettext(
                "Das ist kein Export von hier. Gebraucht wird die ZIP-Datei oder ihre JSON-Datei."
            )
        else:
            text = sentence_of(error.notice)
        raise FieldError("file", text) from error


def take_pictures(training: OwnTraining, content: bytes, store: PictureStore) -> set[str]:
    """Store the pictures of the archive's levels; return their new names, which the levels have now.

    Of those that no restored level names afterwards the caller removes the files. Raises `FieldError`
    for what is no picture; then nothing stays.
    """
    levels = [level for each in training.exercises for level in each.levels if level.picture]
    wanted = sorted({level.picture for level in levels})[:MAX_LEVEL_PICTURES]
    taken: dict[str, str] = {}
    try:
        for name, data in pictures_in(content, wanted):
            taken[name] = save_picture(BytesIO(data), store)
    except (FieldError, UnreadableError) as error:
        remove_unused(taken.values(), store)
        text = error.message if isinstance(error, FieldError) else sentence_of(error.notice)
        raise FieldError("file", text) from error
    for level in levels:
        level.texts = replace(level.texts, picture=taken.get(level.picture, ""))
    return set(taken.values())


def restore(athlete: User, training: OwnTraining) -> Restored:
    """Store what of an export is not here yet; the caller commits.

    Raises `FieldError` with the line where a rule says no; the caller rolls back then. Standings are
    made anew once for each exercise that something was stored of.
    """
    lock_athletes(athlete.id)  # the same file sent twice at once is stored once
    known, new = _sorted_out(training.workouts, queries.workouts_of(athlete.id))
    library = restore_library(
        athlete,
        training.exercises,
        seen=_seen(known),
        needed=set(_levels_of(new)),
    )
    _store_forecasts(athlete, training, library)
    ids, touched = _log(athlete, new, library, training.zone)
    numbers = {workout: ids[key] for workout, key in new.items()} | known
    _link_templates(new, numbers)
    programs = restore_programs(athlete, training.programs, library.levels, numbers)
    touched |= library.touched | _store_decisions(athlete, training.decisions, library, numbers)
    progression_upkeep.forget(touched)  # what was decided counts from the first reading on
    progression_upkeep.log_changed(athlete, touched)
    templates = sum(workout.is_template for workout in new)
    return Restored(library.added, len(new) - templates, templates, programs, len(known))


def _sorted_out(
    workouts: Iterable[OwnWorkout], stored: Iterable[StoredWorkout]
) -> tuple[dict[OwnWorkout, int], dict[OwnWorkout, str]]:
    """Return those that are here with their ids, and the others with their keys.

    A workout is known by the key it was restored under or, as it was before it was exported, by its
    moment; of several at one moment those with the same title are the same first.
    """
    places: Counter[tuple[bool, datetime]] = Counter()
    keys: dict[OwnWorkout, str] = {}
    for workout in workouts:
        moment = workout.is_template, workout.timestamp
        places[moment] += 1
        keys[workout] = restored_key(
            workout.timestamp, places[moment], is_template=workout.is_template
        )
    by_key = {each.key: each for each in stored if each.key is not None}
    known = {workout: by_key[key].id for workout, key in keys.items() if key in by_key}
    taken = set(known.values())
    left = defaultdict(list)
    for each in stored:
        if each.id not in taken:
            left[each.is_template, each.timestamp].append(each)
    rest = [workout for workout in keys if workout not in known]
    for same_title in (True, False):
        for workout in rest:
            there = left[workout.is_template, workout.timestamp]
            fitting = [each for each in there if not same_title or each.title == workout.title]
            if workout not in known and fitting:
                known[workout] = fitting[0].id
                there.remove(fitting[0])
    new = {
        workout: key
        for workout, key in keys.items()
        if workout not in known and (not workout.is_running or _has_sets(workout))
    }
    return known, new


def _has_sets(workout: OwnWorkout) -> bool:
    return any(performed.sets for performed in workout.exercises)


def _seen(known: Mapping[OwnWorkout, int]) -> dict[OwnExercise, Counter[int]]:
    """Return which exercises stand where those of the archive stood, in workouts that are here."""
    there = queries.performed_in(known.values())
    seen: dict[OwnExercise, Counter[int]] = defaultdict(Counter)
    for workout, number in known.items():
        for performed in workout.exercises:
            found = there.get((number, performed.order))
            if found is not None and performed.exercise is not None:
                seen[performed.exercise][found] += 1
    return seen


def _levels_of(workouts: Iterable[OwnWorkout]) -> Iterator[OwnLevel]:
    """Yield the levels that sets were done at."""
    for workout in workouts:
        for performed in workout.exercises:
            yield from (one.level for one in performed.sets if one.level is not None)


def _log(
    athlete: User,
    new: Mapping[OwnWorkout, str],
    library: RestoredLibrary,
    zone: str | None,
) -> tuple[dict[str, int], set[int]]:
    """Store the workouts; return their ids by key, and the exercises done in them."""
    try:
        logged = log_workouts(
            athlete,
            (as_new_workout(workout, key, library, zone) for workout, key in new.items()),
            standings_later=True,
        )
    except InvalidError as error:
        path, text = next(iter(error.fields.items()))
        line = list(new)[int(path.split(".")[1])].line
        text = gettext("Zeile %(line)d: %(sentence)s", line=line, sentence=text)
        raise FieldError("file", text) from error
    ids = dict(zip(new.values(), logged.ids, strict=True))
    for is_template in (False, True):
        some = [ids[key] for workout, key in new.items() if workout.is_template is is_template]
        if some:
            caps.check_workouts(athlete.id, max(some), templates=is_template)
    return ids, set(logged.touched)


def as_new_workout(
    workout: OwnWorkout, key: str | None, library: RestoredLibrary, zone: str | None
) -> NewWorkout:
    """Return a workout of an archive as it is to be stored; ``key`` makes it known again."""
    stood: dict[int, dict[str, int | None]] = {}
    exercises = []
    for performed in workout.exercises:
        if performed.exercise is None or (workout.is_running and not performed.sets):
            continue
        number = library.exercises[performed.exercise]
        names = stood.setdefault(number, {})
        sets = []
        for one in performed.sets:
            level_id = None if one.level is None else library.levels.get(one.level)
            names.setdefault(one.name, level_id)
            sets.append(SetDraft(level=one.name, level_id=level_id, **one.figures))
        exercises.append(
            WorkoutExerciseDraft(
                number,
                tuple(sets),
                performed.superset,
                performed.note,
                alternation=performed.alternation,
            )
        )
    return NewWorkout(
        draft=WorkoutDraft(
            title=workout.title,
            timestamp=workout.timestamp,
            visibility=workout.visibility,
            note=workout.note,
            effort=workout.effort,
            exercises=tuple(exercises),
        ),
        submit_key=key,
        is_template=workout.is_template,
        is_planned=workout.is_template and workout.is_planned,
        is_done=workout.is_done or workout.is_running,
        started_at=workout.started_at,
        finished_at=workout.last_set_at if workout.is_running else workout.finished_at,
        paused=workout.paused,
        timezone=workout.timezone or zone,
        last_set_at=workout.last_set_at,
        length_confirmed=workout.length_confirmed,
        is_deload=workout.is_deload,
        stood=stood,
    )


def _link_templates(new: Iterable[OwnWorkout], numbers: Mapping[OwnWorkout, int]) -> None:
    rows = [
        {"which": numbers[workout], "made_from": numbers[workout.template]}
        for workout in new
        if workout.template is not None and workout.template in numbers
    ]
    if rows:
        db.session.execute(_LINK, rows)


def _store_forecasts(athlete: User, training: OwnTraining, library: RestoredLibrary) -> None:
    there = queries.forecasts_of(athlete.id)
    rows: list[dict[str, Any]] = []
    for each in training.forecasts:
        level_id = library.levels.get(each.level)
        if level_id is None or (level_id, each.made_on) in there:
            continue
        there.add((level_id, each.made_on))
        rows.append(
            {
                "progression_level_id": level_id,
                "made_on": each.made_on,
                "weeks_from": each.weeks_from,
                "weeks_to": each.weeks_to,
                "outcome": each.outcome,
                "judged_on": each.judged_on,
            }
        )
    if rows:
        db.session.execute(insert(ProgressionForecast.__table__), rows)


def _store_decisions(
    athlete: User,
    decisions: Iterable[OwnDecision],
    library: RestoredLibrary,
    numbers: Mapping[OwnWorkout, int],
) -> set[int]:
    """Store the answers that are not here; return their exercises."""
    there = queries.decisions_of(athlete.id)
    rows: list[dict[str, Any]] = []
    for each in decisions:
        exercise_id = library.exercises[each.exercise]
        known_by = (exercise_id, each.kind, each.answer, each.decided_at)
        if known_by in there:
            continue
        there.add(known_by)
        rows.append(
            {
                "user_id": athlete.id,
                "exercise_definition_id": exercise_id,
                "kind": each.kind,
                "answer": each.answer,
                "from_level_id": _level_id(each.from_level, library),
                "from_name": each.from_name,
                "to_level_id": _level_id(each.to_level, library),
                "to_name": each.to_name,
                "evidence": json.dumps(
                    [
                        # What is gone was done in no workout; 0 is the id of none.
                        {
                            "workout": numbers.get(one.workout, 0) if one.workout else 0,
                            "at": one.at,
                            "values": one.values,
                        }
                        for one in each.evidence
                    ]
                ),
                "decided_at": each.decided_at,
                "undone_at": each.undone_at,
            }
        )
    if rows:
        db.session.execute(insert(ProgressionDecision.__table__), rows)
    return {row["exercise_definition_id"] for row in rows}


def _level_id(level: OwnLevel | None, library: RestoredLibrary) -> int | None:
    return None if level is None else library.levels.get(level)
