"""What *Fortschritt* shows, ready to print."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import nlargest
from typing import Final

from project.i18n import format_month, gettext, ngettext
from project.main.pages.training import ladder_words as words
from project.main.pages.training.ladder_cards import (
    LadderCard,
    LadderLine,
    ProposalCard,
    ProposalLine,
    is_proposed,
)
from project.main.pages.training.year_drawing import YearHalf, year_halves
from project.queries.training.progression import Ladder, LadderSummary
from project.queries.training.training_weeks import TrainingWeeks
from project.rules.training.load import WeekLoad, monday_of, weekly_loads
from project.rules.training.records import Record, is_first_day
from project.rules.training.streak import Streak
from project.rules.training.volume import TrainedExercise, Volume, weekly_volume
from project.rules.training.year import Year, year_of

WEEKS: Final = 12
PROPOSALS: Final = 4
LADDERS: Final = 8
"""So many with all there is to them, the others in a line."""

RECORDS: Final = 5
"""No more than a ladder's summary holds, so that none is passed over."""

_FOUR_WEEKS: Final = 28


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record with the exercise it was set at."""

    exercise_id: int
    exercise: str
    level: str
    title: str
    before: str
    day: str
    workout_id: int
    is_first_day: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """One number, one word, a small trend."""

    value: int
    label: str
    trend: str = ""
    rising: bool = False


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A row of a weekly table: its Monday, and (number, text) for each column."""

    iso_day: str
    day: str
    cells: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class WeekTable:
    """Weekly numbers, oldest week first; ``lasts`` when they are seconds."""

    key: str
    title: str
    lasts: bool
    columns: list[str]
    rows: list[WeekRow]


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A week's training load in words."""

    iso_day: str
    day: str
    total: int
    monotony: str
    strain: str
    unrated: int


@dataclass(frozen=True, slots=True)
class MonthRow:
    name: str
    workouts: int
    days: int


@dataclass(frozen=True, slots=True)
class ProgressView:
    """Everything on *Fortschritt*; ``load`` is empty when no workout was rated lately."""

    proposals: list[ProposalCard]
    more_proposals: list[ProposalLine]
    ladders: list[LadderCard]
    more_ladders: list[LadderLine]
    tiles: list[Tile]
    halves: list[YearHalf]
    months: list[MonthRow]
    volume: list[WeekTable]
    records: list[RecordRow]
    load: list[LoadRow]


def progress_view(
    glances: Sequence[LadderSummary],
    categories: Mapping[int, Sequence[str]],
    trained: TrainingWeeks,
    today: date,
) -> ProgressView:
    """Put the page together; archived exercises count for the volume and stand nowhere else."""
    sessions = trained.sessions
    year = year_of((session.day for session in sessions), today)
    since = monday_of(today) - timedelta(weeks=WEEKS - 1)
    shown = [each for each in glances if not each.archived]
    proposed = [each for each in shown if is_proposed(each)]
    cards = (ProposalCard.of_glance(each) for each in proposed[:PROPOSALS])
    return ProgressView(
        proposals=[card for card in cards if card],
        more_proposals=[ProposalLine.of(each) for each in proposed[PROPOSALS:]],
        ladders=[LadderCard.of(each, today) for each in shown[:LADDERS]],
        more_ladders=[LadderLine.of(each) for each in shown[LADDERS:]],
        tiles=_tiles(year, trained.streak(today)),
        halves=year_halves(year),
        months=[
            MonthRow(format_month(each.first), each.workouts, each.days)
            for each in reversed(year.months)
        ],
        volume=_volume(glances, categories, since),
        records=record_rows(shown, RECORDS),
        load=_load(weekly_loads([each for each in sessions if each.day >= since], since, today)),
    )


def _tiles(year: Year, streak: Streak) -> list[Tile]:
    lately, before = year.workouts(_FOUR_WEEKS), year.workouts(_FOUR_WEEKS, before=_FOUR_WEEKS)
    all_year = sum(year.by_day.values())
    return [
        Tile(
            lately,
            ngettext("Training in vier Wochen", "Trainings in vier Wochen", lately),
            gettext(
                "%(change)s zu den vier davor", change=f"{lately - before:+d}".replace("-", "−")
            )
            if before
            else "",
            rising=lately > before > 0,
        ),
        Tile(
            streak.weeks,
            ngettext("Woche in Serie", "Wochen in Serie", streak.weeks),
            best_words(streak),
        ),
        Tile(
            all_year,
            ngettext("Training in zwölf Monaten", "Trainings in zwölf Monaten", all_year),
        ),
    ]


def best_words(streak: Streak) -> str:
    """Say how long the best streak was, where it was longer than this one."""
    if streak.best <= streak.weeks:
        return ""
    return ngettext("am längsten: %(num)s Woche", "am längsten: %(num)s Wochen", streak.best)


def _volume(
    glances: Sequence[LadderSummary], categories: Mapping[int, Sequence[str]], since: date
) -> list[WeekTable]:
    mondays = [since + timedelta(weeks=week) for week in range(WEEKS)]
    found = weekly_volume(
        (
            TrainedExercise(each.counting_type, categories.get(each.id, ()), each.overview.weeks)
            for each in glances
        ),
        mondays,
    )
    measures = (
        ("sets", gettext("Sätze"), [volume.sets for volume in found]),
        ("reps", gettext("Wiederholungen"), [volume.reps for volume in found]),
        ("seconds", gettext("Haltezeit"), [volume.seconds for volume in found]),
    )
    tables = (_week_table(*measure, found, mondays) for measure in measures)
    return [table for table in tables if table.columns]


def _week_table(
    key: str,
    title: str,
    columns: Sequence[Sequence[int]],
    found: Sequence[Volume],
    mondays: Sequence[date],
) -> WeekTable:
    lasts = key == "seconds"
    used = [(volume, column) for volume, column in zip(found, columns, strict=True) if any(column)]
    amount = words.clock if lasts else str
    return WeekTable(
        key=key,
        title=title,
        lasts=lasts,
        columns=[volume.category or gettext("ohne Kategorie") for volume, _ in used],
        rows=[
            WeekRow(
                monday.isoformat(),
                words.day(monday),
                [(column[place], amount(column[place])) for _, column in used],
            )
            for place, monday in enumerate(mondays)
        ],
    )


def record_rows(glances: Iterable[LadderSummary], limit: int | None = None) -> list[RecordRow]:
    """Return the newest of the records that the ladders' summaries hold, newest first."""
    found = [(record, each) for each in glances for record in each.overview.records]
    found = nlargest(limit or len(found), found, key=lambda item: (item[0].at, item[0].workout))
    return [record_row(record, each, each.overview.names) for record, each in found]


def record_row(
    record: Record, ladder: LadderSummary | Ladder, names: Mapping[int, str]
) -> RecordRow:
    """Return a record in words; ``names`` are those of the ladder's levels."""
    return RecordRow(
        exercise_id=ladder.id,
        exercise=ladder.title,
        level=names.get(record.level, ""),
        title=words.record_title(record, ladder.counting_type),
        before=words.record_before(record, names, ladder.counting_type),
        day=words.day(record.at),
        workout_id=record.workout,
        is_first_day=is_first_day(record),
    )


def _load(weeks: Sequence[WeekLoad]) -> list[LoadRow]:
    if not any(week.total for week in weeks):
        return []
    return [
        LoadRow(
            iso_day=week.monday.isoformat(),
            day=words.day(week.monday),
            total=week.total,
            monotony="–" if week.monotony is None else words.decimal(week.monotony),
            strain="–" if week.strain is None else str(round(week.strain)),
            unrated=week.unrated,
        )
        for week in weeks
    ]
