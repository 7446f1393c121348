"""An import, step by step: a file is read, what it leaves open is asked, names become levels.

Until it is started nothing is stored but the file itself and what was said about it. What is stored
then, and undone, comes piece by piece (`services.training.import_pieces`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select

from project.enums import ImportState, Visibility
from project.exceptions import DomainError, FieldError
from project.extensions import db
from project.i18n import gettext
from project.models import (
    ImportColumn,
    ImportName,
    TrainingImport,
    User,
    utc_now,
)
from project.queries.training import imports as queries
from project.rules import limits
from project.rules.texts import clean_line, without_control_characters
from project.rules.training.transfer.matching import (
    Choice,
    Matcher,
    SourceName,
    name_key,
    source_names,
)
from project.rules.training.transfer.sentences import sentence_of
from project.rules.training.transfer.types import (
    Answers,
    Meaning,
    QuestionKind,
    Reading,
    SourceApp,
)
from project.services.account.locking import lock_athletes
from project.services.training import import_files as files
from project.services.training.import_levels import find_levels
from project.services.training.import_row import (
    FileAnswers,
    app_of,
    asked_of,
    chosen_for,
    is_ready,
    note,
    summary_of,
)
from project.services.training.progression_upkeep import today_of


class ImportOverError(DomainError):
    """The import is not where this step belongs: another page went on with it."""

    def __init__(self) -> None:
        super().__init__(gettext("Dieser Import ist schon weiter. Sieh nach, wo er steht."))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was read."""

    name: str
    content: bytes
    reading: Reading
    asked: FileAnswers


def read_upload(athlete: User, name: str, content: bytes) -> Upload:
    """Read an uploaded file; nothing is written.

    A table whose columns were all asked about before is read as they were answered. Raises `FieldError` when nothing can be read of it.
    """
    asked = FileAnswers(Answers())
    reading = _read(athlete, content, asked)
    columns = _remembered_columns(athlete, reading)
    if columns is not None:
        asked = FileAnswers(Answers(columns=columns))
        reading = _read(athlete, content, asked)
    return Upload(name, content, reading, asked)


def begin(athlete: User, upload: Upload) -> TrainingImport:
    """Keep a file; the caller commits.

    One that waits already makes way. Raises `DomainError` while another import is being stored or undone.
    """
    lock_athletes(athlete.id)
    _make_way(athlete.id)
    name = without_control_characters(clean_line(upload.name))
    made = TrainingImport(
        user_id=athlete.id,
        open_owner_id=athlete.id,
        source=app_of(upload.reading).value,
        file_name=name[: limits.FILE_NAME_LENGTH],
        state=ImportState.OPEN.value,
    )
    note(made, athlete.id, upload.reading, upload.asked)
    db.session.add(made)
    db.session.flush()  # gives the id that the file is kept under
    files.store_file(made.id, upload.content)
    return made


def read_again(training_import: TrainingImport, athlete: User, asked: FileAnswers) -> Reading:
    """Read the kept file by what the athlete said; nothing is written.

    Raises `FieldError` when nothing can be read of it so.
    """
    return _read(athlete, files.read_file(training_import.id), asked)


def answer(
    training_import: TrainingImport, athlete: User, asked: FileAnswers, reading: Reading
) -> None:
    """Note what the athlete said, and what the file says then; the caller commits."""
    _hold(training_import, ImportState.OPEN)
    training_import.source = app_of(reading).value
    note(training_import, athlete.id, reading, asked)
    if asked.answers.columns is not None:
        _remember_columns(athlete.id, asked.answers.columns)


def choose(training_import: TrainingImport, choices: Mapping[str, Choice]) -> None:
    """Keep what becomes of some names; the caller commits."""
    _hold(training_import, ImportState.OPEN)
    kept = json.loads(training_import.choices)
    kept |= {key: asdict(choice) for key, choice in choices.items()}
    training_import.choices = json.dumps(kept)


@dataclass(frozen=True, slots=True)
class PreparedImport:
    """A file that is ready to be stored."""

    app: SourceApp
    names: list[SourceName]
    workouts: int
    pieces: tuple[str, ...]


def prepare(training_import: TrainingImport, athlete: User) -> PreparedImport:
    """Read the file once more and put its workouts in pieces; nothing is written."""
    asked = asked_of(training_import)
    reading = read_again(training_import, athlete, asked)
    zone = ZoneInfo(asked.zone or athlete.timezone)
    pieces = tuple(files.pack(app_of(reading), reading, zone))
    return PreparedImport(app_of(reading), source_names(reading), len(reading.workouts), pieces)


def start(
    training_import: TrainingImport,
    athlete: User,
    prepared: PreparedImport,
    *,
    visibility: Visibility = Visibility.PRIVATE,
    brings_back: bool = False,
) -> None:
    """Make the exercises that are new and keep the pieces in the place of the file; the caller commits.

    Nothing of the workouts is stored yet: `import_pieces.go_on` does. Raises `FieldError` where a rule
    says no.
    """
    lock_athletes(athlete.id)
    _hold(training_import, ImportState.OPEN)
    if not is_ready(training_import) or not prepared.pieces:
        raise ImportOverError
    _check_room(athlete.id, prepared.workouts - summary_of(training_import)["known"])
    matcher = Matcher(queries.library_of(athlete.id))
    chosen = [(each, chosen_for(training_import, each, matcher)) for each in prepared.names]
    found = find_levels(athlete, chosen, prepared.app)
    _remember_names(athlete.id, [each.key for each in prepared.names], found.levels)
    files.forget(training_import.id)
    files.store_work(training_import.id, prepared.pieces)
    training_import.targets = json.dumps(found.levels)
    training_import.made = json.dumps(found.made)
    training_import.visibility = visibility.value
    training_import.brings_back = brings_back
    training_import.part = 0
    training_import.parts = len(prepared.pieces)
    training_import.state = ImportState.STORING.value
    training_import.started_at = utc_now()


def discard(training_import: TrainingImport) -> None:
    """Drop a file that is not wanted after all; the caller commits."""
    _hold(training_import, ImportState.OPEN)
    db.session.execute(delete(TrainingImport).where(TrainingImport.id == training_import.id))


def begin_undo(training_import: TrainingImport, athlete: User) -> None:
    """Begin to take back what an import made; `import_pieces.go_on` does it. The caller commits."""
    lock_athletes(athlete.id)
    _hold(training_import, ImportState.DONE)
    if not queries.can_be_undone(training_import):
        raise ImportOverError
    _make_way(athlete.id)
    training_import.state = ImportState.UNDOING.value
    training_import.open_owner_id = athlete.id
    training_import.part = 0
    training_import.parts = sum(queries.undo_counts(training_import))
    training_import.workouts_kept = 0


def _hold(training_import: TrainingImport, *states: ImportState) -> None:
    """Keep others from changing the import meanwhile; it must be in one of these states."""
    found = db.session.scalar(
        select(TrainingImport)
        .where(TrainingImport.id == training_import.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None or found.state not in states:
        raise ImportOverError


def _make_way(user_id: int) -> None:
    """Drop a file that waits; raises `DomainError` while an import is being stored or undone."""
    waiting = queries.open_import(user_id)
    if waiting is None:
        return
    if waiting.state != ImportState.OPEN:
        raise DomainError(gettext("Ein anderer Import läuft noch. Lass ihn erst fertig werden."))
    db.session.delete(waiting)
    db.session.flush()  # before another one takes its place


def _read(athlete: User, content: bytes, asked: FileAnswers) -> Reading:
    from project.rules.training.transfer.reading import read  # noqa: PLC0415  a dozen modules that few processes need

    reading = read(content, asked.answers, today=today_of(athlete))
    if reading.error is not None:
        raise FieldError("file", sentence_of(reading.error))
    if len(source_names(reading)) > limits.MAX_IMPORT_NAMES:
        text = gettext(
            "Mehr als %(most)d verschiedene Übungen in einer Datei: Das sind wohl keine Namen.",
            most=limits.MAX_IMPORT_NAMES,
        )
        raise FieldError("file", text)
    return reading


def _check_room(user_id: int, number: int) -> None:
    if queries.number_of_workouts(user_id) + number > limits.MAX_OWN_WORKOUTS:
        text = gettext(
            "Mehr als %(most)d Trainings gehen nicht. Lösche erst ein altes.",
            most=limits.MAX_OWN_WORKOUTS,
        )
        raise FieldError("file", text)


def _remembered_columns(athlete: User, reading: Reading) -> dict[str, Meaning] | None:
    """Return the meanings of a table's columns when all of its headers were asked about before."""
    asked = next((each for each in reading.questions if each.kind is QuestionKind.COLUMNS), None)
    if asked is None or asked.is_answered:
        return None
    known = queries.columns_of(athlete.id)
    found = {header: known.get(name_key(header)) for header in asked.names}
    if None in found.values():
        return None
    return {header: Meaning(word) for header, word in found.items() if word is not None}


def _remember_columns(user_id: int, columns: Mapping[str, Meaning]) -> None:
    meanings = {name_key(header): meaning.value for header, meaning in columns.items()}
    if not meanings:
        return
    db.session.execute(
        delete(ImportColumn).where(
            ImportColumn.user_id == user_id, ImportColumn.header_key.in_(meanings)
        )
    )
    rows = [
        {"user_id": user_id, "header_key": key, "meaning": meaning}
        for key, meaning in meanings.items()
    ]
    db.session.execute(insert(ImportColumn), rows)


def _remember_names(
    user_id: int, names: Sequence[str], levels: Mapping[str, tuple[int, int]]
) -> None:
    """Remember for the next file what became of each name."""
    db.session.execute(
        delete(ImportName).where(ImportName.user_id == user_id, ImportName.name_key.in_(names))
    )
    rows = []
    for key in names:
        exercise_id, level_id = levels.get(key, (None, None))
        row = {"user_id": user_id, "name_key": key}
        rows.append({**row, "exercise_id": exercise_id, "level_id": level_id})
    db.session.execute(insert(ImportName), rows)
