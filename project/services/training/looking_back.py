"""Looking back on a program: what was done for it, and what it brought."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from project.models import User
from project.queries.training import progression
from project.queries.training.enrolments import EnrolmentState
from project.queries.training.program_summary import done_for
from project.queries.training.progression import Ladder
from project.queries.training.training_log import log_of
from project.rules.training.gains import levels_between, records_in
from project.rules.training.ladder import read_history
from project.rules.training.records import Record
from project.rules.training.sequence import week_of


@dataclass(frozen=True, slots=True)
class LadderGain:
    """A ladder on which a program led to a harder level; both are names."""

    exercise_id: int
    exercise: str
    before: str
    after: str
    levels: int


@dataclass(frozen=True, slots=True)
class ProgramSummary:
    """What was done for a program in its weeks, and what came of it; the newest records first."""

    weeks: int
    workouts: int
    sets: int
    gains: list[LadderGain]
    records: list[tuple[Record, Ladder]]


def summary_of(athlete: User, state: EnrolmentState) -> ProgramSummary:
    """Return what a program brought; four statements for any number of workouts and exercises."""
    parts = done_for(state.id)
    began: dict[int, datetime] = {}
    for part in parts:
        if part.exercise_id is not None:
            began.setdefault(part.exercise_id, part.at)
    workouts = {part.workout_id for part in parts}
    gains, records = _brought(athlete, state, began, workouts)
    last = state.today if state.ended_at is None else athlete.calendar.day_of(state.ended_at)
    return ProgramSummary(
        weeks=week_of(state.started_on, state.pauses, last),
        workouts=len(workouts),
        sets=sum(part.sets for part in parts),
        gains=gains,
        records=sorted(records, key=lambda each: (each[0].at, each[0].workout), reverse=True),
    )


def _brought(
    athlete: User, state: EnrolmentState, began: dict[int, datetime], workouts: Collection[int]
) -> tuple[list[LadderGain], list[tuple[Record, Ladder]]]:
    ladders = progression.ladders(began)
    logs = log_of(began, athlete.calendar)
    decisions = progression.decisions_of(began)
    gains = []
    records = []
    for key, moment in began.items():
        ladder = ladders[key]
        history = read_history(ladder.levels, logs.get(key, ()))
        records += [(record, ladder) for record in records_in(history, workouts)]
        ranks = levels_between(
            history, decisions.get(key, ()), workouts, began=moment, ended=state.ended_at
        )
        if ranks is not None and ranks[1] > ranks[0]:
            names = list(ladder.names.values())
            gains.append(
                LadderGain(key, ladder.title, names[ranks[0]], names[ranks[1]], ranks[1] - ranks[0])
            )
    return gains, records
