"""Load-and-check-owner: missing things and other people's give the same 404."""

from typing import TypeVar

from flask import abort

from project.exceptions import RenamedError, UnknownAthleteError
from project.extensions import db
from project.i18n import gettext
from project.models import (
    Enrolment,
    ExerciseCategory,
    ExerciseDefinition,
    Program,
    ProgressionDecision,
    TrainingImport,
    User,
    Workout,
    fold,
)
from project.queries.account.signed_in import Account
from project.queries.library import exercises
from project.queries.library.exercises import ExerciseRow
from project.queries.people import people
from project.queries.training import programs, workouts
from project.queries.training.programs import ProgramRow
from project.queries.training.workouts import WorkoutDetail
from project.web.forms import PersonForm

Owned = TypeVar("Owned", Workout, ExerciseDefinition, ProgressionDecision, Program, Enrolment)


def _own(found: Owned | None, athlete: User) -> Owned:
    if found is None or found.user_id != athlete.id:
        abort(404)
    return found


def own_workout_or_404(
    workout_id: int, athlete: User, *, template: bool = False, lock: bool = False
) -> Workout:
    """Return the athlete's workout (or template); relationships are not loaded.

    ``lock`` keeps other requests from changing it until this one's transaction ends.
    """
    workout = _own(db.session.get(Workout, workout_id, with_for_update=lock), athlete)
    is_template = workout.is_template and not workout.is_planned  # plans are no templates here
    if is_template is not template:
        abort(404)
    return workout


def visible_workout_or_404(workout_id: int, athlete: User) -> WorkoutDetail:
    """Return the workout with everything in it, when the athlete may see it."""
    return workouts.detail(workout_id, athlete.id) or abort(404)


def own_exercise_or_404(exercise_id: int, athlete: User) -> ExerciseDefinition:
    """Return an entry of the athlete's own library, archived ones too."""
    return _own(db.session.get(ExerciseDefinition, exercise_id), athlete)


def visible_exercise_or_404(exercise_id: int, athlete: User) -> ExerciseDefinition:
    """Return an own exercise, or another athlete's that is neither archived nor hidden."""
    return exercises.visible(exercise_id, athlete.id) or abort(404)


def shown_exercise_or_404(exercise_id: int, athlete: User) -> ExerciseRow:
    """Return the same exercises for their page, with ladder and categories; three statements."""
    return exercises.detail(exercise_id, athlete.id) or abort(404)


def own_decision_or_404(decision_id: int, athlete: User) -> ProgressionDecision:
    return _own(db.session.get(ProgressionDecision, decision_id), athlete)


def own_import_or_404(import_id: int, athlete: User) -> TrainingImport:
    """Return the athlete's own import."""
    found = db.session.get(TrainingImport, import_id)
    if found is None or found.user_id != athlete.id:
        abort(404)
    return found


def own_program_or_404(program_id: int, athlete: User, *, lock: bool = False) -> Program:
    """Return the athlete's program; ``lock`` keeps others from changing it as above."""
    return _own(db.session.get(Program, program_id, with_for_update=lock), athlete)


def own_enrolment_or_404(enrolment_id: int, athlete: User, *, lock: bool = False) -> Enrolment:
    """Return a program that the athlete follows or followed; ``lock`` as above."""
    return _own(db.session.get(Enrolment, enrolment_id, with_for_update=lock), athlete)


def visible_program_or_404(program_id: int, athlete: User) -> ProgramRow:
    """Return the program with its days and exercises, when the athlete may see it."""
    return programs.detail(program_id, athlete.id) or abort(404)


def category_or_404(category_id: int) -> ExerciseCategory:
    """Return a category; they belong to everybody."""
    return db.session.get(ExerciseCategory, category_id) or abort(404)


def user_by_name_or_404(username: str, viewer: User) -> User:
    """Return the confirmed athlete with this name, ignoring case, whom the viewer may know of."""
    return people.find(username, viewer.id) or abort(404)


def meant_or_404(username: str, viewer: User) -> User:
    """Return the athlete a form is about: whose page it was made for, not who has the name now.

    Raises `RenamedError` when they have another name by now, whoever has the old one. Without
    an id, which all our forms send, the name decides: it is kept for months once it is given up.
    """
    meant = PersonForm().person_id()
    found = people.find(username if meant is None else meant, viewer.id)
    if found is None:
        raise UnknownAthleteError
    if found.username_key != fold(username):
        text = gettext(
            "%(old)s heißt jetzt %(new)s. Es ist noch nichts geschehen.",
            old=username,
            new=found.username,
        )
        raise RenamedError(text, found.username)
    return found


def new_name_or_404(username: str, viewer: Account | User) -> str:
    """Return what the athlete is called who lately gave up this name, for links that have it."""
    return people.renamed(username, viewer.id) or abort(404)


def other_by_name_or_404(username: str, viewer: User) -> User:
    """Return the athlete with this name, as above, who is not the viewer."""
    user = user_by_name_or_404(username, viewer)
    if user.id == viewer.id:
        abort(404)
    return user
