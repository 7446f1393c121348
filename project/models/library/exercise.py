"""The library: exercise definitions, their ladders of levels, and categories."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from project.enums import CountingType
from project.i18n import language_code
from project.models.base import (
    LONGEST_SORT_KEY,
    TABLE_OPTIONS,
    Base,
    binary_string,
    binary_text,
    fold,
    search_key,
    sort_key,
    utc_now,
)
from project.rules.library.criteria import MAX_GOAL_SETS, READY_WINDOW
from project.rules.library.durations import MAX_DURATION
from project.rules.library.starter_library import category_keys, category_name
from project.rules.limits import (
    CATEGORY_LENGTH,
    DESCRIPTION_LENGTH,
    FIGURE_LENGTH,
    LEVEL_LENGTH,
    LEVEL_TEXT_LENGTH,
    LINK_LENGTH,
    MAX_REST,
    NAME_KEY_LENGTH,
    PICTURE_LENGTH,
    PINNED_NOTE_LENGTH,
    TITLE_LENGTH,
)

exercise_categories = Table(
    "exercise_categories",
    Base.metadata,
    Column(
        "exercise_definition_id", ForeignKey("exercises.id", ondelete="CASCADE"), primary_key=True
    ),
    # A used category is never deleted, so the database refuses it too.
    Column("category_id", ForeignKey("exercise_category.id"), primary_key=True),
    Index(
        "ix_exercise_categories_category_id_exercise_definition_id",
        "category_id",
        "exercise_definition_id",
    ),
    mysql_engine="InnoDB",
    mysql_charset="utf8mb4",
    mysql_collate="utf8mb4_bin",
)


class CriteriaColumns:
    """What it takes to master a level (``project.rules.library.criteria``).

    None leaves a number to the layer above: from level to exercise to site.
    """

    goal_sets: Mapped[int | None]
    start_value: Mapped[int | None]
    goal_value: Mapped[int | None]
    goal_sessions: Mapped[int | None]
    step: Mapped[int | None]


# A condition with an unknown number in it is not broken, so None passes.
CRITERIA_RULE: Final = (
    f"goal_sets BETWEEN 1 AND {MAX_GOAL_SETS} AND start_value BETWEEN 1 AND {MAX_DURATION}"
    f" AND goal_value BETWEEN 1 AND {MAX_DURATION} AND goal_sessions BETWEEN 1 AND {READY_WINDOW}"
    f" AND step BETWEEN 1 AND {MAX_DURATION} AND start_value <= goal_value"
)


class ExerciseDefinition(CriteriaColumns, Base):
    """An entry of an athlete's library; ``archived`` hides it but keeps every log readable.

    ``rest_seconds`` is the pause after a set. The switches ``tracks_*`` say which
    optional figures of a set are asked for.

    ``search_text`` holds title and level names as they are searched. The five numbers of
    `CriteriaColumns` are the ladder's defaults; ``on_profile`` shows the ladder to others.
    ``pinned_note`` is for its athlete alone and stands there every time they train it.
    """

    __tablename__ = "exercises"
    __table_args__ = (
        UniqueConstraint("user_id", "title_key"),
        # the library of all athletes, in the order it is shown
        Index("ix_exercises_archived_title_sort", "archived", "title_sort", "id"),
        Index("ix_exercises_user_id_title_sort", "user_id", "title_sort", "id"),
        CheckConstraint("counting_type IN ('reps', 'duration')", name="counting_type"),
        CheckConstraint(f"rest_seconds BETWEEN 0 AND {MAX_REST}", name="rest_seconds"),
        CheckConstraint(CRITERIA_RULE, name="criteria"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    title_key: Mapped[str] = mapped_column(binary_string(NAME_KEY_LENGTH))
    title_sort: Mapped[str] = mapped_column(binary_string(LONGEST_SORT_KEY))
    description: Mapped[str] = mapped_column(String(DESCRIPTION_LENGTH), default="")
    counting_type: Mapped[str] = mapped_column(String(16), default=CountingType.REPS.value)
    date_created: Mapped[datetime] = mapped_column(default=utc_now)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    archived: Mapped[bool] = mapped_column(default=False)
    rest_seconds: Mapped[int] = mapped_column(default=90)
    tracks_load: Mapped[bool] = mapped_column(default=False)
    tracks_sides: Mapped[bool] = mapped_column(default=False)
    tracks_rir: Mapped[bool] = mapped_column(default=False)
    search_text: Mapped[str] = mapped_column(binary_text(), default="")
    on_profile: Mapped[bool] = mapped_column(default=False)
    pinned_note: Mapped[str] = mapped_column(
        String(PINNED_NOTE_LENGTH), default="", server_default=""
    )

    levels: Mapped[list["ProgressionLevel"]] = relationship(
        back_populates="definition",
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="ProgressionLevel.level_order",
    )
    categories: Mapped[list["ExerciseCategory"]] = relationship(
        secondary=exercise_categories, lazy="raise", order_by="ExerciseCategory.name_key"
    )

    @validates("title")
    def _key_title(self, _name: str, value: str) -> str:
        self.title_key = fold(value)
        self.title_sort = sort_key(value)
        return value


def search_text(title: str, levels: Iterable[str]) -> str:
    """Return what a search for an exercise looks at: title and level names, one a line."""
    return "\n".join(search_key(name) for name in (title, *levels))


@event.listens_for(ExerciseDefinition, "before_insert")
def _fill_search_text(_mapper: Any, _connection: Any, definition: ExerciseDefinition) -> None:  # noqa: ANN401  SQLAlchemy's signature
    # Later changes of the ladder are the service's business: it writes the text anew.
    levels = definition.__dict__.get("levels", ())
    definition.search_text = search_text(definition.title, (level.name for level in levels))


class ExerciseCopy(Base):
    """``copy_id`` stands in for somebody else's exercise when the athlete logs with it.

    The primary key allows one such copy, so that two requests at once cannot make two.
    """

    __tablename__ = "exercise_copies"
    __table_args__ = (TABLE_OPTIONS,)

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    source_id: Mapped[int] = mapped_column(
        ForeignKey("exercises.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    copy_id: Mapped[int] = mapped_column(ForeignKey("exercises.id", ondelete="CASCADE"), index=True)


class ProgressionLevel(CriteriaColumns, Base):
    """One named rung of a ladder; ``level_order`` counts from 1, the easiest.

    ``description`` says how it goes, ``link`` leads to where it is shown (https),
    ``figure`` is the key of its drawn picture, ``picture`` the name of one that its athlete took;
    copies of a level name the same one.
    A level keeps its identity when it is renamed or moved: old sets point at it.
    """

    __tablename__ = "progression_levels"
    __table_args__ = (
        UniqueConstraint("exercise_definition_id", "name"),
        UniqueConstraint("exercise_definition_id", "level_order"),
        # before a picture's file goes, whether another level names it
        Index("ix_progression_levels_picture", "picture"),
        CheckConstraint(CRITERIA_RULE, name="criteria"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_definition_id: Mapped[int] = mapped_column(
        ForeignKey("exercises.id", ondelete="CASCADE")
    )
    name: Mapped[str] = mapped_column(binary_string(LEVEL_LENGTH))
    level_order: Mapped[int]
    description: Mapped[str] = mapped_column(
        String(LEVEL_TEXT_LENGTH), default="", server_default=""
    )
    link: Mapped[str] = mapped_column(String(LINK_LENGTH), default="", server_default="")
    figure: Mapped[str] = mapped_column(String(FIGURE_LENGTH), default="", server_default="")
    picture: Mapped[str] = mapped_column(String(PICTURE_LENGTH), default="", server_default="")

    definition: Mapped[ExerciseDefinition] = relationship(back_populates="levels", lazy="raise")


class ExerciseCategory(Base):
    """A category shared by all athletes; its name is unique ignoring case."""

    __tablename__ = "exercise_category"
    __table_args__ = (
        Index("uq_exercise_category_starter_key", "starter_key", unique=True),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(CATEGORY_LENGTH))
    name_key: Mapped[str] = mapped_column(binary_string(NAME_KEY_LENGTH), unique=True)
    starter_key: Mapped[str | None] = mapped_column(binary_string(32))

    @validates("name")
    def _key_name(self, _name: str, value: str) -> str:
        self.name_key = fold(value)
        self.starter_key = category_keys().get(value)
        return value

    @property
    def shown_name(self) -> str:
        """The name in the reader's language, where it is one of the first and never renamed."""
        return shown_category(self.name, self.starter_key)


def shown_category(name: str, starter_key: str | None) -> str:
    """Return a category's name as the reader knows it."""
    if starter_key is None:
        return name
    return category_name(starter_key, language_code()) or name
