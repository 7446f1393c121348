"""Rows of sets, as readers find them, gathered into workouts: one place that checks them all."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from typing import Final

from project.enums import Side
from project.rules.limits import (
    EXERCISE_NOTE_LENGTH,
    FIRST_YEAR,
    FORWARD,
    LEVEL_LENGTH,
    LONGEST_WORKOUT,
    MAX_EXERCISES,
    MAX_IMPORT_SETS,
    MAX_IMPORT_WORKOUTS,
    MAX_SETS,
    NOTE_LENGTH,
    TITLE_LENGTH,
)
from project.rules.texts import MOST_READ, clean_line, clean_text, without_control_characters
from project.rules.training.transfer.figures import Figures, FoundFigures
from project.rules.training.transfer.moments import Moment
from project.rules.training.transfer.notices import LeftOutError, Notices, UnreadableError
from project.rules.training.transfer.types import (
    ImportedExercise,
    ImportedSet,
    ImportedWorkout,
    SetKind,
)

_LONGEST_SECONDS: Final = int(LONGEST_WORKOUT.total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A set as a reader found it; figures are texts still, so that one place reads them."""

    line: int
    moment: Moment
    exercise: str
    figures: FoundFigures
    group: Hashable = None
    """What else tells workouts of one moment apart."""
    session: Hashable = None
    """What all rows of a workout share where each has a moment of its own; the first one counts."""
    index: int | None = None
    """The number the file gives it: one that falls back begins the exercise a second time."""
    place: Hashable = None
    """Of files that name the exercise of a workout itself: another one is done a second time."""
    kind: SetKind = SetKind.NORMAL
    side: Side | None = None
    level: str = ""
    superset: Hashable = None
    title: str = ""
    note: str = ""
    workout_note: str = ""
    length: int | None = None
    is_set: bool = True
    """Whether it is one; a note or a pause in a row of its own only has a note."""


@dataclass(slots=True)
class _Exercise:
    name: str
    superset: int | None
    sets: list[ImportedSet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    number: int = 0
    index: int | None = None
    place: Hashable = None


@dataclass(slots=True)
class _Workout:
    line: int
    moment: Moment
    title: str
    length: int | None
    notes: list[str] = field(default_factory=list)
    exercises: list[_Exercise] = field(default_factory=list)
    latest: dict[str, _Exercise] = field(default_factory=dict)
    supersets: dict[Hashable, int] = field(default_factory=dict)
    with_sets: int = 0


class Gathering:
    """The workouts of one file.

    ``numbered`` says that the rows of an exercise stand together: where it comes up later in the
    same workout, it was done a second time.
    """

    def __init__(self, notices: Notices, *, today: date, numbered: bool) -> None:
        self._notices = notices
        self._latest_day = today + FORWARD
        self._numbered = numbered
        self._workouts: dict[Hashable, _Workout] = {}
        self.sets = 0
        self.naive_line: int | None = None
        """The first line with a time of the day and no offset."""

    def add(self, found: Found, figures: Figures) -> None:
        """Take a set in, or raise `LeftOutError` for what is none."""
        name = self._line(found, found.exercise, "exercise", TITLE_LENGTH)
        if not name:
            raise LeftOutError("no_exercise")
        day = found.moment.start.date()
        if day.year < FIRST_YEAR:
            raise LeftOutError("early", year=day.year, first=FIRST_YEAR)
        if day > self._latest_day:
            raise LeftOutError("late", text=f"{day:%Y-%m-%d}")
        workout = self._workout(found)
        exercise = self._exercise(workout, name, found)
        if not found.is_set:
            raise LeftOutError("no_set")
        # Also what is left out has its number, so the others keep theirs in the next export.
        exercise.number += 1
        reps, seconds, load, rpe, rir = figures.read(
            found.figures,
            kind=found.kind,
            name=name,
            line=found.line,
            note=partial(self._notices.note, line=found.line),
        )
        if not exercise.sets:
            if workout.with_sets >= MAX_EXERCISES:
                raise LeftOutError("exercises_of_workout", most=MAX_EXERCISES)
            workout.with_sets += 1
        if len(exercise.sets) >= MAX_SETS:
            raise LeftOutError("sets_of_exercise", most=MAX_SETS)
        if self.sets >= MAX_IMPORT_SETS:
            raise UnreadableError("too_many_sets", found.line, most=MAX_IMPORT_SETS)
        self.sets += 1
        if self.naive_line is None and found.moment.has_time and not found.moment.start.tzinfo:
            self.naive_line = found.line
        exercise.sets.append(
            ImportedSet(
                line=found.line,
                number=exercise.number,
                kind=found.kind,
                reps=reps,
                seconds=seconds,
                load_kg=load,
                side=found.side,
                rpe=rpe,
                rir=rir,
                level=self._line(found, found.level, "level", LEVEL_LENGTH),
            )
        )

    def workouts(self) -> tuple[ImportedWorkout, ...]:
        """Return the workouts in which something was done, oldest first."""
        # Counted as the file has them: two of one moment stay in that order in the next export.
        moments: Counter[datetime] = Counter()
        names: Counter[tuple[datetime, str]] = Counter()
        made = []
        for workout in self._workouts.values():
            start = workout.moment.start
            exercises = []
            for one in workout.exercises:
                key = (start, one.name.casefold())
                if one.sets:
                    exercises.append(self._made_exercise(one, names[key]))
                names[key] += 1
            if exercises:
                made.append(self._made(workout, moments[start], tuple(exercises)))
            moments[start] += 1
        return tuple(sorted(made, key=lambda one: _comparable(one.start)))

    def _workout(self, found: Found) -> _Workout:
        key: Hashable = (found.moment.start, found.group)
        if found.session is not None:
            key = found.session
        workout = self._workouts.get(key)
        if workout is None:
            if len(self._workouts) >= MAX_IMPORT_WORKOUTS:
                raise UnreadableError("too_many_workouts", found.line, most=MAX_IMPORT_WORKOUTS)
            workout = self._workouts[key] = _Workout(
                found.line,
                found.moment,
                self._line(found, found.title, "title", TITLE_LENGTH),
                found.length if found.length and 0 < found.length < _LONGEST_SECONDS else None,
            )
        elif _comparable(found.moment.start) < _comparable(workout.moment.start):
            workout.moment = found.moment
        _take(workout.notes, found.workout_note, NOTE_LENGTH)
        return workout

    def _exercise(self, workout: _Workout, name: str, found: Found) -> _Exercise:
        key = name.casefold()
        exercise = workout.latest.get(key)
        if exercise is None or self._begins_again(workout, exercise, found):
            superset = None
            if found.superset is not None:
                superset = workout.supersets.setdefault(found.superset, len(workout.supersets))
            exercise = _Exercise(name, superset, place=found.place)
            workout.latest[key] = exercise
            workout.exercises.append(exercise)
        if found.index is not None:
            exercise.index = found.index
        _take(exercise.notes, found.note, EXERCISE_NOTE_LENGTH)
        return exercise

    def _begins_again(self, workout: _Workout, exercise: _Exercise, found: Found) -> bool:
        if found.place != exercise.place:
            return True
        if not self._numbered:
            return False
        falls_back = (
            found.index is not None and exercise.index is not None and found.index <= exercise.index
        )
        return falls_back or workout.exercises[-1] is not exercise

    def _made(
        self, workout: _Workout, occurrence: int, exercises: tuple[ImportedExercise, ...]
    ) -> ImportedWorkout:
        return ImportedWorkout(
            line=workout.line,
            start=workout.moment.start,
            occurrence=occurrence,
            has_time=workout.moment.has_time,
            title=workout.title,
            note=self._text(workout.line, workout.notes, "workout_note", NOTE_LENGTH),
            length=workout.length,
            exercises=exercises,
        )

    def _made_exercise(self, exercise: _Exercise, occurrence: int) -> ImportedExercise:
        line = exercise.sets[0].line
        return ImportedExercise(
            name=exercise.name,
            occurrence=occurrence,
            sets=tuple(exercise.sets),
            superset=exercise.superset,
            note=self._text(line, exercise.notes, "note", EXERCISE_NOTE_LENGTH),
        )

    def _line(self, found: Found, text: str, column: str, most: int) -> str:
        if not text:
            return ""
        line = _cleaned(text)
        if len(line) > most:
            self._notices.note("text_cut", found.line, column=column, most=most)
            line = line[:most].rstrip()
        return line

    def _text(self, line: int, notes: list[str], column: str, most: int) -> str:
        text = "\n".join(
            filter(None, (clean_text(without_control_characters(one)) for one in notes))
        )
        if len(text) > most:
            self._notices.note("text_cut", line, column=column, most=most)
            text = text[: most - 1].rstrip() + "…"
        return text


@lru_cache(maxsize=1024)
def _cleaned(text: str) -> str:
    """Return a name as it is stored; a file has few, on many lines."""
    return clean_line(without_control_characters(text[:MOST_READ]))


def _take(notes: list[str], text: str, most: int) -> None:
    """Keep a note, little longer than can be stored; apps that repeat it on every row say it once."""
    text = text[: 2 * most]
    if text and text not in notes and sum(map(len, notes)) <= most:
        notes.append(text)


def _comparable(start: datetime) -> datetime:
    """Return a moment that can be compared with all others of a file."""
    return start if start.tzinfo is not None else start.replace(tzinfo=UTC)
