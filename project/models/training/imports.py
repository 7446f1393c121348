"""Training that came from other apps: the file, the import, and what is known of where things came from."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from project.enums import Visibility
from project.models.base import TABLE_OPTIONS, Base, binary_string, long_text, utc_now
from project.rules.limits import CLIENT_KEY_LENGTH, FILE_NAME_LENGTH, NAME_KEY_LENGTH


class TrainingImport(Base):
    """An import, from the upload to its undo; ``state`` says how far it is.

    ``asked`` holds the file's answers, ``summary`` what was read, ``choices`` what becomes of each
    foreign name, ``targets`` the exercise and level each became, ``made`` the exercises that were
    added for it, and ``waiting`` those whose standings are to be made anew; all JSON. ``part`` of
    ``parts`` are stored. ``open_owner_id`` is the athlete's id until it is over and makes a second
    open one impossible on every database.
    """

    __tablename__ = "training_imports"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'storing', 'done', 'undoing', 'undone')", name="state"),
        CheckConstraint("visibility IN ('all', 'followers', 'private')", name="visibility"),
        CheckConstraint("part BETWEEN 0 AND parts", name="part"),
        Index("ix_training_imports_user_id_created_at", "user_id", "created_at"),
        Index("ix_training_imports_state", "state"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    open_owner_id: Mapped[int | None] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(String(32))
    file_name: Mapped[str] = mapped_column(String(FILE_NAME_LENGTH))
    state: Mapped[str] = mapped_column(String(8))
    visibility: Mapped[str] = mapped_column(String(16), default=Visibility.PRIVATE.value)
    brings_back: Mapped[bool] = mapped_column(default=False)
    asked: Mapped[str] = mapped_column(long_text(), default="{}")
    summary: Mapped[str] = mapped_column(long_text(), default="{}")
    choices: Mapped[str] = mapped_column(long_text(), default="{}")
    targets: Mapped[str] = mapped_column(long_text(), default="{}")
    made: Mapped[str] = mapped_column(long_text(), default="[]")
    waiting: Mapped[str] = mapped_column(long_text(), default="[]")
    parts: Mapped[int] = mapped_column(default=0)
    part: Mapped[int] = mapped_column(default=0)
    workouts_added: Mapped[int] = mapped_column(default=0)
    workouts_grown: Mapped[int] = mapped_column(default=0)
    sets_added: Mapped[int] = mapped_column(default=0)
    workouts_kept: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class ImportPart(Base):
    """A piece of an import that is not over: of the file itself, or of the workouts to be stored.

    ``body`` is compressed and written in letters, as every database, backup and host takes it.
    """

    __tablename__ = "import_parts"
    __table_args__ = (
        CheckConstraint("kind IN ('file', 'workouts')", name="kind"),
        TABLE_OPTIONS,
    )

    import_id: Mapped[int] = mapped_column(
        ForeignKey("training_imports.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[str] = mapped_column(long_text())


class ImportedWorkout(Base):
    """Where a workout came from; the row outlives the workout, so that it does not come back.

    ``source_key`` and the ``set_keys`` are made of what the file says (``rules/training/transfer/keys``),
    ``moment`` is the source with the file's own moment. ``version`` is the workout's as the import
    left it: another one says that somebody changed it since.
    """

    __tablename__ = "imported_workouts"
    __table_args__ = (
        UniqueConstraint("user_id", "source_key"),
        Index("ix_imported_workouts_user_id_moment", "user_id", "moment"),
        Index("ix_imported_workouts_import_id", "import_id", "id"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    source_key: Mapped[str] = mapped_column(binary_string(CLIENT_KEY_LENGTH))
    moment: Mapped[str] = mapped_column(binary_string(64))
    import_id: Mapped[int | None] = mapped_column(
        ForeignKey("training_imports.id", ondelete="SET NULL")
    )
    workout_id: Mapped[int | None] = mapped_column(
        ForeignKey("workout.id", ondelete="SET NULL"), index=True
    )
    version: Mapped[int] = mapped_column(default=1)
    set_keys: Mapped[str] = mapped_column(long_text())


class ImportName(Base):
    """What an athlete made of a foreign name: one of their levels, or nothing where it is left out."""

    __tablename__ = "import_names"
    __table_args__ = (TABLE_OPTIONS,)

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    name_key: Mapped[str] = mapped_column(binary_string(NAME_KEY_LENGTH), primary_key=True)
    exercise_id: Mapped[int | None] = mapped_column(
        ForeignKey("exercises.id", ondelete="CASCADE"), index=True
    )
    level_id: Mapped[int | None] = mapped_column(
        ForeignKey("progression_levels.id", ondelete="SET NULL"), index=True
    )


class ImportColumn(Base):
    """What an athlete said a column of an unknown table means, by its header."""

    __tablename__ = "import_columns"
    __table_args__ = (TABLE_OPTIONS,)

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    header_key: Mapped[str] = mapped_column(binary_string(NAME_KEY_LENGTH), primary_key=True)
    meaning: Mapped[str] = mapped_column(String(32))
