"""What an exercise's page shows its athlete of their progress, ready to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from project.i18n import gettext, ngettext
from project.main.pages.training import ladder_words as words
from project.main.pages.training.ladder_cards import ProposalCard
from project.main.pages.training.ladder_words import Evidence
from project.queries.training.progression import LadderPosition
from project.queries.training.proposal_answers import AnswerRow, ProposalAnswers
from project.rules.training.forecast import Forecast, Silence, forecast
from project.rules.training.ladder import (
    LadderLevel,
    LevelSession,
    LevelState,
    Session,
    read_history,
)
from project.rules.training.proposals import Answer, Placing, ProposalKind, decided_level
from project.rules.training.records import Record, RecordKind

SHORT = 60
"""Sessions that chart and table show at first."""

LONG = 300
"""Sessions that they show on demand; more points than a phone's screen can part."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A level of the ladder with what it takes and what was done there."""

    id: int
    name: str
    note: str
    detail: str


@dataclass(frozen=True, slots=True)
class Point:
    """One session at one level; numbers for the chart, words for the table."""

    day: str
    iso_day: str
    workout_id: int
    level: str
    number: int
    values: str
    best: int
    best_text: str
    value: int
    value_text: str


@dataclass(frozen=True, slots=True)
class RecordLine:
    title: str
    before: str
    day: str
    workout_id: int


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer in the exercise's history; ``can_undo`` while it stands."""

    id: int
    text: str
    day: str
    undone: str
    can_undo: bool
    evidence: list[Evidence]


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """The forecast in words, what it rests on, and how often the last ones were right.

    ``band`` has the two outer lines for the chart, None without a forecast.
    """

    text: str
    reason: str
    accuracy: str
    band: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class ExerciseView:
    """Everything of an athlete's progress on one ladder."""

    counting_type: str
    rungs: list[Rung]
    number: int
    is_known: bool
    """Whether the log or the athlete says that this is their level."""

    state: str
    ready: bool
    done: bool
    last_day: str
    criterion: str
    target: str
    reason: str
    target_evidence: list[Evidence]
    proposal: ProposalCard | None
    forecast: ForecastLine | None
    points: list[Point]
    goals: list[tuple[int, str, int]]
    records: list[tuple[str, list[RecordLine]]]
    answers: list[AnswerLine] = field(default_factory=list)
    longer: bool = False


def rows_of(
    levels: Sequence[LadderLevel], log: Sequence[Session]
) -> list[tuple[int, LevelSession]]:
    """Return level and session of a log, oldest first, easy to hard."""
    by_level = read_history(levels, log).by_level
    rows = [(level.id, row) for level in levels for row in by_level[level.id]]
    rows.sort(key=lambda item: (item[1].at, item[1].workout))
    return rows


def exercise_view(
    place: LadderPosition,
    answers: ProposalAnswers,
    rows: Sequence[tuple[int, LevelSession]],
    today: date,
    *,
    longer: bool,
    noted: Mapping[tuple[int, int], Sequence[tuple[int, Mapping[str, Any]]]] | None = None,
) -> ExerciseView:
    """Put together what the page shows; ``rows`` are the newest sessions, oldest first.

    ``noted`` are the sets of which more is known than their value, as `noted_sets` gives them.
    """
    overview, ladder = place.overview(), place.ladder
    kind, level = ladder.counting_type, overview.level
    target = overview.target(today)
    history = place.standing.history()
    numbers = {each.id: number for number, each in enumerate(ladder.levels, 1)}
    points = _points(place, rows, numbers, noted or {})
    seen = {point.number for point in points}
    return ExerciseView(
        counting_type=kind,
        rungs=[_rung(place, each) for each in ladder.levels],
        number=overview.number,
        is_known=bool(overview.last_day) or decided_level(place.decisions) is not None,
        state=words.state_name(overview.state),
        ready=overview.state is LevelState.READY and not overview.done,
        done=overview.done,
        last_day=words.day(overview.last_day) if overview.last_day else "",
        criterion=words.mastered(level.criteria, kind) if level else "",
        target=words.amounts(target.values, kind) if target else "",
        reason=words.target_reason(target, level.criteria, kind) if target and level else "",
        target_evidence=words.evidence(target.evidence, kind) if target else [],
        proposal=ProposalCard.of(ladder.id, ladder.title, kind, overview),
        forecast=_forecast(place, level, history.by_level[level.id], answers, today)
        if level and overview.last_day
        else None,
        points=points,
        goals=[
            (numbers[each.id], ladder.names[each.id], each.criteria.goal_value)
            for each in ladder.levels
            if numbers[each.id] in seen
        ],
        records=_records(place),
        answers=[_answer(row, kind) for row in reversed(answers.rows)],
        longer=longer,
    )


def _rung(place: LadderPosition, level: LadderLevel) -> Rung:
    kind = place.ladder.counting_type
    best = next(
        (
            words.with_unit(each.value, kind)
            for each in place.standing.records
            if each.kind is RecordKind.BEST_SET and each.level == level.id
        ),
        "",
    )
    count = place.standing.count.get(level.id, 0)
    detail = [words.times(count)] if count else []
    detail += [gettext("bester Satz %(value)s", value=best)] if best else []
    return Rung(
        id=level.id,
        name=place.ladder.names[level.id],
        note=words.criterion(level.criteria, kind),
        detail=words.DOT.join(detail),
    )


def _points(
    place: LadderPosition,
    rows: Sequence[tuple[int, LevelSession]],
    numbers: Mapping[int, int],
    noted: Mapping[tuple[int, int], Sequence[tuple[int, Mapping[str, Any]]]],
) -> list[Point]:
    kind, names = place.ladder.counting_type, place.ladder.names
    return [
        Point(
            day=words.day(row.at),
            iso_day=row.day.isoformat(),
            workout_id=row.workout,
            level=names[level_id],
            number=numbers[level_id],
            values=words.sets(noted[row.workout, level_id], kind)
            if (row.workout, level_id) in noted
            else words.amounts(row.values, kind),
            best=row.best or 0,
            best_text=words.amount(row.best or 0, kind),
            value=row.value,
            value_text=words.amount(row.value, kind),
        )
        for level_id, row in rows
    ]


def _forecast(
    place: LadderPosition,
    level: LadderLevel,
    rows: Sequence[LevelSession],
    answers: ProposalAnswers,
    today: date,
) -> ForecastLine:
    kind = place.ladder.counting_type
    result = forecast(rows, level.criteria, today)
    judged = answers.accuracy
    right = (
        ngettext(
            "Von der letzten Vorhersage stimmten %(hits)s: Das erste Training am Ziel"
            " lag in der Spanne. Zwei von drei sind zu erwarten, denn ein guter Tag kommt der Linie"
            " oft zuvor.",
            "Von den letzten %(num)s Vorhersagen stimmten %(hits)s: Das erste Training am Ziel"
            " lag in der Spanne. Zwei von drei sind zu erwarten, denn ein guter Tag kommt der Linie"
            " oft zuvor.",
            judged.judged,
            hits=judged.hits,
        )
        if judged.judged
        else gettext("Noch keine Vorhersage konnte überprüft werden.")
    )
    if not isinstance(result, Forecast):
        quiet = result is Silence.READY
        return ForecastLine(
            words.forecast_text(result, level.criteria, kind), "", "" if quiet else right, None
        )
    reason = ngettext(
        "Eine Linie durch %(num)s Training der letzten 16 Wochen führt zum Ziel"
        " %(goal)s; die Spanne sagt, wie sicher ihre Steigung ist (80 %%). Das ist ein Blick auf"
        " deine eigene Linie, kein Versprechen.",
        "Eine Linie durch %(num)s Trainings der letzten 16 Wochen führt zum Ziel"
        " %(goal)s; die Spanne sagt, wie sicher ihre Steigung ist (80 %%). Das ist ein Blick auf"
        " deine eigene Linie, kein Versprechen.",
        result.points,
        goal=words.criterion(level.criteria, kind),
    )
    band = {
        "today": today.isoformat(),
        "goal": level.criteria.goal_value,
        "until": result.span.weeks_to * 7,
        "low": [result.low.value, result.low.slope],
        "middle": [result.middle.value, result.middle.slope],
        "high": [result.high.value, result.high.slope],
    }
    return ForecastLine(words.forecast_text(result, level.criteria, kind), reason, right, band)


def _records(place: LadderPosition) -> list[tuple[str, list[RecordLine]]]:
    """Return the records that stand: of the whole ladder, then by level, the hardest first."""
    kind, names = place.ladder.counting_type, place.ladder.names
    groups: dict[str, list[Record]] = {"": []}
    groups |= {names[level.id]: [] for level in reversed(place.ladder.levels)}
    for record in place.standing.records:
        of_ladder = record.kind is RecordKind.HARDEST_MET
        groups["" if of_ladder else names[record.level]].append(record)
    order = list(RecordKind)
    return [
        (
            name,
            [
                RecordLine(
                    title=words.record_title(record, kind)
                    + (f": {names[record.level]}" if not name else ""),
                    before=words.record_before(record, names, kind),
                    day=words.day(record.at),
                    workout_id=record.workout,
                )
                for record in sorted(records, key=lambda record: order.index(record.kind))
            ],
        )
        for name, records in groups.items()
        if records
    ]


def _answer(row: AnswerRow, counting_type: str) -> AnswerLine:
    return AnswerLine(
        id=row.id,
        text=_answer_text(row),
        day=words.day(row.decided_at),
        undone=words.day(row.undone_at) if row.undone_at else "",
        can_undo=row.undone_at is None,
        evidence=[
            Evidence(each.workout_id, words.day(each.at), words.amounts(each.values, counting_type))
            for each in row.evidence
        ],
    )


def _answer_text(row: AnswerRow) -> str:
    names = {"before": row.from_name, "after": row.to_name}
    if row.kind is Placing.PLACED:
        return gettext("Selbst gewählt: %(after)s", **names)
    if row.kind is ProposalKind.LADDER_DONE:
        done = gettext("Leiter geschafft: %(after)s", **names)
        return done if row.answer is Answer.ACCEPTED else f"{done} ({_refused(row.answer)})"
    moved = gettext("Von %(before)s zu %(after)s", **names)
    return moved if row.answer is Answer.ACCEPTED else f"{moved}: {_refused(row.answer)}"


def _refused(answer: Answer) -> str:
    return gettext("noch nicht") if answer is Answer.NOT_YET else gettext("abgelehnt")
