"""Everything the site holds about one athlete, row by row; what is withheld says why.

Every column of every table is decided here; a test fails for one that is not.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    Table,
    and_,
    case,
    func,
    null,
    or_,
    select,
    true,
)

from project.extensions import db
from project.models import (
    Base,
    Block,
    Enrolment,
    EnrolmentPause,
    EnrolmentStep,
    Exercise,
    ExerciseCategory,
    ExerciseCopy,
    ExerciseDefinition,
    ExerciseProgress,
    Follower,
    GivenUpName,
    ImportColumn,
    ImportedWorkout,
    ImportName,
    Message,
    Notification,
    OutboxEmail,
    Program,
    ProgramDay,
    ProgramWorkout,
    ProgressionDecision,
    ProgressionForecast,
    ProgressionLevel,
    Set,
    TrainingImport,
    User,
    UserSession,
    Workout,
    exercise_categories,
)
from project.rules.library.sets import FIGURES, SWITCHES

Scope = Callable[[int], ColumnElement[bool]]
_ROWS_AT_ONCE: Final = 500
_TECHNICAL: Final = "only the software's own bookkeeping"
_FILE: Final = "notes on the athlete's own file while it is imported"
_DERIVED: Final = "worked out from what is exported"


@dataclass(frozen=True)
class Section:
    """What is exported of one table: ``columns`` as they are, ``athletes`` as user names.

    ``shown_as`` says otherwise for some columns.
    """

    table: Table
    columns: tuple[str, ...]
    scope: Scope
    athletes: dict[str, str] = field(default_factory=dict)
    withheld: dict[str, str] = field(default_factory=dict)
    shown_as: dict[str, ColumnElement[Any]] = field(default_factory=dict)


def _section(
    model: type[Base] | Table,
    columns: str,
    scope: Scope | None = None,
    *,
    athletes: dict[str, str] | None = None,
    withheld: dict[str, str] | None = None,
    technical: str = "",
    shown_as: dict[str, ColumnElement[Any]] | None = None,
) -> Section:
    """Describe a table; without a ``scope`` it is of rows that name their athlete in ``user_id``."""
    table = model if isinstance(model, Table) else model.__table__
    reasons = {**(withheld or {}), **dict.fromkeys(technical.split(), _TECHNICAL)}
    if scope is None:
        scope, reasons["user_id"] = _own_rows(table), _DERIVED
    return Section(table, tuple(columns.split()), scope, athletes or {}, reasons, shown_as or {})


def _own_rows(table: Any) -> Scope:  # noqa: ANN401  a model's table is typed wider
    return lambda user_id: table.c.user_id == user_id


def _own_workout(user_id: int) -> ColumnElement[bool]:
    return Exercise.workout_id.in_(select(Workout.id).where(Workout.user_id == user_id))


def _own_set(user_id: int) -> ColumnElement[bool]:
    return Set.exercise_id.in_(select(Exercise.id).where(_own_workout(user_id)))


def _own_exercise(column: Any) -> Scope:  # noqa: ANN401  SQLAlchemy's attribute types differ
    return lambda user_id: column.in_(
        select(ExerciseDefinition.id).where(ExerciseDefinition.user_id == user_id)
    )


def _own_level(user_id: int) -> ColumnElement[bool]:
    return ProgressionForecast.progression_level_id.in_(
        select(ProgressionLevel.id)
        .join(ExerciseDefinition)
        .where(ExerciseDefinition.user_id == user_id)
    )


def _own_enrolment(column: Any) -> Scope:  # noqa: ANN401  SQLAlchemy's attribute types differ
    return lambda user_id: column.in_(select(Enrolment.id).where(Enrolment.user_id == user_id))


def _own_day(user_id: int) -> ColumnElement[bool]:
    return ProgramDay.program_id.in_(select(Program.id).where(Program.user_id == user_id))


def _own_program_workout(user_id: int) -> ColumnElement[bool]:
    return ProgramWorkout.workout_id.in_(select(Workout.id).where(Workout.user_id == user_id))


def _own_category(user_id: int) -> ColumnElement[bool]:
    links = exercise_categories.c
    return ExerciseCategory.id.in_(
        select(links.category_id)
        .join(ExerciseDefinition, ExerciseDefinition.id == links.exercise_definition_id)
        .where(ExerciseDefinition.user_id == user_id)
    )


def _own_message(user_id: int) -> ColumnElement[bool]:
    return or_(
        and_(Message.sender_id == user_id, Message.deleted_by_sender.is_(False)),
        and_(Message.recipient_id == user_id, Message.deleted_by_recipient.is_(False)),
    )


def _own_mail(user_id: int) -> ColumnElement[bool]:
    return OutboxEmail.recipient.in_(
        select(User.email).where(User.id == user_id, User.confirmed == true())
    )


_CRITERIA: Final = "goal_sets start_value goal_value goal_sessions step"
SECTIONS: Final = (
    _section(
        User,
        "id username email admin confirmed confirmed_on about_me image_file language last_seen"
        " registered_on last_message_read_time pending_email default_visibility approves_followers timezone day_begins_at"
        " mails_about_messages last_message_mail_at last_notification_read_time"
        " remind_at reminded_on",
        lambda user_id: User.id == user_id,
        withheld={
            "username_key": _DERIVED,
            "email_key": _DERIVED,
            "password_hash": "whoever finds the file could try passwords on it",
            "session_epoch": "part of the sessions' secret",
            "reset_key": "part of a link that opens the account",
            "calendar_token": "whoever finds the file could read the calendar from then on",
        },
        # Who is not confirmed sees what they typed, be it somebody's address or nobody's.
        shown_as={
            "email": case(
                (User.confirmed, User.email), else_=func.coalesce(User.pending_email, User.email)
            ),
            "pending_email": case((User.confirmed, User.pending_email), else_=null()),
        },
    ),
    _section(
        GivenUpName,
        "name_key given_up_at",
    ),
    _section(
        UserSession,
        "id created_at last_used_at user_agent remember",
        withheld={"token_hash": "part of the sessions' secret"},
    ),
    _section(
        Follower,
        "created_at accepted accepted_at",
        lambda user_id: or_(Follower.follower_id == user_id, Follower.followed_id == user_id),
        athletes={"follower_id": "follower", "followed_id": "followed"},
    ),
    _section(
        Block,
        "created_at",
        # Who blocked the athlete is their secret.
        lambda user_id: Block.blocker_id == user_id,
        athletes={"blocked_id": "blocked"},
        withheld={"blocker_id": _DERIVED},
    ),
    _section(
        Workout,
        "id title timestamp is_template is_planned is_done is_running visibility note effort"
        " started_at finished_at paused length_confirmed timezone last_set_at template_id is_deload"
        " created_at updated_at version",
        withheld={"running_owner_id": _DERIVED},
        technical="submit_key",
    ),
    _section(
        Exercise,
        "id exercise_order workout_id exercise_definition_id superset alternation note plan_json",
        _own_workout,
        technical="client_key",
    ),
    _section(
        Set,
        f"id set_order exercise_id progression progression_level_id {' '.join(FIGURES)}",
        _own_set,
        technical="client_key",
    ),
    _section(
        ExerciseDefinition,
        "id title description counting_type date_created archived rest_seconds"
        f" {' '.join(SWITCHES)} on_profile pinned_note {_CRITERIA}",
        withheld={
            "title_key": _DERIVED,
            "title_sort": _DERIVED,
            "search_text": _DERIVED,
        },
    ),
    _section(
        ProgressionLevel,
        f"id exercise_definition_id name level_order description link figure picture {_CRITERIA}",
        _own_exercise(ProgressionLevel.exercise_definition_id),
    ),
    _section(
        ExerciseCategory,
        "id name",
        _own_category,
        withheld={"name_key": _DERIVED, "starter_key": _DERIVED},
    ),
    _section(
        exercise_categories,
        "exercise_definition_id category_id",
        _own_exercise(exercise_categories.c.exercise_definition_id),
    ),
    _section(
        ExerciseCopy,
        "copy_id",
        withheld={"source_id": "another athlete's exercise"},
    ),
    _section(
        ExerciseProgress,
        "exercise_definition_id last_at proposal summary",
        _own_exercise(ExerciseProgress.exercise_definition_id),
        withheld={"state": _DERIVED},
    ),
    _section(
        ProgressionDecision,
        "id exercise_definition_id kind answer from_level_id from_name to_level_id to_name evidence"
        " decided_at undone_at",
    ),
    _section(
        ProgressionForecast,
        "id progression_level_id made_on weeks_from weeks_to outcome judged_on",
        _own_level,
    ),
    _section(
        TrainingImport,
        "id source file_name state visibility brings_back workouts_added workouts_grown sets_added"
        " workouts_kept created_at started_at finished_at",
        withheld={
            "open_owner_id": _DERIVED,
            "asked": _FILE,
            "summary": _FILE,
            "choices": _FILE,
            "targets": _FILE,
            "made": _DERIVED,
            "waiting": _DERIVED,
        },
        technical="parts part",
    ),
    _section(
        ImportedWorkout,
        "id source_key moment import_id workout_id",
        technical="version set_keys",
    ),
    _section(
        Program,
        "id title description days_a_week focus weeks deload_every goal_level_id visibility source"
        " created_at updated_at version",
        withheld={
            "share_token": "whoever finds the file could read the program from then on",
            "copied_from_id": "another athlete's program",
        },
        technical="submit_key",
    ),
    _section(
        ProgramDay,
        "id program_id day_order title kind is_optional template_id",
        _own_day,
    ),
    _section(
        Enrolment,
        "id program_id weekdays started_at deload_from deload_until ended_at",
        withheld={"running_program_id": _DERIVED, "slot": _DERIVED},
    ),
    _section(
        EnrolmentStep,
        "id enrolment_id program_day_id kind at",
        _own_enrolment(EnrolmentStep.enrolment_id),
    ),
    _section(
        EnrolmentPause,
        "id enrolment_id began_on ended_on",
        _own_enrolment(EnrolmentPause.enrolment_id),
        withheld={"open_enrolment_id": _DERIVED},
    ),
    _section(
        ProgramWorkout,
        "workout_id enrolment_id program_day_id",
        _own_program_workout,
    ),
    _section(
        ImportName,
        "name_key exercise_id level_id",
    ),
    _section(
        ImportColumn,
        "header_key meaning",
    ),
    _section(
        Message,
        "body timestamp",
        _own_message,
        athletes={"sender_id": "sender", "recipient_id": "recipient"},
        withheld={
            "deleted_by_sender": "the other's own choice; what the athlete deleted is left out",
            "deleted_by_recipient": "as above",
        },
        technical="id",
    ),
    _section(
        Notification,
        "name timestamp payload_json",
        technical="id",
    ),
    _section(
        OutboxEmail,
        "recipient subject created_at sent_at failed",
        _own_mail,
        withheld={
            "html": "may hold a link that opens the account",
            "text": "may hold a link that opens the account",
        },
        technical="id attempts next_attempt_at last_error claimed_by claimed_until message_key kind"
        " about_id urgent useful_until",
    ),
)
# Tables of which nothing is exported.
WITHHELD_TABLES: Final = {
    "rate_limit": "counts under keyed hashes that name nobody",
    "import_parts": "the athlete's own file, kept for a day at most",
}


def rows(section: Section, user_id: int) -> Iterator[dict[str, Any]]:
    """Yield what one table holds about the athlete; a few hundred rows in memory at a time."""
    table = section.table
    query: Select[Any] = select(
        *(section.shown_as.get(name, table.c[name]).label(name) for name in section.columns)
    )
    for name, shown in section.athletes.items():
        other = User.__table__.alias(shown)
        query = query.join(other, other.c.id == table.c[name])
        query = query.add_columns(other.c.username.label(shown))
    query = query.where(section.scope(user_id)).order_by(*table.primary_key)
    for row in stream(query).mappings():
        yield dict(row)


def stream(query: Executable) -> Any:  # noqa: ANN401  a result of any shape
    return db.session.execute(query, execution_options={"yield_per": _ROWS_AT_ONCE})
