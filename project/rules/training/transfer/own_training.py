"""What our own archive says of its athlete's training, for who restores it whole.

Tables hang together by ids that hold in the archive alone: here they become objects that hold each
other, so that nobody ever looks up an id of a file. Whatever is no value of its column is an
`UnreadableError` with its line. Columns that an older version did not know have their first value.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from project.enums import CountingType, Visibility
from project.rules.library.figures.catalogue import figure_keys
from project.rules.library.level_texts import LevelTexts
from project.rules.library.sets import SWITCHES
from project.rules.limits import (
    DESCRIPTION_LENGTH,
    EXERCISE_NOTE_LENGTH,
    FIGURE_LENGTH,
    LEVEL_LENGTH,
    LEVEL_TEXT_LENGTH,
    LINK_LENGTH,
    MAX_EFFORT,
    MAX_EXERCISES,
    MAX_ID,
    MAX_IMPORT_SETS,
    MAX_IMPORT_WORKOUTS,
    MAX_REST,
    NOTE_LENGTH,
    PICTURE_LENGTH,
    PINNED_NOTE_LENGTH,
    TITLE_LENGTH,
)
from project.rules.training.forecast import Outcome
from project.rules.training.proposals import Answer, Placing, ProposalKind
from project.rules.training.transfer import own_programs
from project.rules.training.transfer.notices import UnreadableError
from project.rules.training.transfer.own import own_rows
from project.rules.training.transfer.own_objects import (
    OwnDecision,
    OwnEvidence,
    OwnExercise,
    OwnForecast,
    OwnLevel,
    OwnPerformed,
    OwnSet,
    OwnTraining,
    OwnWorkout,
)
from project.rules.training.transfer.own_programs import ProgramRows
from project.rules.training.transfer.own_values import OwnRow

MOST_ROWS: Final = 10_000
"""Of each other table; more than anybody has."""

_LONGEST_PAUSE: Final = 366 * 86_400
_MOST_WEEKS: Final = 10_000
_CATEGORY_LENGTH: Final = 80
_KINDS: Final = frozenset({*ProposalKind, *Placing})


def read_training(content: bytes) -> OwnTraining:
    """Read an archive, alone or in its ZIP; raises `UnreadableError` with the line."""
    archive = _Archive()
    for item in own_rows(content):
        if item.name in _READERS:
            count = archive.counts[item.name] = archive.counts.get(item.name, 0) + 1
            if count > _MOST.get(item.name, MOST_ROWS):
                raise UnreadableError("too_many_rows", item.line, most=count - 1)
            _READERS[item.name](archive, OwnRow(item))
    return archive.whole()


@dataclass(slots=True)
class _Archive:
    """Rows by their ids; what names another row waits until all are there."""

    zone: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    exercises: dict[int, OwnExercise] = field(default_factory=dict)
    levels: dict[int, tuple[int, OwnLevel]] = field(default_factory=dict)
    categories: dict[int, str] = field(default_factory=dict)
    in_categories: list[tuple[int, int]] = field(default_factory=list)
    workouts: dict[int, OwnWorkout] = field(default_factory=dict)
    templates: list[tuple[OwnWorkout, int]] = field(default_factory=list)
    performed: dict[int, tuple[int, int, OwnPerformed]] = field(default_factory=dict)
    sets: list[tuple[int, int | None, OwnSet]] = field(default_factory=list)
    decisions: list[Callable[[], OwnDecision | None]] = field(default_factory=list)
    forecasts: list[Callable[[], OwnForecast | None]] = field(default_factory=list)
    programs: ProgramRows = field(default_factory=ProgramRows)

    def exercise(self, number: int | None) -> OwnExercise | None:
        return self.exercises.get(number or 0)

    def level(self, number: int | None, of: OwnExercise | None) -> OwnLevel | None:
        """Return a level of this exercise."""
        owner, level = self.levels.get(number or 0, (0, None))
        return level if level is not None and self.exercise(owner) is of else None

    def whole(self) -> OwnTraining:
        """Put together what belongs together; what belongs to nothing is left out."""
        for owner, level in self.levels.values():
            if (exercise := self.exercise(owner)) is not None:
                exercise.levels.append(level)
        for exercise in self.exercises.values():
            exercise.levels.sort(key=lambda level: level.order)
        for owner, number in self.in_categories:
            exercise, name = self.exercise(owner), self.categories.get(number)
            if exercise is not None and name:
                exercise.categories.append(name)
        for workout, number in self.templates:
            template = self.workouts.get(number)
            workout.template = template if template and template.is_template else None
        self._log()
        return OwnTraining(
            zone=self.zone,
            exercises=list(self.exercises.values()),
            workouts=list(self.workouts.values()),
            decisions=[each for made in self.decisions if (each := made()) is not None],
            forecasts=[seen for told in self.forecasts if (seen := told()) is not None],
            programs=self.programs.whole(self.workouts, self.levels),
        )

    def _log(self) -> None:
        for owner, level, one in self.sets:
            _, definition, performed = self.performed.get(owner, (0, 0, None))
            if performed is not None:
                one.level = self.level(level, self.exercise(definition))
                performed.sets.append(one)
        for owner, definition, performed in self.performed.values():
            performed.exercise = self.exercise(definition)
            performed.sets.sort(key=lambda one: one.order)
            if owner in self.workouts and performed.exercise is not None:
                self.workouts[owner].exercises.append(performed)
        for workout in self.workouts.values():
            workout.exercises.sort(key=lambda performed: performed.order)


def _id(row: OwnRow, name: str = "id") -> int:
    return row.whole(name, 1, MAX_ID)


def _user(archive: _Archive, row: OwnRow) -> None:
    archive.zone = row.zone("timezone")


def _exercise(archive: _Archive, row: OwnRow) -> None:
    archive.exercises[_id(row)] = OwnExercise(
        line=row.line,
        title=row.line_of("title", TITLE_LENGTH),
        description=row.text("description", DESCRIPTION_LENGTH),
        counting_type=CountingType(row.word("counting_type", set(CountingType))),
        archived=row.yes("archived"),
        on_profile=row.yes("on_profile"),
        rest_seconds=row.whole("rest_seconds", 0, MAX_REST, 90),
        switched_on=frozenset(switch for switch in SWITCHES if row.yes(switch)),
        pinned_note=row.text("pinned_note", PINNED_NOTE_LENGTH),
        criteria=row.criteria(),
    )


def _level(archive: _Archive, row: OwnRow) -> None:
    figure = row.line_of("figure", FIGURE_LENGTH)
    archive.levels[_id(row)] = (
        _id(row, "exercise_definition_id"),
        OwnLevel(
            name=row.line_of("name", LEVEL_LENGTH),
            order=row.whole("level_order", 0, MAX_ID),
            texts=LevelTexts(
                row.text("description", LEVEL_TEXT_LENGTH),
                row.line_of("link", LINK_LENGTH),
                figure if figure in figure_keys() else "",
            ),
            criteria=row.criteria(),
            picture=row.line_of("picture", PICTURE_LENGTH),
        ),
    )


def _category(archive: _Archive, row: OwnRow) -> None:
    archive.categories[_id(row)] = row.line_of("name", _CATEGORY_LENGTH)


def _in_category(archive: _Archive, row: OwnRow) -> None:
    archive.in_categories.append((_id(row, "exercise_definition_id"), _id(row, "category_id")))


def _workout(archive: _Archive, row: OwnRow) -> None:
    workout = archive.workouts[_id(row)] = OwnWorkout(
        line=row.line,
        title=row.line_of("title", TITLE_LENGTH),
        timestamp=row.past("timestamp"),
        is_template=row.yes("is_template"),
        is_planned=row.yes("is_planned"),
        is_done=row.yes("is_done"),
        is_running=row.yes("is_running"),
        visibility=Visibility(row.word("visibility", set(Visibility))),
        note=row.text("note", NOTE_LENGTH),
        effort=row.number("effort", 1, MAX_EFFORT),
        started_at=row.moment("started_at"),
        finished_at=row.moment("finished_at"),
        last_set_at=row.moment("last_set_at"),
        paused=row.whole("paused", 0, _LONGEST_PAUSE, 0),
        length_confirmed=row.yes("length_confirmed"),
        is_deload=row.yes("is_deload"),
        timezone=row.zone("timezone"),
    )
    if (template := row.number("template_id", 1, MAX_ID)) is not None:
        archive.templates.append((workout, template))


def _performed(archive: _Archive, row: OwnRow) -> None:
    archive.performed[_id(row)] = (
        _id(row, "workout_id"),
        _id(row, "exercise_definition_id"),
        OwnPerformed(
            order=row.whole("exercise_order", 0, MAX_ID),
            exercise=None,
            superset=row.number("superset", 1, MAX_EXERCISES),
            alternation=row.number("alternation", 1, MAX_EXERCISES),
            note=row.text("note", EXERCISE_NOTE_LENGTH),
        ),
    )


def _set(archive: _Archive, row: OwnRow) -> None:
    order = row.whole("set_order", 0, MAX_ID)
    one = OwnSet(order, row.exact("progression", LEVEL_LENGTH), None, row.figures())
    level = row.number("progression_level_id", 1, MAX_ID)
    archive.sets.append((_id(row, "exercise_id"), level, one))


def _decision(archive: _Archive, row: OwnRow) -> None:
    owner = _id(row, "exercise_definition_id")
    begin, end = (row.number(name, 1, MAX_ID) for name in ("from_level_id", "to_level_id"))
    kind, answer = row.word("kind", _KINDS), row.word("answer", set(Answer))
    names = [row.exact(name, LEVEL_LENGTH) for name in ("from_name", "to_name")]
    rows, decided, undone = row.evidence(), row.past("decided_at"), row.moment("undone_at")

    def made() -> OwnDecision | None:
        exercise = archive.exercise(owner)
        if exercise is None:
            return None
        return OwnDecision(
            exercise=exercise,
            kind=kind,
            answer=answer,
            from_level=archive.level(begin, exercise),
            from_name=names[0],
            to_level=archive.level(end, exercise),
            to_name=names[1],
            evidence=[
                OwnEvidence(archive.workouts.get(each["workout"]), each["at"], each["values"])
                for each in rows
            ],
            decided_at=decided,
            undone_at=undone,
        )

    archive.decisions.append(made)


def _forecast(archive: _Archive, row: OwnRow) -> None:
    number = _id(row, "progression_level_id")
    made_on, judged_on = row.day("made_on"), row.day("judged_on")
    begin = row.whole("weeks_from", 0, _MOST_WEEKS)
    end = row.whole("weeks_to", begin, _MOST_WEEKS)
    outcome = row.word("outcome", set(Outcome))
    if made_on is None:
        raise row.wrong("made_on")

    def made() -> OwnForecast | None:
        owner, level = archive.levels.get(number, (0, None))
        if level is None or archive.exercise(owner) is None:
            return None
        return OwnForecast(level, made_on, begin, end, outcome, judged_on)

    archive.forecasts.append(made)


def _of_programs(
    read: Callable[[ProgramRows, OwnRow], None],
) -> Callable[[_Archive, OwnRow], None]:
    return lambda archive, row: read(archive.programs, row)


_READERS: Final[dict[str, Callable[[_Archive, OwnRow], None]]] = {
    "user": _user,
    "exercises": _exercise,
    "progression_levels": _level,
    "exercise_category": _category,
    "exercise_categories": _in_category,
    "workout": _workout,
    "exercise": _performed,
    "exercise_sets": _set,
    "progression_decisions": _decision,
    "progression_forecasts": _forecast,
    **{table: _of_programs(read) for table, read in own_programs.READERS.items()},
}
_MOST: Final = {
    "workout": MAX_IMPORT_WORKOUTS,
    "exercise": MAX_IMPORT_SETS,
    "exercise_sets": MAX_IMPORT_SETS,
}
