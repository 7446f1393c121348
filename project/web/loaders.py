"""Load-and-check-owner: missing things and other people's give the same 404."""

from flask import abort

from project.exceptions import RenamedError, UnknownAthleteError
from project.extensions import db
from project.i18n import gettext
from project.models import (
    ExerciseCategory,
    ExerciseDefinition,
    ProgressionDecision,
    User,
    Workout,
    fold,
)
from project.queries.account.signed_in import Account
from project.queries.library import exercises
from project.queries.library.exercises import ExerciseRow
from project.queries.people import people
from project.queries.training import workouts
from project.queries.training.workouts import WorkoutDetail
from project.web.forms import PersonForm


def own_workout_or_404(
    workout_id: int, athlete: User, *, template: bool = False, lock: bool = False
) -> Workout:
    """Return the athlete's workout (or template); relationships are not loaded.

    ``lock`` keeps other requests from changing it until this one's transaction ends.
    """
    workout = db.session.get(Workout, workout_id, with_for_update=lock)
    if workout is None or workout.user_id != athlete.id:
        abort(404)
    if (
        workout.is_template and not workout.is_planned
    ) is not template:  # plans are no templates here
        abort(404)
    return workout


def visible_workout_or_404(workout_id: int, athlete: User) -> WorkoutDetail:
    """Return the workout with everything in it, when the athlete may see it."""
    found = workouts.detail(workout_id, athlete.id)
    if found is None:
        abort(404)
    return found


def own_exercise_or_404(exercise_id: int, athlete: User) -> ExerciseDefinition:
    """Return an entry of the athlete's own library, archived ones too."""
    definition = db.session.get(ExerciseDefinition, exercise_id)
    if definition is None or definition.user_id != athlete.id:
        abort(404)
    return definition


def visible_exercise_or_404(exercise_id: int, athlete: User) -> ExerciseDefinition:
    """Return an own exercise, or another athlete's that is neither archived nor hidden."""
    definition = exercises.visible(exercise_id, athlete.id)
    if definition is None:
        abort(404)
    return definition


def shown_exercise_or_404(exercise_id: int, athlete: User) -> ExerciseRow:
    """Return the same exercises for their page, with ladder and categories; three statements."""
    row = exercises.detail(exercise_id, athlete.id)
    if row is None:
        abort(404)
    return row


def own_decision_or_404(decision_id: int, athlete: User) -> ProgressionDecision:
    """Return the athlete's own answer to a proposal."""
    decision = db.session.get(ProgressionDecision, decision_id)
    if decision is None or decision.user_id != athlete.id:
        abort(404)
    return decision


def category_or_404(category_id: int) -> ExerciseCategory:
    """Return a category; they belong to everybody."""
    category = db.session.get(ExerciseCategory, category_id)
    if category is None:
        abort(404)
    return category


def user_by_name_or_404(username: str, viewer: User) -> User:
    """Return the confirmed athlete with this name, ignoring case, whom the viewer may know of."""
    user = people.find(username, viewer.id)
    if user is None:
        abort(404)
    return user


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
