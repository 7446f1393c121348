"""What a workout that was just finished has changed: records, and proposals for the next level."""

from collections.abc import Sequence
from dataclasses import dataclass

from project.i18n import gettext
from project.main.pages.training.ladder_cards import ProposalCard
from project.main.pages.training.progress import RecordRow, record_rows
from project.models import User
from project.queries.training.progression import ladder_summaries
from project.queries.training.workouts import WorkoutDetail


@dataclass(frozen=True, slots=True)
class FinishedOutcome:
    """What stands now that the workout is in the log; ``welcome`` is a line about what was new."""

    welcome: str
    records: list[RecordRow]
    proposals: list[ProposalCard]


def outcome_of(workout: WorkoutDetail, athlete: User) -> FinishedOutcome:
    """Return the records set in the workout, and what is proposed for its exercises."""
    ids = list(dict.fromkeys(each.definition_id for each in workout.exercises))
    glances = ladder_summaries(ids, athlete.calendar)
    found = [glances[number] for number in ids if number in glances]
    rows = [row for row in record_rows(found) if row.workout_id == workout.id]
    fresh = [row for row in rows if row.is_first_day]
    return FinishedOutcome(
        welcome=_welcome(fresh) if fresh else "",
        records=[row for row in rows if not row.is_first_day],
        proposals=[card for each in found if (card := ProposalCard.of_glance(each))],
    )


def _welcome(fresh: Sequence[RecordRow]) -> str:
    what = ", ".join(f"{row.exercise} ({row.level})" for row in fresh)
    return gettext(
        "Ein Anfang: zum ersten Mal %(what)s. Von hier an siehst du, wie es weitergeht.", what=what
    )
