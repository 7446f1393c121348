"""Workouts, the exercises performed in them and their sets."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    event,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from project.enums import Visibility
from project.models.base import TABLE_OPTIONS, Base, binary_string, utc_now
from project.models.library.exercise import ExerciseDefinition
from project.rules.library.counts import MAX_REPS
from project.rules.library.durations import MAX_DURATION
from project.rules.library.sets import MAX_RIR
from project.rules.limits import (
    CLIENT_KEY_LENGTH,
    EXERCISE_NOTE_LENGTH,
    LEVEL_LENGTH,
    MAX_EFFORT,
    NOTE_LENGTH,
    TITLE_LENGTH,
)


class Workout(Base):
    """One training session, or a template for one when ``is_template``.

    ``timestamp`` is when it was trained, or is to be: what lies ahead ``is_planned``, a template for
    that one day until it is done. An empty ``title`` is none (`project.queries.training.titles`). ``submit_key`` makes a form that is sent twice create
    one row. ``version`` grows with every change: an editor that read an older one is refused.
    ``running_owner_id`` is the athlete's id while the workout is running and makes a second
    running one impossible on every database. ``last_set_at`` is when its last set came while it
    ran; ``length_confirmed`` says that the athlete stands by a start and end, however far apart.
    ``paused`` are the seconds in between that were none of it. ``timezone`` is where it was done;
    None, as on all that was stored before it was kept, and on templates, is the athlete's own.
    ``is_deload`` says that it was lighter on purpose and is no evidence.
    """

    __tablename__ = "workout"
    __table_args__ = (
        UniqueConstraint("user_id", "submit_key"),
        CheckConstraint("visibility IN ('all', 'followers', 'private')", name="visibility"),
        CheckConstraint(f"effort IS NULL OR effort BETWEEN 1 AND {MAX_EFFORT}", name="effort"),
        CheckConstraint(
            "(is_running AND running_owner_id IS NOT NULL AND running_owner_id = user_id)"
            " OR (NOT is_running AND running_owner_id IS NULL)",
            name="running_owner",
        ),
        CheckConstraint("NOT (is_template AND is_running)", name="template_rests"),
        CheckConstraint("paused >= 0", name="paused"),
        # the athlete's own list
        Index("ix_workout_user_id_timestamp", "user_id", "is_template", "timestamp", "id"),
        # explore
        Index(
            "ix_workout_visibility_timestamp",
            "visibility",
            "is_template",
            "is_running",
            "timestamp",
            "id",
            "user_id",
        ),
        # one athlete's part of a feed and of their profile: what a reader may see, in order
        Index(
            "ix_workout_user_id_visibility_timestamp",
            "user_id",
            "visibility",
            "is_template",
            "is_running",
            "timestamp",
            "id",
        ),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    timestamp: Mapped[datetime] = mapped_column(default=utc_now)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    is_template: Mapped[bool] = mapped_column(default=False)
    is_planned: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_done: Mapped[bool] = mapped_column(default=False)
    is_running: Mapped[bool] = mapped_column(default=False)
    visibility: Mapped[str] = mapped_column(String(16), default=Visibility.FOLLOWERS.value)
    note: Mapped[str] = mapped_column(String(NOTE_LENGTH), default="")
    effort: Mapped[int | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    last_set_at: Mapped[datetime | None]
    length_confirmed: Mapped[bool] = mapped_column(default=False)
    paused: Mapped[int] = mapped_column(default=0, server_default="0")
    timezone: Mapped[str | None] = mapped_column(String(64))
    submit_key: Mapped[str | None] = mapped_column(binary_string(CLIENT_KEY_LENGTH))
    template_id: Mapped[int | None] = mapped_column(
        ForeignKey("workout.id", ondelete="SET NULL"), index=True
    )
    is_deload: Mapped[bool] = mapped_column(default=False, server_default=false())
    running_owner_id: Mapped[int | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
    version: Mapped[int] = mapped_column(default=1)

    exercises: Mapped[list["Exercise"]] = relationship(
        back_populates="workout",
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Exercise.exercise_order",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  read once by the mapper


@event.listens_for(Workout, "before_insert")
@event.listens_for(Workout, "before_update")
def _keep_running_owner(_mapper: Any, _connection: Any, workout: Workout) -> None:  # noqa: ANN401  SQLAlchemy's signature
    workout.running_owner_id = workout.user_id if workout.is_running else None


class Exercise(Base):
    """An exercise performed in a workout; ``exercise_order`` counts from 1.

    Neighbours with the same ``superset`` number are done in turn. Of a template's neighbours with
    the same ``alternation`` number each session has another one. While the workout is running,
    ``client_key`` is the name a phone knows it by and ``plan_json`` holds the rows to be done.
    """

    __tablename__ = "exercise"
    __table_args__ = (
        UniqueConstraint("workout_id", "exercise_order"),
        Index("uq_exercise_workout_id_client_key", "workout_id", "client_key", unique=True),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_order: Mapped[int]
    workout_id: Mapped[int] = mapped_column(ForeignKey("workout.id", ondelete="CASCADE"))
    # No ON DELETE action: the database refuses to delete a definition under a workout.
    exercise_definition_id: Mapped[int] = mapped_column(ForeignKey("exercises.id"), index=True)
    superset: Mapped[int | None]
    alternation: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(EXERCISE_NOTE_LENGTH), default="")
    client_key: Mapped[str | None] = mapped_column(binary_string(CLIENT_KEY_LENGTH))
    plan_json: Mapped[str | None] = mapped_column(Text)

    workout: Mapped[Workout] = relationship(back_populates="exercises", lazy="raise")
    definition: Mapped[ExerciseDefinition] = relationship(lazy="raise")
    sets: Mapped[list["Set"]] = relationship(
        back_populates="exercise",
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Set.set_order",
    )


class Set(Base):
    """One row of an exercise: a level, and the figures listed in `project.rules.library.sets`.

    ``progression`` is the level's name as it was logged and stays when the level goes.
    """

    __tablename__ = "exercise_sets"
    __table_args__ = (
        UniqueConstraint("exercise_id", "set_order"),
        UniqueConstraint("exercise_id", "client_key"),
        CheckConstraint(
            f"(reps IS NOT NULL AND duration IS NULL AND reps BETWEEN 0 AND {MAX_REPS})"
            " OR (reps IS NULL AND duration IS NOT NULL"
            f" AND duration BETWEEN 0 AND {MAX_DURATION})",
            name="value",
        ),
        CheckConstraint("side IS NULL OR side IN ('left', 'right')", name="side"),
        CheckConstraint(f"rir IS NULL OR rir BETWEEN 0 AND {MAX_RIR}", name="rir"),
        CheckConstraint(
            "set_type IS NULL OR set_type IN ('warmup', 'failure', 'segment')", name="set_type"
        ),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    set_order: Mapped[int]
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"))
    progression: Mapped[str] = mapped_column(String(LEVEL_LENGTH))
    progression_level_id: Mapped[int | None] = mapped_column(
        ForeignKey("progression_levels.id", ondelete="SET NULL"), index=True
    )
    reps: Mapped[int | None]
    duration: Mapped[int | None]
    load_kg: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    side: Mapped[str | None] = mapped_column(String(8))
    rir: Mapped[int | None]
    set_type: Mapped[str | None] = mapped_column(String(8))
    client_key: Mapped[str | None] = mapped_column(binary_string(CLIENT_KEY_LENGTH))

    exercise: Mapped[Exercise] = relationship(back_populates="sets", lazy="raise")

    @property
    def duration_formatted(self) -> str:
        """Return the duration as ``mm:ss``; empty for a set counted in reps."""
        return "" if self.duration is None else "{:02d}:{:02d}".format(*divmod(self.duration, 60))
