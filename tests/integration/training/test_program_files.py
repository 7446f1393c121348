"""A program as a file: what it holds, and what becomes of it in another account."""

import io
import json
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage

from project.enums import DayKind
from project.models import ExerciseDefinition, Program, User, Workout
from tests.support.exports import archive_of, data_of, training_of
from tests.support.http import Page, Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def program(make: Make, alice: User) -> Program:
    push = make.exercise(owner=alice, title="Liegestütze", pinned_note="Mein Geheimnis")
    make.exercise(owner=alice, title="Anderes")
    template = make.workout(
        athlete=alice, title="Drücken", exercises=[(push, [("Knie", 8)])], is_template=True
    )
    make.workout(athlete=alice, title="Abends", exercises=[(push, [("Voll", 3)])])
    make.program(owner=alice, title="Ein anderes")
    return make.program(owner=alice, days=[template, DayKind.REST], title="Im Park", weeks=8)


def file_of(site: Site, owner: User, program: Program) -> bytes:
    answer = site.sign_in(owner).client.get(f"/program/{program.id}/file")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert f"program-{program.id}.json" in answer.headers["Content-Disposition"]
    content: bytes = answer.data
    return content


def upload(site: Site, content: bytes, *, status: int = 200) -> Page:
    page = site.open("/programs/upload")
    file = FileStorage(io.BytesIO(content), "program.json")
    return site.submit(page, {"file": file}, action="/programs/upload", status=status)


def test_the_file_holds_the_program_and_nothing_of_its_athlete(
    site: Site, make: Make, alice: User, program: Program
) -> None:
    content = file_of(site, alice, program)
    data = json.loads(content)
    whole = data_of(archive_of(make, alice))
    assert data.keys() <= whole.keys()
    assert [row["title"] for row in data["programs"]] == ["Im Park"]
    assert [row["title"] for row in data["workout"]] == ["Drücken"]
    assert [row["title"] for row in data["exercises"]] == ["Liegestütze"]
    for hidden in ("alice", "Geheimnis", "Abends", "Anderes"):
        assert hidden not in content.decode(), hidden


def test_it_comes_into_another_account_whole(
    site: Site, make: Make, alice: User, bob: User, program: Program
) -> None:
    content = file_of(site, alice, program)
    page = upload(site.sign_in(bob), content)
    assert page.path.endswith("/start")
    before, after = (training_of(json.loads(content)), training_of(data_of(archive_of(make, bob))))
    for table in ("program_days", "exercise_sets"):
        assert after[table] == before[table]
    (row,) = after["programs"]
    assert (row["title"], row["weeks"], row["visibility"]) == ("Im Park", 8, "private")
    assert [each["title"] for each in after["workout"]] == ["Drücken"]


def test_exercises_that_are_there_are_used(
    site: Site, make: Make, alice: User, bob: User, program: Program
) -> None:
    make.exercise(owner=bob, title="liegestütze")
    content = file_of(site, alice, program)
    upload(site.sign_in(bob), content)
    assert make.count(ExerciseDefinition, user_id=bob.id) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"programs": []}, "kein Programm"),
        ({"programs": 2}, "mehr als ein Programm"),
        ({"program_days": [{"id": 1}]}, "„program_id“"),
        ({"format": 99}, "neueren Version"),
    ],
)
def test_another_file_is_refused_and_nothing_is_stored(
    site: Site, make: Make, program: Program, change: Any, message: str
) -> None:
    bob = make.user()
    with make.session() as session:
        owner = session.get_one(User, program.user_id)
    data = json.loads(file_of(site, owner, program))
    if change == {"programs": 2}:
        data["programs"].append({**data["programs"][0], "id": 999})
    else:
        data |= change
    page = upload(site.sign_in(bob), json.dumps(data).encode(), status=422)
    assert message in page.error("file")
    assert make.count(Program, user_id=bob.id) == 0
    assert make.count(Workout, user_id=bob.id) == 0


def test_the_file_of_somebody_elses_program_is_not_found(
    site: Site, program: Program, bob: User
) -> None:
    site.sign_in(bob).open(f"/program/{program.id}/file", status=404)
