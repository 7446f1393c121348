"""An athlete's export as a test looks at it, and restoring one through the page."""

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from project.extensions import db
from project.models import (
    Enrolment,
    EnrolmentPause,
    EnrolmentStep,
    Program,
    ProgramDay,
    ProgramWorkout,
    ProgressionLevel,
    User,
    Workout,
    utc_now,
)
from project.rules.training.records import RecordKind
from project.services.account.picture_store import PictureFolder
from project.services.site.export import write_archive
from tests.support.http import Page, Site
from tests.support.make import Make

# What belongs to the account and not to its training, and what the site alone knows.
_OF_THE_ACCOUNT = {
    "user", "given_up_name", "user_session", "followers", "block", "message", "notification",
    "email_outbox", "exercise_copies", "training_imports", "imported_workouts", "import_names",
    "import_columns",
}  # fmt: skip
_OF_THE_MOMENT = {"created_at", "updated_at", "version", "date_created"}
_POINTS_AT = {
    "workout_id": "workout",
    "template_id": "workout",
    "exercise_id": "exercise",
    "exercise_definition_id": "exercises",
    "progression_level_id": "progression_levels",
    "from_level_id": "progression_levels",
    "to_level_id": "progression_levels",
    "goal_level_id": "progression_levels",
    "program_id": "programs",
    "program_day_id": "program_days",
    "enrolment_id": "enrolments",
}


def archive_of(make: Make, athlete: User) -> bytes:
    """Return the athlete's ZIP."""
    file = io.BytesIO()
    with make.session() as session, tempfile.TemporaryDirectory() as folder:
        write_archive(session.get_one(User, athlete.id), file, PictureFolder(Path(folder)))
    return file.getvalue()


def data_of(archive: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        found: dict[str, Any] = json.loads(file.read("daten.json"))
    return found


def training_of(data: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the training of an export without ids and dates of creation.

    A row is known by its place in its table, and so is what points at it.
    """
    tables = {
        name: rows
        for name, rows in data.items()
        if isinstance(rows, list) and name not in _OF_THE_ACCOUNT
    }
    places = {
        name: {row["id"]: place for place, row in enumerate(rows) if "id" in row}
        for name, rows in tables.items()
    }
    return {name: [_plain(row, places) for row in rows] for name, rows in tables.items()}


def _plain(row: Mapping[str, Any], places: Mapping[str, Mapping[int, int]]) -> dict[str, Any]:
    plain = {
        name: value for name, value in row.items() if name != "id" and name not in _OF_THE_MOMENT
    }
    for name, table in _POINTS_AT.items():
        if plain.get(name) is not None:
            plain[name] = places[table][plain[name]]
    if "evidence" in plain:
        sessions = json.loads(plain["evidence"])
        plain["evidence"] = [
            {**each, "workout": places["workout"].get(each["workout"])} for each in sessions
        ]
    if "summary" in plain:
        plain["summary"] = _overview(json.loads(plain["summary"]), places)
    return plain


def _overview(summary: dict[str, Any], places: Mapping[str, Mapping[int, int]]) -> dict[str, Any]:
    """Return what a ladder's page sums up; rows of sessions and records begin with their workout."""
    levels, workouts = places["progression_levels"], places["workout"]
    summary["names"] = [[levels[number], name] for number, name in summary["names"]]
    summary["sessions"] = sorted([levels[number], count] for number, count in summary["sessions"])
    if summary["level"] is not None:
        summary["level"][0] = levels[summary["level"][0]]
    if summary["proposal"] is not None:
        kind, *ids, evidence = summary["proposal"]
        ids = [each and levels[each] for each in ids]
        summary["proposal"] = [kind, *ids, [[workouts[row[0]], *row[1:]] for row in evidence]]
    if summary["aim"] is not None:
        values, reason, evidence, *rest = summary["aim"]
        summary["aim"] = [values, reason, [[workouts[row[0]], *row[1:]] for row in evidence], *rest]
    summary["records"] = [_record(row, levels, workouts) for row in summary["records"]]
    return summary


def _record(row: list[Any], levels: Mapping[int, int], workouts: Mapping[int, int]) -> list[Any]:
    kind, level, workout, at, value, previous = row
    if kind == RecordKind.HARDEST_MET and previous is not None:
        previous = levels[previous]  # the hardest level before
    return [kind, levels[level], workouts[workout], at, value, previous]


def restore(site: Site, content: bytes, *, name: str = "daten.zip", status: int = 200) -> Page:
    """Send a file through the page; encoded here, as the client leaves files open."""
    page = site.open("/auth/restore")
    values = {
        "csrf_token": page.value("csrf_token"),
        "file": FileStorage(io.BytesIO(content), name),
    }
    boundary, body = encode_multipart(values)
    response = site.client.post(
        "/auth/restore",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
        follow_redirects=True,
    )
    assert response.status_code == status, response.get_data(as_text=True)
    return Page(response)


def run_a_program(make: Make, athlete: User, *, slot: int = 1, title: str = "Im Park") -> Program:
    """A program of two days that runs, with a day left out and a pause."""
    with make.session() as session:
        program = Program(
            user_id=athlete.id,
            title=title,
            days_a_week=2,
            days=[ProgramDay(day_order=1, title="A"), ProgramDay(day_order=2, title="B")],
        )
        session.add(program)
        session.flush()
        runs = Enrolment(
            user_id=athlete.id, program_id=program.id, running_program_id=program.id, slot=slot
        )
        session.add(runs)
        session.flush()
        day = program.days[0]
        session.add(EnrolmentStep(enrolment_id=runs.id, program_day_id=day.id, kind="skipped"))
        session.add(
            EnrolmentPause(
                enrolment_id=runs.id, open_enrolment_id=runs.id, began_on=utc_now().date()
            )
        )
    return program


def follow_a_program(
    anna: User, template: Workout, done: list[Workout], goal: ProgressionLevel
) -> None:
    """One that ended and started again, with everything that a program may have."""
    session = db.session
    program = Program(
        user_id=anna.id,
        title="Im Park",
        description="Bei jedem Wetter.",
        days_a_week=3,
        focus="pull",
        weeks=8,
        deload_every=4,
        goal_level_id=goal.id,
        visibility="followers",
        source="park",
        days=[
            ProgramDay(day_order=1, title="Ziehen", template_id=template.id),
            ProgramDay(day_order=2, title="Ruhe", kind="rest", is_optional=True),
        ],
    )
    session.add(program)
    session.flush()
    first, second = program.days
    now = utc_now()
    ended = Enrolment(
        user_id=anna.id,
        program_id=program.id,
        started_at=now - timedelta(days=90),
        ended_at=now - timedelta(days=30),
    )
    runs = Enrolment(
        user_id=anna.id,
        program_id=program.id,
        running_program_id=program.id,
        slot=2,
        weekdays="135",
        started_at=now - timedelta(days=20),
        deload_from=now.date(),
        deload_until=now.date() + timedelta(days=6),
    )
    session.add_all([ended, runs])
    session.flush()
    session.add_all(
        [
            EnrolmentStep(enrolment_id=runs.id, program_day_id=second.id, kind="skipped"),
            EnrolmentPause(
                enrolment_id=runs.id,
                began_on=now.date() - timedelta(days=9),
                ended_on=now.date() - timedelta(days=5),
            ),
            EnrolmentPause(enrolment_id=runs.id, open_enrolment_id=runs.id, began_on=now.date()),
            ProgramWorkout(workout_id=done[1].id, enrolment_id=ended.id, program_day_id=first.id),
            ProgramWorkout(workout_id=done[2].id, enrolment_id=runs.id),
        ]
    )
    done[2].is_deload = True
