"""What a workout is called where it is shown: by its title, or else by its day and exercises.

A title that nobody typed is stored as none, and this is the only place that makes one, for every
page, list and table. None is the empty text, not NULL: SQLite cannot take NOT NULL from a column
in place, and building the table anew would run the ON DELETE CASCADE of everything that points
at it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select

from project.extensions import db
from project.i18n import gettext, weekday_name
from project.models import Exercise, ExerciseDefinition, Workout
from project.rules.account.days import Calendar
from project.rules.limits import TITLE_LENGTH

_PERFORMED: Final = Exercise.__table__
_DEFINITIONS: Final = ExerciseDefinition.__table__


def shown_title(
    title: str,
    timestamp: datetime,
    exercises: Iterable[str],
    *,
    calendar: Calendar,
    is_template: bool = False,
    is_running: bool = False,
) -> str:
    """Return the title as it was typed, or one made of the day and the exercises' titles.

    ``calendar`` is its athlete's, seen in the zone it was done in. A template has no day. The exercises of a running workout still change, so it is called by its
    day alone.
    """
    if title:
        return title
    names = "" if is_running else ", ".join(dict.fromkeys(exercises))
    if is_template:
        made = names or gettext("Vorlage")
    else:
        day = weekday_name(calendar.day_of(timestamp))
        made = gettext("%(day)s: %(exercises)s", day=day, exercises=names) if names else day
    return made if len(made) <= TITLE_LENGTH else made[: TITLE_LENGTH - 1].rstrip(" ,:") + "…"


def shown_title_of(workout: Workout, calendar: Calendar) -> str:
    """Return what the workout of the athlete with this calendar is called; one statement when nobody gave it a title."""
    needs_names = not (workout.title or workout.is_running)
    names = exercise_titles([workout.id]).get(workout.id, []) if needs_names else []
    return shown_title(
        workout.title,
        workout.timestamp,
        names,
        calendar=calendar.seen_in(workout.timezone),
        is_template=workout.is_template,
        is_running=workout.is_running,
    )


def exercise_titles(workout_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the titles of the exercises in these workouts, in order; one statement, none for none."""
    titles: dict[int, list[str]] = {}
    if workout_ids:
        for workout_id, title in db.session.execute(_TITLES, {"ids": list(workout_ids)}):
            titles.setdefault(workout_id, []).append(title)
    return titles


_TITLES: Final = (
    select(_PERFORMED.c.workout_id, _DEFINITIONS.c.title)
    .join(_DEFINITIONS, _DEFINITIONS.c.id == _PERFORMED.c.exercise_definition_id)
    .where(_PERFORMED.c.workout_id.in_(bindparam("ids", expanding=True)))
    .order_by(_PERFORMED.c.workout_id, _PERFORMED.c.exercise_order)
)
