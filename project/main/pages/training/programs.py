"""Programs, ready to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, pairwise
from string import ascii_uppercase

from project.enums import DayKind
from project.i18n import gettext, ngettext, pgettext
from project.main.forms.training.programs import FOCUSES
from project.queries.training.programs import ProgramDayRow, ProgramRow
from project.queries.training.workouts import PerformedExercise
from project.rules.library.level_texts import LevelTexts
from project.rules.training.duration import PlannedExercise, estimated_minutes
from project.rules.training.ready_made.programs import (
    ReadyMadeDay,
    ReadyMadeExercise,
    ReadyMadeProgram,
)


@dataclass(frozen=True, slots=True)
class ExerciseLine:
    """An exercise of a day: at which level, how many sets, and how it goes with its neighbours."""

    title: str
    level: str
    number: int | None
    count: int
    sets: str
    mark: str
    figure: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DayCard:
    """A day of a program; ``template_id`` leads its athlete to its template."""

    number: int
    title: str
    tags: Sequence[str]
    note: str
    lacks_template: bool
    template_id: int | None
    lines: Sequence[ExerciseLine]

    @classmethod
    def of(
        cls, day: ProgramDayRow, texts: Mapping[int, LevelTexts], minutes: int | None
    ) -> "DayCard":
        return cls(
            number=day.order,
            title=day.title,
            tags=_tags(day.kind, minutes, is_optional=day.is_optional),
            note="",
            lacks_template=day.lacks_template,
            template_id=day.template_id,
            lines=_lines(day.exercises, texts),
        )

    @classmethod
    def of_ready_made(cls, number: int, day: ReadyMadeDay) -> "DayCard":
        marks = _marks([each.pair for each in day.exercises], [each.turn for each in day.exercises])
        return cls(
            number=number,
            title=day.title,
            tags=_tags(day.kind, None, is_optional=day.is_optional),
            note=day.note,
            lacks_template=False,
            template_id=None,
            lines=[_line(each, mark) for each, mark in zip(day.exercises, marks, strict=True)],
        )


@dataclass(frozen=True, slots=True)
class ProgramCard:
    """A program in a list: what it is, in short words."""

    id: int
    title: str
    tags: Sequence[str]
    days: Sequence[str]
    lacks_template: bool

    @classmethod
    def of(cls, program: ProgramRow, minutes: Mapping[int, int] | None = None) -> "ProgramCard":
        found = minutes or {}
        lengths = [found[key] for key in program.template_ids if key in found]
        return cls(
            id=program.id,
            title=program.title,
            tags=frame(
                program.days_a_week,
                program.weeks,
                round(sum(lengths) / len(lengths)) if lengths else None,
                program.focus,
            ),
            days=[day.title for day in program.days],
            lacks_template=any(day.lacks_template for day in program.days),
        )


@dataclass(frozen=True, slots=True)
class ReadyMadeCard:
    """A ready-made program; ``own`` is the athlete's program that was made from it, if any."""

    key: str
    title: str
    description: str
    needs: str
    tags: Sequence[str]
    days: Sequence[DayCard]
    own: int | None

    @classmethod
    def of(cls, program: ReadyMadeProgram, own: Mapping[str, int]) -> "ReadyMadeCard":
        return cls(
            key=program.key,
            title=program.title,
            description=program.description,
            needs=program.needs,
            tags=frame(
                program.days_a_week,
                program.weeks,
                program.minutes,
                program.focus,
                (program.least_days, program.most_days),
            ),
            days=[DayCard.of_ready_made(n, day) for n, day in enumerate(program.days, 1)],
            own=own.get(program.key),
        )


def frame(
    days_a_week: int,
    weeks: int | None,
    minutes: int | None,
    focus: str,
    between: tuple[int, int] | None = None,
) -> list[str]:
    """Return how often, how long and what for, a few words each."""
    if between and between[0] < between[1]:
        often = gettext("%(low)d bis %(high)d Tage in der Woche", low=between[0], high=between[1])
    else:
        often = ngettext("%(num)d Tag in der Woche", "%(num)d Tage in der Woche", days_a_week)
    words = [often]
    if minutes is not None:
        words.append(gettext("etwa %(minutes)d Minuten", minutes=minutes))
    words.append(
        gettext("ohne Ende")
        if weeks is None
        else ngettext("%(num)d Woche", "%(num)d Wochen", weeks)
    )
    return [*words, *(str(each.label) for each in FOCUSES if each.value == focus)]


def minutes_of(exercises: Sequence[PerformedExercise]) -> int | None:
    """Return about how long a day takes whoever has no pace of their own yet."""
    return estimated_minutes(
        PlannedExercise(len(each.sets), each.rest_seconds, alternation=each.alternation)
        for each in exercises
    )


def _tags(kind: str, minutes: int | None, *, is_optional: bool) -> list[str]:
    tags = {
        DayKind.REST.value: [pgettext("kind of day in a program", "Ruhetag")],
        DayKind.SKILL.value: [gettext("Fertigkeit")],
    }.get(kind, [])
    if is_optional:
        tags = [*tags, pgettext("day of a program", "freiwillig")]
    if minutes is not None:
        tags = [*tags, gettext("etwa %(minutes)d Minuten", minutes=minutes)]
    return tags


def _lines(
    exercises: Sequence[PerformedExercise], texts: Mapping[int, LevelTexts]
) -> list[ExerciseLine]:
    marks = _marks([each.superset for each in exercises], [each.alternation for each in exercises])
    return [_performed(each, mark, texts) for each, mark in zip(exercises, marks, strict=True)]


def _performed(
    exercise: PerformedExercise, mark: str, texts: Mapping[int, LevelTexts]
) -> ExerciseLine:
    rows = [row for row in exercise.sets if row.is_own_set] or exercise.sets
    first = rows[0] if rows else None
    said = texts.get(first.level_id) if first and first.level_id else None
    return ExerciseLine(
        title=exercise.title,
        level=first.progression if first else "",
        number=first.level_order if first else None,
        count=exercise.level_count,
        sets=_sets(len(rows)),
        mark=mark,
        figure=said.figure if said else "",
        note=exercise.note,
    )


def _line(exercise: ReadyMadeExercise, mark: str) -> ExerciseLine:
    levels = exercise.ladder.levels
    return ExerciseLine(
        title=exercise.ladder.title,
        level=exercise.level.name,
        number=levels.index(exercise.level) + 1,
        count=len(levels),
        sets=_sets(exercise.sets),
        mark=mark,
        figure=exercise.level.key,
    )


def _sets(number: int) -> str:
    return ngettext("%(num)d Satz", "%(num)d Sätze", number)


def _marks(pairs: Sequence[int | None], turns: Sequence[int | None]) -> list[str]:
    """Return what ties each exercise to its neighbours, in words; empty for nothing."""
    tied = dict.fromkeys(one for one, other in pairwise(pairs) if one is not None and one == other)
    letters = dict(zip(tied, cycle(ascii_uppercase), strict=False))
    taking = {one for one, other in pairwise(turns) if one is not None and one == other}
    return [
        gettext("Von Training zu Training im Wechsel")
        if turn in taking
        else gettext("Supersatz %(letter)s", letter=letters[pair])
        if pair in letters
        else ""
        for pair, turn in zip(pairs, turns, strict=True)
    ]
