"""How much an athlete may have: more than anybody needs, so that nobody fills the site."""

from project.exceptions import DomainError, FieldError
from project.i18n import gettext
from project.queries.account import caps
from project.rules import limits


def check_exercises(athlete_id: int) -> None:
    """Refuse one more exercise in a full library."""
    if caps.has_exercises(athlete_id, limits.MAX_OWN_EXERCISES):
        message = gettext(
            "Deine Bibliothek ist voll: Mehr als %(most)d Übungen gehen nicht.",
            most=limits.MAX_OWN_EXERCISES,
        )
        raise FieldError("title", message)


def check_workouts(athlete_id: int, newest_id: int, *, templates: bool = False) -> None:
    """Refuse the workout, or template, that was just added as ``newest_id`` to too many.

    Ids count up and are never used twice: below the cap no statement is needed.
    """
    most = limits.MAX_OWN_TEMPLATES if templates else limits.MAX_OWN_WORKOUTS
    if newest_id <= most or not caps.has_workouts(athlete_id, most + 1, templates=templates):
        return
    raise FieldError(
        "title",
        gettext("Mehr als %(most)d Vorlagen gehen nicht. Lösche erst eine alte.", most=most)
        if templates
        else gettext("Mehr als %(most)d Trainings gehen nicht. Lösche erst ein altes.", most=most),
    )


def check_programs(athlete_id: int) -> None:
    """Refuse the program that was just added to too many."""
    if caps.has_programs(athlete_id, limits.MAX_OWN_PROGRAMS + 1):
        message = gettext(
            "Mehr als %(most)d Programme gehen nicht. Lösche erst ein altes.",
            most=limits.MAX_OWN_PROGRAMS,
        )
        raise FieldError("title", message)


def check_followed(athlete_id: int) -> None:
    """Refuse to follow one more."""
    if caps.follows(athlete_id, limits.MAX_FOLLOWED):
        raise DomainError(
            gettext(
                "Du folgst schon %(most)d anderen, mehr gehen nicht. Entfolge erst jemandem.",
                most=limits.MAX_FOLLOWED,
            )
        )
