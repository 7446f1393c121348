"""An athlete's own page, as somebody else sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
    true,
)

from project.enums import Visibility
from project.extensions import db
from project.models import ExerciseDefinition, Follower, Program, User, Workout, fold
from project.queries.account.blocks import hidden_from
from project.queries.account.signed_in import Account
from project.rules.account.days import Calendar
from project.rules.limits import USERNAME_LENGTH

_USERS: Final = User.__table__
_FOLLOWERS: Final = Follower.__table__
_WORKOUTS: Final = Workout.__table__
_DEFINITIONS: Final = ExerciseDefinition.__table__
_PROGRAMS: Final = Program.__table__
_VIEWER: Final[BindParameter[int]] = bindparam("viewer")


@dataclass(frozen=True)
class ProfilePage:
    """An athlete's page; the numbers count only what the viewer may see.

    ``follow`` is whether the viewer follows: True, False while the request waits, else None.
    """

    id: int
    username: str
    about_me: str
    image_file: str
    registered_on: datetime
    timezone: str
    day_begins_at: int
    approves_followers: bool
    follow: bool | None
    follows_viewer: bool
    workouts: int
    followers: int
    following: int
    has_shown_ladders: bool
    has_programs: bool
    """Whether there are any that somebody else may see."""

    @property
    def calendar(self) -> Calendar:
        """How the athlete's days are told apart."""
        return Calendar(self.timezone, self.day_begins_at)


def profile_of(username: str, viewer_id: int) -> ProfilePage | None:
    """Return the page of the athlete of that name, or None; one statement.

    None for whom the viewer may not know of, and for those whose address is not confirmed but for
    themselves. The numbers are counted in indexes, each over one athlete's own rows.
    """
    values = {"key": fold(username[:USERNAME_LENGTH]), "viewer": viewer_id}
    row = db.session.connection().execute(_PROFILE, values).one_or_none()
    return None if row is None else ProfilePage(*row)


def visible_kinds(profile: ProfilePage, viewer_id: int) -> tuple[Visibility, ...]:
    """Return which of the athlete's workouts the viewer may see."""
    if profile.id == viewer_id:
        return tuple(Visibility)
    if profile.follow:
        return (Visibility.ALL, Visibility.FOLLOWERS)
    return (Visibility.ALL,)


def shows_ladders_to(profile: ProfilePage, viewer: Account | User) -> bool:
    """Return whether the viewer may see the ladders that the athlete chose to show.

    Whoever sees the page does; where the athlete decides who follows, only those who do.
    """
    if not profile.has_shown_ladders:
        return False
    if profile.id == viewer.id:
        return True
    return viewer.confirmed and (bool(profile.follow) or not profile.approves_followers)


def _profile_statement() -> Select[*tuple[Any, ...]]:
    """Return the statement with its parameters open: to build it takes longer than to run it."""
    mine, theirs = _FOLLOWERS.alias(), _FOLLOWERS.alias()
    follower, followed = _FOLLOWERS.c.follower_id, _FOLLOWERS.c.followed_id
    return (
        select(
            _USERS.c.id,
            _USERS.c.username,
            _USERS.c.about_me,
            _USERS.c.image_file,
            _USERS.c.registered_on,
            _USERS.c.timezone,
            _USERS.c.day_begins_at,
            _USERS.c.approves_followers,
            mine.c.accepted.label("follow"),
            func.coalesce(theirs.c.accepted, false()).label("follows_viewer"),
            _workouts_for(mine.c.accepted).label("workouts"),
            _links(followed, follower).label("followers"),
            _links(follower, followed).label("following"),
            _shown_ladder().label("has_shown_ladders"),
            _open_program().label("has_programs"),
        )
        .outerjoin(mine, and_(mine.c.follower_id == _VIEWER, mine.c.followed_id == _USERS.c.id))
        .outerjoin(
            theirs, and_(theirs.c.follower_id == _USERS.c.id, theirs.c.followed_id == _VIEWER)
        )
        .where(
            _USERS.c.username_key == bindparam("key"),
            or_(_USERS.c.confirmed == true(), _USERS.c.id == _VIEWER),
            _USERS.c.id.not_in(hidden_from(_VIEWER)),
        )
    )


def _workouts_for(follows: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(_WORKOUTS)
        .where(
            _WORKOUTS.c.user_id == _USERS.c.id,
            _WORKOUTS.c.visibility.in_([kind.value for kind in Visibility]),
            _WORKOUTS.c.is_template == false(),
            _WORKOUTS.c.is_running == false(),
            or_(
                _WORKOUTS.c.visibility == Visibility.ALL.value,
                _USERS.c.id == _VIEWER,
                and_(_WORKOUTS.c.visibility == Visibility.FOLLOWERS.value, follows == true()),
            ),
        )
        .scalar_subquery()
    )


def _shown_ladder() -> ColumnElement[bool]:
    return (
        exists()
        .where(
            _DEFINITIONS.c.user_id == _USERS.c.id,
            _DEFINITIONS.c.on_profile == true(),
            _DEFINITIONS.c.archived == false(),
        )
        .correlate(_USERS)
    )


def _open_program() -> ColumnElement[bool]:
    return (
        exists()
        .where(
            _PROGRAMS.c.user_id == _USERS.c.id,
            _PROGRAMS.c.visibility != Visibility.PRIVATE.value,
        )
        .correlate(_USERS)
    )


def _links(whose: Column[int], others: Column[int]) -> ColumnElement[int]:
    return (
        select(func.count())
        .where(
            whose == _USERS.c.id,
            _FOLLOWERS.c.accepted == true(),
            others.not_in(hidden_from(_VIEWER)),
        )
        .correlate(_USERS)
        .scalar_subquery()
    )


_PROFILE: Final = _profile_statement()
