"""Who is signed in: the athlete a cookie stands for, and what every page shows about them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, Row, Select, and_, bindparam, or_, select, true
from sqlalchemy.orm import SessionTransaction, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from project.extensions import db
from project.models import CLOCKS_DIFFER, Enrolment, User, UserSession, Workout, utc_now
from project.queries.account.badge import badge_of
from project.queries.account.devices import REMEMBERED, UNREMEMBERED
from project.rules.account.days import Calendar

_USERS: Final = User.__table__
_DEVICES: Final = UserSession.__table__
_WORKOUTS: Final = Workout.__table__
_ENROLMENTS: Final = Enrolment.__table__


@dataclass(slots=True)
class Account:
    """A signed-in athlete as most pages need them: plain values, and the row that holds them all.

    ``is_authenticated`` and its like are what Flask-Login asks for.
    """

    id: int
    username: str
    image_file: str
    timezone: str
    day_begins_at: int
    language: str | None
    confirmed: bool
    admin: bool
    token: str = field(repr=False)
    row: Row[Any] = field(repr=False)
    read_in: SessionTransaction | None = field(repr=False)
    athlete: User | None = field(default=None, repr=False)
    """What `athlete_of` made of it."""

    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    @property
    def calendar(self) -> Calendar:
        """How the athlete's days are told apart."""
        return Calendar(self.timezone, self.day_begins_at)


@dataclass(frozen=True, slots=True)
class SignInRow:
    """A signed-in device with its athlete and what the frame of every page shows."""

    account: Account
    device_id: int
    last_used_at: datetime
    badge_json: str | None
    """What `badge.badge_entries` reads."""
    running_workout_id: int | None
    follows_program: bool


def _find_statement() -> Select[Any]:
    """Select a device that is signed in, with its athlete; made once, every request begins with it."""
    user_id: BindParameter[int] = bindparam("user_id")
    running = select(_WORKOUTS.c.id).where(_WORKOUTS.c.running_owner_id == user_id)
    follows = select(_ENROLMENTS.c.id).where(
        _ENROLMENTS.c.user_id == user_id, _ENROLMENTS.c.slot.is_not(None)
    )
    last_used_at = _DEVICES.c.last_used_at
    return (
        select(
            *_USERS.c,
            _DEVICES.c.id.label("device_id"),
            last_used_at.label("device_used_at"),
            badge_of(user_id).label("badge_json"),
            running.scalar_subquery().label("running_workout_id"),
            follows.exists().label("follows_program"),
        )
        .join_from(_USERS, _DEVICES, _DEVICES.c.user_id == _USERS.c.id)
        .where(
            _DEVICES.c.token_hash == bindparam("token_hash"),
            _USERS.c.id == user_id,
            _USERS.c.session_epoch == bindparam("epoch"),
            last_used_at <= bindparam("latest"),
            or_(
                last_used_at > bindparam("unremembered"),
                and_(_DEVICES.c.remember == true(), last_used_at > bindparam("remembered")),
            ),
        )
    )


_FIND: Final = _find_statement()


def find_sign_in(user_id: int, epoch: str, token: str, token_hash: str) -> SignInRow | None:
    """Return the sign-in with this secret of this athlete in this epoch while it lasts; one statement."""
    now = utc_now()
    values = {
        "user_id": user_id,
        "epoch": epoch,
        "token_hash": token_hash,
        "latest": now + CLOCKS_DIFFER,
        "remembered": now - REMEMBERED,
        "unremembered": now - UNREMEMBERED,
    }
    # Past the ORM, whose share would be twice the database's.
    row = db.session.connection().execute(_FIND, values).one_or_none()
    if row is None:
        return None
    account = Account(
        id=row.id,
        username=row.username,
        image_file=row.image_file,
        timezone=row.timezone,
        day_begins_at=row.day_begins_at,
        language=row.language,
        confirmed=row.confirmed,
        admin=row.admin,
        token=token,
        row=row,
        read_in=db.session().get_transaction(),
    )
    return SignInRow(
        account,
        row.device_id,
        row.device_used_at,
        row.badge_json,
        row.running_workout_id,
        bool(row.follows_program),
    )


def athlete_of(account: Account) -> User:
    """Return the athlete's object in the session of this request, for pages that need more of it.

    No statement while the transaction goes on in which the account was read; after it has ended
    the values count no more, and one statement reads them again.
    """
    session = db.session()
    if session.get_transaction() is not account.read_in:
        athlete = session.get_one(User, account.id)
    elif account.athlete is not None:
        return account.athlete
    else:
        athlete = session.identity_map.get(session.identity_key(User, account.id)) or _made_of(
            account.row
        )
    athlete.session_token = account.token
    account.athlete = athlete
    return athlete


def _made_of(row: Row[Any]) -> User:
    """Return the object that loading the row would have made, put into the session."""
    athlete = User()
    for column in _USERS.c:
        set_committed_value(athlete, column.key, row._mapping[column])  # noqa: SLF001  public in spite of its name
    make_transient_to_detached(athlete)
    db.session.add(athlete)
    return athlete
