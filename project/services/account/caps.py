"""How much an athlete may have: more than anybody needs, so that nobody fills the site."""

from typing import Final

from project.exceptions import DomainError, FieldError
from project.i18n import gettext
from project.queries.account import caps

MOST_EXERCISES: Final = 5_000
MOST_WORKOUTS: Final = 50_000
MOST_TEMPLATES: Final = 500
MOST_FOLLOWED: Final = 1_000


def check_exercises(athlete_id: int) -> None:
    """Refuse one more exercise in a full library."""
    if caps.has_exercises(athlete_id, MOST_EXERCISES):
        message = gettext(
            "Deine Bibliothek ist voll: Mehr als %(most)d Übungen gehen nicht.", most=MOST_EXERCISES
        )
        raise FieldError("title", message)


def check_workouts(athlete_id: int, newest_id: int, *, templates: bool = False) -> None:
    """Refuse the workout, or template, that was just added as ``newest_id`` to too many.

    Ids count up and are never used twice: below the cap no statement is needed.
    """
    most = MOST_TEMPLATES if templates else MOST_WORKOUTS
    if newest_id <= most or not caps.has_workouts(athlete_id, most + 1, templates=templates):
        return
    raise FieldError(
        "title",
        gettext("Mehr als %(most)d Vorlagen gehen nicht. Lösche erst eine alte.", most=most)
        if templates
        else gettext("Mehr als %(most)d Trainings gehen nicht. Lösche erst ein altes.", most=most),
    )


def check_followed(athlete_id: int) -> None:
    """Refuse to follow one more."""
    if caps.follows(athlete_id, MOST_FOLLOWED):
        raise DomainError(
            gettext(
                "Du folgst schon %(most)d anderen, mehr gehen nicht. Entfolge erst jemandem.",
                most=MOST_FOLLOWED,
            )
        )
