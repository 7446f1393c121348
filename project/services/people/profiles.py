"""What athletes say about themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from sqlalchemy.exc import IntegrityError

from project.enums import Visibility
from project.extensions import db
from project.models import User, fold
from project.services.account import names, pictures
from project.services.training import progression_upkeep

# The parts of the world whose zones are named after places, those of our athletes first.
AREAS: Final = (
    "Europe",
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Indian",
    "Pacific",
)


@dataclass(frozen=True)
class ProfileDraft:
    """What the form of the profile holds; ``picture`` is a stored picture's name, or None."""

    username: str
    about_me: str
    timezone: str
    day_begins_at: int
    language: str | None
    default_visibility: Visibility
    approves_followers: bool
    mails_about_messages: bool
    picture: str | None = None


def update_profile(athlete: User, profile: ProfileDraft) -> str | None:
    """Store what the athlete says; return the picture nobody uses once this is committed.

    Raises `FieldError` for a name somebody else has or had lately. Another time zone, or
    another hour at which the day begins, reads the whole log.
    """
    if profile.username != athlete.username:
        _rename(athlete, profile.username)
    athlete.about_me = profile.about_me
    if (profile.timezone, profile.day_begins_at) != (athlete.timezone, athlete.day_begins_at):
        athlete.timezone, athlete.day_begins_at = profile.timezone, profile.day_begins_at
        progression_upkeep.rebuild(athlete)  # days begin at another time
    athlete.language = profile.language
    athlete.default_visibility = profile.default_visibility.value
    athlete.approves_followers = profile.approves_followers
    athlete.mails_about_messages = profile.mails_about_messages
    if profile.picture is None or profile.picture == athlete.image_file:
        return None
    old, athlete.image_file = athlete.image_file, profile.picture
    return old if old != pictures.DEFAULT else None


def choose_language(athlete: User, code: str) -> None:
    """Speak this language to the athlete from now on, in mails too."""
    athlete.language = code


def _rename(athlete: User, username: str) -> None:
    if fold(username) == athlete.username_key:
        athlete.username = username
        return
    names.check_name_is_free(username, athlete)
    try:
        with db.session.begin_nested():
            names.change(athlete, username)
    except IntegrityError:
        # Two at once wanted the name; the other was faster.
        names.check_name_is_free(username, athlete)
        raise


@cache
def time_zones() -> Mapping[str, tuple[str, ...]]:
    """Return the zones by part of the world, Europe first; read from disk once a process."""
    known = sorted(available_timezones())
    zones = {area: tuple(name for name in known if name.startswith(f"{area}/")) for area in AREAS}
    return {area: names for area, names in zones.items() if names} | {"UTC": ("UTC",)}
