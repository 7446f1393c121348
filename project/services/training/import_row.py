"""What is noted of a file that waits: what was read, asked and chosen, so that pages need not read it.

It stands in the import's row as JSON.
"""

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Final

from project.models import TrainingImport
from project.queries.training import imports as queries
from project.rules.training.transfer import keys
from project.rules.training.transfer.matching import (
    Choice,
    Matcher,
    Proposal,
    SourceName,
    source_names,
)
from project.rules.training.transfer.types import (
    Answers,
    DateOrder,
    Gravity,
    Meaning,
    Notice,
    Question,
    QuestionKind,
    Reading,
    SetKind,
    SourceApp,
    WeightUnit,
)
from project.services.training import import_files as files

NOTICES: Final = 100
"""Lines that a preview names one by one."""


@dataclass(frozen=True, slots=True)
class FileAnswers:
    """What the athlete said about a file."""

    answers: Answers
    zone: str | None = None


def app_of(reading: Reading) -> SourceApp:
    return reading.app or SourceApp.COLUMNS


def note(made: TrainingImport, user_id: int, reading: Reading, asked: FileAnswers) -> None:
    """Write down what was read, so that pages need not read the file again."""
    app = app_of(reading)
    workouts = reading.workouts
    known, gone = _already_here(user_id, app, reading)
    said = asked.answers
    made.asked = json.dumps(
        {
            "unit": said.unit,
            "date_order": said.date_order,
            "body_mass": None if said.body_mass is None else sorted(said.body_mass),
            "columns": None if said.columns is None else dict(said.columns),
            "zone": asked.zone,
        }
    )
    names = source_names(reading)
    made.summary = json.dumps(
        {
            "workouts": len(workouts),
            "sets": sum(each.sets for each in names),
            "first": _day(workouts[0].start) if workouts else None,
            "last": _day(workouts[-1].start) if workouts else None,
            "warmups": sum(one.kind is SetKind.WARMUP for _, _, one in reading.sets()),
            "known": known,
            "gone": gone,
            "counts": dict(reading.counts),
            "notices": [
                [each.code, each.gravity.value, each.line, dict(each.values)]
                for each in reading.notices[:NOTICES]
            ],
            "names": [[getattr(each, one.name) for one in fields(each)] for each in names],
            "questions": [
                {**asdict(each), "names": list(each.names)} for each in reading.questions
            ],
        }
    )


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _already_here(user_id: int, app: SourceApp, reading: Reading) -> tuple[int, int]:
    """Return how many workouts of the file are here already, and how many were and are deleted."""
    moments = {files.moment_of(app, each) for each in reading.workouts}
    known = queries.known_workouts(user_id, moments)
    here = gone = 0
    for workout in reading.workouts:
        candidates = known.get(files.moment_of(app, workout))
        if not candidates:
            continue
        key = keys.workout_key(app, workout)
        found = queries.the_known(key, list(files.set_keys_of(app, workout)), candidates)
        here += found is not None and found.workout_id is not None
        gone += found is not None and found.workout_id is None
    return here, gone


def chosen_for(training_import: TrainingImport, name: SourceName, matcher: Matcher) -> Choice:
    """Return what becomes of a name: what its athlete said, else the proposal."""
    plain = json.loads(training_import.choices).get(name.key)
    return matcher.propose(name).choice if plain is None else Choice(**plain)


def proposals(
    training_import: TrainingImport, matcher: Matcher
) -> list[tuple[SourceName, Choice, Proposal]]:
    """Return each name with what was chosen for it and what is proposed."""
    kept = json.loads(training_import.choices)
    rows = []
    for name in names_of(training_import):
        proposal = matcher.propose(name)
        plain = kept.get(name.key)
        rows.append((name, proposal.choice if plain is None else Choice(**plain), proposal))
    return rows


def summary_of(training_import: TrainingImport) -> dict[str, Any]:
    """Return what was read of the file, as it was noted."""
    plain: dict[str, Any] = json.loads(training_import.summary)
    return plain


def names_of(training_import: TrainingImport) -> list[SourceName]:
    return [SourceName(*each) for each in summary_of(training_import)["names"]]


def notices_of(training_import: TrainingImport) -> list[Notice]:
    """Return the notices of the preview, by line."""
    return [
        Notice(code=code, gravity=Gravity(gravity), line=line, values=values)
        for code, gravity, line, values in summary_of(training_import)["notices"]
    ]


def questions_of(training_import: TrainingImport) -> list[Question]:
    """Return what the file leaves open, answered or not."""
    return [
        Question(
            kind=QuestionKind(each["kind"]),
            proposal=each["proposal"],
            names=tuple(each["names"]),
            guesses={header: Meaning(word) for header, word in each["guesses"].items()},
            samples={header: tuple(some) for header, some in each["samples"].items()},
            line=each["line"],
            is_answered=each["is_answered"],
        )
        for each in summary_of(training_import)["questions"]
    ]


def asked_of(training_import: TrainingImport) -> FileAnswers:
    """Return what the athlete said about the file."""
    plain = json.loads(training_import.asked)
    columns = plain.get("columns")
    body_mass = plain.get("body_mass")
    return FileAnswers(
        Answers(
            unit=WeightUnit(plain["unit"]) if plain.get("unit") else None,
            date_order=DateOrder(plain["date_order"]) if plain.get("date_order") else None,
            body_mass=None if body_mass is None else frozenset(body_mass),
            columns=None
            if columns is None
            else {header: Meaning(word) for header, word in columns.items()},
        ),
        plain.get("zone"),
    )


def is_ready(training_import: TrainingImport) -> bool:
    """Return whether nothing is left to be asked."""
    zone = asked_of(training_import).zone
    return all(
        each.is_answered or (each.kind is QuestionKind.ZONE and zone is not None)
        for each in questions_of(training_import)
    )
