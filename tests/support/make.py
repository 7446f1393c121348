"""Builders: keyword-only, a default for everything; each returns a detached row."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeVar

from flask import Flask, g, has_app_context
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

from project.enums import CountingType, DayKind, Visibility
from project.extensions import db
from project.models import (
    Base,
    Block,
    Enrolment,
    Exercise,
    ExerciseCategory,
    ExerciseDefinition,
    Follower,
    Message,
    Program,
    ProgramDay,
    ProgressionDecision,
    ProgressionLevel,
    Set,
    TrainingImport,
    User,
    Workout,
)
from project.rules.training.transfer.types import Answers, WeightUnit
from project.services.training import import_pieces, imports
from project.services.training.import_row import FileAnswers

# One of Werkzeug's settings that costs next to nothing.
CHEAP_METHOD = "scrypt:1024:8:1"
PASSWORD = "vier-krumme-Stangen"

STRONG_LINES = (
    "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Seconds,Notes,Workout Notes,RPE",
    "2024-03-01 18:00:00,Abends,Push Up,1,0,12,0,,,8",
    "2024-03-01 18:00:00,Abends,Bench Press (Barbell),1,60,8,0,,,",
)

M = TypeVar("M", bound=Base)
Value = tuple[str, int]  # level, reps or seconds


class Make:
    """Builds rows in a context of its own, so that no test shares a session with a request."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._numbers = count(1)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a session, commit at the end.

        What is built within one belongs to it: hundreds of rows are stored much quicker.
        """
        if has_app_context() and "is_building" in g:
            yield db.session()
            db.session.flush()
            return
        with self._app.app_context():
            g.is_building = True
            yield db.session()
            db.session.commit()

    def fresh(self, row: M) -> M | None:
        """Return the row as it is stored now."""
        with self.session() as session:
            return session.get(type(row), row.id)  # type: ignore[attr-defined]  # models used here have one

    def count(self, model: type[Base], **equal: Any) -> int:
        """Return how many rows of ``model`` there are with these values."""
        with self.session() as session:
            return session.query(model).filter_by(**equal).count()

    def user(self, *, username: str = "", confirmed: bool = True, **columns: Any) -> User:
        """An athlete who cannot sign in by password ("!" is no hash)."""
        username = username or f"athlete{next(self._numbers)}"
        columns.setdefault("email", f"{username.lower()}@example.org")
        columns.setdefault("password_hash", "!")
        with self.session() as session:
            user = User(username=username, confirmed=confirmed, **columns)
            if confirmed:
                user.confirmed_on = datetime.now(UTC)
            session.add(user)
        return user

    def member(self, *, username: str = "", **columns: Any) -> User:
        """An athlete who signs in with `PASSWORD`."""
        return self.user(
            username=username,
            password_hash=generate_password_hash(PASSWORD, CHEAP_METHOD),
            **columns,
        )

    def category(self, name: str) -> ExerciseCategory:
        with self.session() as session:
            category = ExerciseCategory(name=name)
            session.add(category)
        return category

    def exercise(
        self,
        *,
        owner: User,
        title: str = "",
        levels: Sequence[str] = ("Knie", "Voll"),
        counting_type: CountingType = CountingType.REPS,
        categories: Sequence[ExerciseCategory] = (),
        **columns: Any,
    ) -> ExerciseDefinition:
        """An entry of ``owner``'s library; its levels are loaded."""
        with self.session() as session:
            definition = ExerciseDefinition(
                title=title or f"Übung {next(self._numbers)}",
                user_id=owner.id,
                counting_type=counting_type.value,
                levels=[
                    ProgressionLevel(name=name, level_order=order)
                    for order, name in enumerate(levels, 1)
                ],
                categories=[session.merge(category) for category in categories],
                **columns,
            )
            session.add(definition)
        return definition

    def decision(self, *, exercise: ExerciseDefinition, **columns: Any) -> ProgressionDecision:
        """An accepted step from the easiest level to the next."""
        before, after, *_ = exercise.levels
        with self.session() as session:
            decision = ProgressionDecision(
                user_id=exercise.user_id,
                exercise_definition_id=exercise.id,
                kind=columns.pop("kind", "advance"),
                answer=columns.pop("answer", "accepted"),
                from_level_id=before.id,
                from_name=before.name,
                to_level_id=after.id,
                to_name=after.name,
                evidence="[]",
                **columns,
            )
            session.add(decision)
        return decision

    def workout(
        self,
        *,
        athlete: User,
        exercises: Sequence[tuple[ExerciseDefinition, Sequence[Value]]] = (),
        title: str = "",
        visibility: Visibility = Visibility.ALL,
        no_title: bool = False,
        **columns: Any,
    ) -> Workout:
        """A workout; ``exercises`` pairs a definition with (level name, value) rows."""
        with self.session() as session:
            workout = Workout(
                title="" if no_title else title or f"Training {next(self._numbers)}",
                user_id=athlete.id,
                visibility=visibility.value,
                exercises=[
                    self._exercise(order, definition, values)
                    for order, (definition, values) in enumerate(exercises, 1)
                ],
                **columns,
            )
            session.add(workout)
        return workout

    def program(
        self,
        *,
        owner: User,
        days: Sequence[Workout | DayKind] = (),
        optional: Collection[int] = (),
        title: str = "",
        **columns: Any,
    ) -> Program:
        """A program of templates, or of days without one; ``optional`` are places from 1. Its days are loaded."""
        with self.session() as session:
            program = Program(
                user_id=owner.id,
                title=title or f"Programm {next(self._numbers)}",
                days_a_week=columns.pop("days_a_week", 3),
                days=[
                    ProgramDay(
                        day_order=order,
                        title=f"Tag {order}" if isinstance(day, DayKind) else day.title,
                        kind=day.value if isinstance(day, DayKind) else DayKind.TRAINING.value,
                        is_optional=order in optional,
                        template_id=None if isinstance(day, DayKind) else day.id,
                    )
                    for order, day in enumerate(days, 1)
                ],
                **columns,
            )
            session.add(program)
        return program

    def enrolment(self, *, program: Program, slot: int = 1, **columns: Any) -> Enrolment:
        """A program that its owner follows."""
        with self.session() as session:
            enrolment = Enrolment(
                user_id=program.user_id,
                program_id=program.id,
                running_program_id=program.id,
                slot=slot,
                **columns,
            )
            session.add(enrolment)
        return enrolment

    def import_of(
        self, *, athlete: User, lines: Sequence[str] = STRONG_LINES, done: bool = False
    ) -> TrainingImport:
        """A file that waits, with nothing left to be asked; or an import that is ``done``, of nothing."""
        with self.session() as session:
            if done:
                moment = datetime.now(UTC)
                made = TrainingImport(
                    user_id=athlete.id,
                    source="strong",
                    file_name="strong.csv",
                    state="done",
                    summary='{"warmups": 0}',
                    finished_at=moment,
                )
                session.add(made)
                return made
            owner = session.get_one(User, athlete.id)
            upload = imports.read_upload(owner, "strong.csv", "\n".join(lines).encode())
            made = imports.begin(owner, upload)
            asked = FileAnswers(Answers(unit=WeightUnit.KG), owner.timezone)
            imports.answer(made, owner, asked, imports.read_again(made, owner, asked))
        return made

    def imported(self, *, athlete: User, stored: bool = True) -> TrainingImport:
        """An import of one workout; without ``stored`` its pieces wait."""
        waiting = self.import_of(athlete=athlete)
        with self.session() as session:
            made = session.get_one(TrainingImport, waiting.id)
            owner = session.get_one(User, athlete.id)
            imports.start(made, owner, imports.prepare(made, owner))
            if stored:
                import_pieces.go_on(made, owner)
        return made

    def follow(self, follower: User, followed: User, **columns: Any) -> None:
        """``follower`` follows ``followed``; ``accepted=False`` makes it a request."""
        with self.session() as session:
            session.add(Follower(follower_id=follower.id, followed_id=followed.id, **columns))

    def block(self, blocker: User, blocked: User) -> None:
        with self.session() as session:
            session.add(Block(blocker_id=blocker.id, blocked_id=blocked.id))

    def message(
        self, sender: User, recipient: User, body: str = "Hallo", **columns: Any
    ) -> Message:
        """A message, without the notification that sending it makes."""
        with self.session() as session:
            message = Message(sender_id=sender.id, recipient_id=recipient.id, body=body, **columns)
            session.add(message)
        return message

    @staticmethod
    def _exercise(order: int, definition: ExerciseDefinition, values: Sequence[Value]) -> Exercise:
        by_name = {level.name: level.id for level in definition.levels}
        in_reps = definition.counting_type == CountingType.REPS
        return Exercise(
            exercise_order=order,
            exercise_definition_id=definition.id,
            sets=[
                Set(
                    set_order=number,
                    progression=level,
                    progression_level_id=by_name.get(level),
                    reps=value if in_reps else None,
                    duration=None if in_reps else value,
                )
                for number, (level, value) in enumerate(values, 1)
            ],
        )
