"""A training diary: logs, edits and deletes workouts, and answers proposals, as routes do."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from flask import Flask

from project.enums import Visibility
from project.extensions import db
from project.models import ExerciseDefinition, ProgressionDecision, User, Workout
from project.queries.training import progression as queries
from project.queries.training.progression import LadderPosition
from project.queries.training.training_log import log_of
from project.queries.training.workouts import performed
from project.rules.library.sets import counted_value
from project.rules.training.drafts import SetDraft, WorkoutDraft, WorkoutExerciseDraft
from project.rules.training.overview import overview
from project.rules.training.standing import read_standing
from project.services.training import proposal_answers as service
from project.services.training import workouts
from project.services.training.proposal_answers import ProposalAnswer
from project.services.training.workouts import as_drafts

MONDAY = datetime(2026, 9, 7, 16, tzinfo=UTC)
LEVELS = ("Knie", "Voll", "Diamant")
Row = tuple[str, int]


def done(level: str, *values: int) -> list[Row]:
    return [(level, value) for value in values]


class Diary:
    """Logs, edits and deletes workouts as the routes do."""

    def __init__(self, app: Flask, athlete: User) -> None:
        self.app = app
        self.athlete_id = athlete.id

    def do(self, change: Callable[[User], object]) -> None:
        with self.app.app_context():
            change(db.session.get_one(User, self.athlete_id))
            db.session.commit()

    def log(self, day: float, *exercises: tuple[ExerciseDefinition, Sequence[Row]]) -> int:
        entry = self.entry(day, *exercises)
        with self.app.app_context():
            athlete = db.session.get_one(User, self.athlete_id)
            workout, _ = workouts.log_workout(athlete, entry)
            db.session.commit()
            return workout.id

    @staticmethod
    def entry(day: float, *exercises: tuple[ExerciseDefinition, Sequence[Row]]) -> WorkoutDraft:
        performed_ones = [
            WorkoutExerciseDraft(
                definition.id,
                [
                    SetDraft(level=name, **counted_value(definition.counting_type, v))
                    for name, v in rows
                ],
            )
            for definition, rows in exercises
        ]
        moment = MONDAY + timedelta(days=day)
        return WorkoutDraft("Training", moment, Visibility.PRIVATE, exercises=performed_ones)

    def edit(self, workout_id: int, change: Callable[[WorkoutDraft], WorkoutDraft]) -> None:
        def save(athlete: User) -> None:
            workout = db.session.get_one(Workout, workout_id)
            stored = performed(workout_id)
            entry = WorkoutDraft(
                workout.title, workout.timestamp, Visibility.PRIVATE, exercises=as_drafts(stored)
            )
            workouts.edit_workout(
                workout, change(entry), athlete=athlete, version=None, stored=stored
            )

        self.do(save)

    def delete(self, workout_id: int) -> None:
        self.do(
            lambda athlete: workouts.delete_workout(
                db.session.get_one(Workout, workout_id), athlete
            )
        )

    def place(self, definition: ExerciseDefinition) -> LadderPosition:
        """Return what is stored, after holding it against the whole log."""
        with self.app.app_context():
            calendar = db.session.get_one(User, self.athlete_id).calendar
            place = queries.ladder_positions([definition.id], calendar)[definition.id]
            log = log_of([definition.id], calendar).get(definition.id, [])
            fresh = read_standing(place.ladder.levels, calendar.name, log)
            assert place.standing == fresh
            glances = queries.glances(self.athlete_id, calendar)
            expected = [overview(fresh, place.ladder.names, place.decisions)] if log else []
            assert [each.overview for each in glances if each.id == definition.id] == expected
            return place

    def answer(self, definition: ExerciseDefinition, given: ProposalAnswer) -> int | None:
        with self.app.app_context():
            athlete = db.session.get_one(User, self.athlete_id)
            exercise = db.session.get_one(ExerciseDefinition, definition.id)
            decision = service.answer(athlete, exercise, given)
            db.session.commit()
            return None if decision is None else decision.id

    def undo(self, decision_id: int | None) -> bool:
        with self.app.app_context():
            athlete = db.session.get_one(User, self.athlete_id)
            decision = db.session.get_one(ProgressionDecision, decision_id)
            undone = service.undo(athlete, decision)
            db.session.commit()
            return undone
