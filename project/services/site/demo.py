"""Sample athletes for trying the site out: a club of four with three months of training.

The same every time but for the dates, so that pages can be compared from one day to the next. They
write in the language that is spoken meanwhile.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from project.enums import Visibility
from project.i18n import N_, gettext, language_code
from project.models import (
    ExerciseDefinition,
    Follower,
    Message,
    ProgressionLevel,
    User,
)
from project.rules.library.sets import counted_value
from project.rules.library.starter_library import StarterLadder, starter_ladder
from project.rules.training.drafts import NewWorkout, SetDraft, WorkoutDraft, WorkoutExerciseDraft
from project.services.library.categories import find_or_add
from project.services.people.notifications import tell_followers, tell_unread
from project.services.training.workout_bulk import log_workouts

WEEKS: Final = 12
WEEKS_OF_MOVING: Final = 9
SETS: Final = 3


@dataclass(frozen=True)
class Sample:
    """A sample athlete; ``ladders`` pairs titles with the level they begin at, counted from 0.

    ``days`` are the weekdays of training (Monday is 0) and ``hour`` its time in UTC.
    """

    username: str
    about_me: str
    visibility: Visibility
    days: tuple[int, ...]
    hour: int
    ladders: dict[str, int]
    admin: bool = False
    approves_followers: bool = False


ATHLETES: Final = (
    Sample(
        username="anna",
        about_me=N_("Seit zwei Jahren dabei. Ziel für dieses Jahr: der freie Handstand."),
        visibility=Visibility.ALL,
        days=(0, 2, 4),
        hour=16,
        ladders={
            "push-up": 3,
            "pull-up": 2,
            "pistol-squat": 3,
            "handstand": 1,
            "l-sit": 1,
        },
        admin=True,
    ),
    Sample(
        username="ben",
        about_me=N_("Dienstags und samstags im Park an den Stangen."),
        visibility=Visibility.FOLLOWERS,
        days=(1, 5),
        hour=8,
        ladders={"pull-up": 4, "dip": 3, "front-lever": 0, "leg-raise": 2},
        approves_followers=True,
    ),
    Sample(
        username="carla",
        about_me="",
        visibility=Visibility.ALL,
        days=(6,),
        hour=10,
        ladders={"push-up": 1, "plank": 0, "bridge": 0},
    ),
    # Somebody who has just come: every page at its emptiest.
    Sample("deniz", "", Visibility.FOLLOWERS, (), 0, {}),
)
FOLLOWS: Final = (("anna", "ben"), ("ben", "anna"), ("carla", "anna"))
MESSAGES: Final = (
    ("ben", "anna", N_("Samstag um zehn wieder im Park?"), 3),
    ("anna", "ben", N_("Gern, aber erst um elf. Ich bringe die Ringe mit."), 2),
    ("ben", "anna", N_("Abgemacht 💪"), 1),
)
NOTES: Final = ("", "", "", N_("Gut geschlafen, alles ging leicht."), N_("Im Regen."))


class NotEmptyError(Exception):
    """There are athletes already; sample data never mixes with theirs."""


def fill(session: Session, password_hash: str, now: datetime) -> list[User]:
    """Add the sample athletes, who all sign in with one password; about 250 workouts' rows.

    Raises `NotEmptyError` when somebody has an account.
    """
    if session.scalar(select(func.count()).select_from(User)):
        raise NotEmptyError
    people = {sample.username: _athlete(sample, password_hash, now) for sample in ATHLETES}
    session.add_all(people.values())
    session.flush()  # the rows below need ids
    for sample in ATHLETES:
        athlete = people[sample.username]
        library = [
            (_definition(athlete, ladder), ladder, start) for ladder, start in _ladders(sample)
        ]
        session.add_all(definition for definition, _, _ in library)
        session.flush()  # sets point at levels
        log_workouts(athlete, _log(sample, library, now))
    _meet(session, people, now)
    return list(people.values())


def _said(text: str) -> str:
    """Return a text of a sample athlete in the language that is spoken; nothing stays nothing."""
    return gettext(text) if text else ""


def _athlete(sample: Sample, password_hash: str, now: datetime) -> User:
    joined = now - timedelta(weeks=WEEKS + 1) if sample.days else now
    return User(
        username=sample.username,
        email=f"{sample.username}@example.org",
        password_hash=password_hash,
        admin=sample.admin,
        confirmed=True,
        confirmed_on=joined,
        registered_on=joined,
        last_seen=now,
        about_me=_said(sample.about_me),
        default_visibility=sample.visibility.value,
        approves_followers=sample.approves_followers,
    )


def _ladders(sample: Sample) -> Iterator[tuple[StarterLadder, int]]:
    for key, start in sample.ladders.items():
        ladder = starter_ladder(key, language_code())
        if ladder is None:
            raise LookupError(key)
        yield ladder, start


def _definition(athlete: User, ladder: StarterLadder) -> ExerciseDefinition:
    return ExerciseDefinition(
        title=ladder.title,
        description=ladder.description,
        counting_type=ladder.counting_type,
        user_id=athlete.id,
        date_created=athlete.registered_on,
        categories=[find_or_add(name) for name in ladder.categories],
        levels=[
            ProgressionLevel(
                name=level.name,
                level_order=order,
                description=level.description,
                figure=level.key,
                **asdict(level.chosen),
            )
            for order, level in enumerate(ladder.levels, 1)
        ],
    )


class _Climb:
    """Where an athlete stands on one ladder: gets better, and moves on after two good days.

    Each ladder has a pace of its own. In the last weeks nobody moves on, so that pages have
    something to propose.
    """

    def __init__(
        self, definition: ExerciseDefinition, ladder: StarterLadder, start: int, dice: random.Random
    ) -> None:
        self._definition = definition
        self._ladder = ladder
        self._dice = dice
        self._level = start
        self._strength = float(ladder.levels[start].criteria.start_value)
        self._good_days = 0
        self._sessions_a_level = dice.uniform(8, 15)

    def perform(self, *, may_move: bool = True) -> WorkoutExerciseDraft:
        """Return today's sets, and be a little stronger for it."""
        level = self._definition.levels[self._level]
        criteria = self._ladder.levels[self._level].criteria
        today = self._strength * self._dice.uniform(0.9, 1.1)
        values = [max(1, round(today * (1 - 0.08 * tired))) for tired in range(SETS)]
        counted = self._definition.counting_type
        sets = [SetDraft(level_id=level.id, **counted_value(counted, value)) for value in values]
        self._strength += (criteria.goal_value - criteria.start_value) / self._sessions_a_level
        self._good_days += min(values) >= criteria.goal_value
        ready = self._good_days >= criteria.goal_sessions
        if ready and may_move and self._level + 1 < len(self._ladder.levels):
            self._level += 1
            self._strength = float(self._ladder.levels[self._level].criteria.start_value)
            self._good_days = 0
        return WorkoutExerciseDraft(self._definition.id, sets)


def _log(
    sample: Sample,
    library: Sequence[tuple[ExerciseDefinition, StarterLadder, int]],
    now: datetime,
) -> Iterator[NewWorkout]:
    """Yield the workouts of the past weeks, oldest first, and a template of the usual one."""
    dice = random.Random(sample.username)  # noqa: S311  sample data, not a secret
    climbs = [_Climb(definition, ladder, start, dice) for definition, ladder, start in library]
    first = (now - timedelta(weeks=WEEKS)).replace(
        hour=sample.hour, minute=0, second=0, microsecond=0
    )
    for day in range(WEEKS * 7):
        start = first + timedelta(days=day, minutes=dice.randrange(60))
        if start.weekday() not in sample.days or dice.random() < 0.1:  # noqa: PLR2004  some days are missed
            continue
        minutes = dice.randrange(35, 70)
        done = WorkoutDraft(
            title=gettext("Ganzkörper") if day % 2 else gettext("Kraft und Halten"),
            timestamp=start,
            visibility=sample.visibility,
            effort=dice.choice((None, 6, 7, 8)),
            note=_said(dice.choice(NOTES)),
            exercises=[climb.perform(may_move=day < WEEKS_OF_MOVING * 7) for climb in climbs],
        )
        end = start + timedelta(minutes=minutes)
        yield NewWorkout(done, is_done=True, started_at=start, finished_at=end)
    if climbs:
        planned = WorkoutDraft(
            title=gettext("Mein Ganzkörpertraining"),
            timestamp=first,
            visibility=Visibility.PRIVATE,
            exercises=[climb.perform() for climb in climbs],
        )
        yield NewWorkout(planned, is_template=True)


def _meet(session: Session, people: dict[str, User], now: datetime) -> None:
    """Let them follow each other and write."""
    for follower, followed in FOLLOWS:
        session.add(Follower(follower_id=people[follower].id, followed_id=people[followed].id))
    for sender, recipient, body, hours in MESSAGES:
        moment = now - timedelta(hours=hours)
        message = Message(
            sender_id=people[sender].id,
            recipient_id=people[recipient].id,
            body=gettext(body),
            timestamp=moment,
        )
        session.add(message)
    session.flush()  # the counts below read them
    for athlete in people.values():
        tell_followers(athlete)
        tell_unread(athlete)
