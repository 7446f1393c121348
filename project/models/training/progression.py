"""The level engine's memory: where each ladder stands, the athlete's answers, and forecasts."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from project.models.base import TABLE_OPTIONS, Base, long_text, utc_now
from project.rules.limits import LEVEL_LENGTH


class ExerciseProgress(Base):
    """What follows from an exercise's log, worked out when the log changes and not when it is read.

    Nothing here is a fact of its own: a missing row, or one made under other criteria, is worked
    out anew from the log. ``state`` holds all that is needed to go on when a session is added
    (``project.rules.training.standing``), ``summary`` what lists show, both as JSON. ``last_at`` is the
    newest session, ``proposal`` the kind of the open one.
    """

    __tablename__ = "exercise_progress"
    __table_args__ = (TABLE_OPTIONS,)

    exercise_definition_id: Mapped[int] = mapped_column(
        ForeignKey("exercises.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    last_at: Mapped[datetime | None]
    proposal: Mapped[str | None] = mapped_column(String(16))
    summary: Mapped[str] = mapped_column(long_text())
    state: Mapped[str] = mapped_column(long_text())


class ProgressionDecision(Base):
    """An athlete's answer to a proposal, or the level they chose; it stays until they undo it.

    The names are those of the levels at that time and stay when a level goes. ``evidence`` is
    JSON: a list of the sessions that spoke for it, each with ``workout``, ``at`` and ``values``.
    """

    __tablename__ = "progression_decisions"
    __table_args__ = (
        CheckConstraint("kind IN ('advance', 'step_back', 'ladder_done', 'placed')", name="kind"),
        CheckConstraint("answer IN ('accepted', 'not_yet', 'declined')", name="answer"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    exercise_definition_id: Mapped[int] = mapped_column(
        ForeignKey("exercises.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(16))
    answer: Mapped[str] = mapped_column(String(16))
    from_level_id: Mapped[int | None] = mapped_column(
        ForeignKey("progression_levels.id", ondelete="SET NULL"), index=True
    )
    from_name: Mapped[str] = mapped_column(String(LEVEL_LENGTH))
    to_level_id: Mapped[int | None] = mapped_column(
        ForeignKey("progression_levels.id", ondelete="SET NULL"), index=True
    )
    to_name: Mapped[str] = mapped_column(String(LEVEL_LENGTH))
    evidence: Mapped[str] = mapped_column(long_text())
    decided_at: Mapped[datetime] = mapped_column(default=utc_now)
    undone_at: Mapped[datetime | None]


class ProgressionForecast(Base):
    """A forecast as it was shown in one week, to be judged when its time has come.

    It said that the athlete would be ready for the next level ``weeks_from`` to ``weeks_to`` weeks
    after ``made_on``, the athlete's own day.
    """

    __tablename__ = "progression_forecasts"
    __table_args__ = (
        UniqueConstraint("progression_level_id", "made_on"),
        CheckConstraint("outcome IN ('open', 'hit', 'missed', 'void')", name="outcome"),
        CheckConstraint("weeks_from BETWEEN 0 AND weeks_to", name="weeks"),
        Index("ix_progression_forecasts_outcome", "outcome", "id"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    progression_level_id: Mapped[int] = mapped_column(
        ForeignKey("progression_levels.id", ondelete="CASCADE")
    )
    made_on: Mapped[date] = mapped_column(Date)
    weeks_from: Mapped[int]
    weeks_to: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(8), default="open")
    judged_on: Mapped[date | None] = mapped_column(Date)
