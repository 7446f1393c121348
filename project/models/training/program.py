"""Programs: days in order, each a template, and where an athlete stands in one."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from project.enums import DayKind, ProgramFocus, Visibility
from project.models.base import TABLE_OPTIONS, Base, binary_string, utc_now
from project.rules.limits import (
    CLIENT_KEY_LENGTH,
    DESCRIPTION_LENGTH,
    LONGEST_PROGRAM,
    MAX_ENROLMENTS,
    RAREST_DELOAD,
    SECRET_LENGTH,
    SOURCE_LENGTH,
    TITLE_LENGTH,
)


class Program(Base):
    """Days in the order in which they are trained; whoever follows it has an `Enrolment`.

    ``weeks`` is how long it lasts, None for as long as its athlete likes; ``deload_every`` after how
    many weeks it asks for a lighter one. ``goal_level_id`` is the level at which it has reached its
    end. ``source`` is the key of the ready-made program it was made from, or empty. ``submit_key``
    makes a form that is sent twice create one row; ``version`` grows with every change.
    """

    __tablename__ = "programs"
    __table_args__ = (
        UniqueConstraint("user_id", "submit_key"),
        CheckConstraint("visibility IN ('all', 'followers', 'private')", name="visibility"),
        CheckConstraint(
            "focus IN ('whole', 'split', 'pull', 'push', 'legs', 'skill')", name="focus"
        ),
        CheckConstraint("days_a_week BETWEEN 1 AND 7", name="days_a_week"),
        CheckConstraint(f"weeks IS NULL OR weeks BETWEEN 1 AND {LONGEST_PROGRAM}", name="weeks"),
        CheckConstraint(
            f"deload_every IS NULL OR deload_every BETWEEN 2 AND {RAREST_DELOAD}",
            name="deload_every",
        ),
        Index("ix_programs_user_id_title", "user_id", "title", "id"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    description: Mapped[str] = mapped_column(String(DESCRIPTION_LENGTH), default="")
    days_a_week: Mapped[int]
    focus: Mapped[str] = mapped_column(String(16), default=ProgramFocus.WHOLE.value)
    weeks: Mapped[int | None]
    deload_every: Mapped[int | None]
    goal_level_id: Mapped[int | None] = mapped_column(
        ForeignKey("progression_levels.id", ondelete="SET NULL"), index=True
    )
    visibility: Mapped[str] = mapped_column(String(16), default=Visibility.PRIVATE.value)
    share_token: Mapped[str | None] = mapped_column(binary_string(SECRET_LENGTH), unique=True)
    copied_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("programs.id", ondelete="SET NULL"), index=True
    )
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH), default="")
    submit_key: Mapped[str | None] = mapped_column(binary_string(CLIENT_KEY_LENGTH))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
    version: Mapped[int] = mapped_column(default=1)

    days: Mapped[list["ProgramDay"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="ProgramDay.day_order",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  read once by the mapper


class ProgramDay(Base):
    """A day of a program; ``day_order`` counts from 1. What is trained stands in its template.

    Only a day of rest has none, or one whose template was deleted. An optional day may be left out.
    """

    __tablename__ = "program_days"
    __table_args__ = (
        UniqueConstraint("program_id", "day_order"),
        CheckConstraint("kind IN ('training', 'skill', 'rest')", name="kind"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id", ondelete="CASCADE"))
    day_order: Mapped[int]
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    kind: Mapped[str] = mapped_column(String(8), default=DayKind.TRAINING.value)
    is_optional: Mapped[bool] = mapped_column(default=False)
    template_id: Mapped[int | None] = mapped_column(
        ForeignKey("workout.id", ondelete="SET NULL"), index=True
    )


class Enrolment(Base):
    """An athlete follows one of their programs, from its start until ``ended_at``.

    Which day is next follows from the workouts done for it and its steps (`rules.training.sequence`)
    and is stored nowhere. ``slot`` makes a fourth one at a time impossible on every database and
    ``running_program_id`` a second one of the same program. ``weekdays`` are digits, 1 for Monday,
    or empty where it knows none. From ``deload_from`` to ``deload_until`` everything is lighter.
    """

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("user_id", "slot"),
        CheckConstraint(
            f"(ended_at IS NULL AND slot IS NOT NULL AND slot BETWEEN 1 AND {MAX_ENROLMENTS}"
            " AND running_program_id IS NOT NULL AND running_program_id = program_id)"
            " OR (ended_at IS NOT NULL AND slot IS NULL AND running_program_id IS NULL)",
            name="slot",
        ),
        CheckConstraint(
            "(deload_from IS NULL AND deload_until IS NULL)"
            " OR (deload_from IS NOT NULL AND deload_until IS NOT NULL"
            " AND deload_from <= deload_until)",
            name="deload",
        ),
        Index("ix_enrolments_program_id", "program_id", "started_at"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id", ondelete="CASCADE"))
    running_program_id: Mapped[int | None] = mapped_column(unique=True)
    slot: Mapped[int | None]
    weekdays: Mapped[str] = mapped_column(String(7), default="")
    started_at: Mapped[datetime] = mapped_column(default=utc_now)
    deload_from: Mapped[date | None] = mapped_column(Date)
    deload_until: Mapped[date | None] = mapped_column(Date)
    ended_at: Mapped[datetime | None]


class ProgramWorkout(Base):
    """A workout was done for a day of a program, by who followed it then.

    A table of its own, as a day points at its template, which is a workout: tables that point at
    each other could not be copied one after the other. ``enrolment_id`` and ``program_day_id`` are
    None when what they named is gone.
    """

    __tablename__ = "program_workouts"
    __table_args__ = (
        Index("ix_program_workouts_enrolment_id", "enrolment_id", "workout_id"),
        TABLE_OPTIONS,
    )

    workout_id: Mapped[int] = mapped_column(
        ForeignKey("workout.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    enrolment_id: Mapped[int | None] = mapped_column(
        ForeignKey("enrolments.id", ondelete="SET NULL")
    )
    program_day_id: Mapped[int | None] = mapped_column(
        ForeignKey("program_days.id", ondelete="SET NULL"), index=True
    )


class EnrolmentStep(Base):
    """What moved an enrolment on without a workout: a day left out, or another one chosen instead."""

    __tablename__ = "enrolment_steps"
    __table_args__ = (
        CheckConstraint("kind IN ('skipped', 'chosen')", name="kind"),
        Index("ix_enrolment_steps_enrolment_id", "enrolment_id", "at"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id", ondelete="CASCADE"))
    program_day_id: Mapped[int] = mapped_column(
        ForeignKey("program_days.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(default=utc_now)


class EnrolmentPause(Base):
    """Days on which nothing of an enrolment is due; it goes on when it has an end.

    ``open_enrolment_id`` makes a second open pause impossible on every database.
    """

    __tablename__ = "enrolment_pauses"
    __table_args__ = (
        CheckConstraint(
            "(ended_on IS NULL AND open_enrolment_id IS NOT NULL"
            " AND open_enrolment_id = enrolment_id)"
            " OR (ended_on IS NOT NULL AND open_enrolment_id IS NULL AND began_on <= ended_on)",
            name="open",
        ),
        Index("ix_enrolment_pauses_enrolment_id", "enrolment_id", "began_on"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id", ondelete="CASCADE"))
    open_enrolment_id: Mapped[int | None] = mapped_column(unique=True)
    began_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
