"""Programs come back beside those that are there."""

import pytest
from sqlalchemy import select

from project.models import Enrolment, ProgramDay, ProgramWorkout, User
from project.rules import limits
from tests.integration.account.test_restoring import sample, written
from tests.support.exports import archive_of, data_of, restore, run_a_program, training_of
from tests.support.http import Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]


def test_a_fourth_program_at_a_time_comes_back_as_one_that_has_ended(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    for slot in (1, 2, 3):
        run_a_program(make, bob, slot=slot, title=f"Programm {slot}")
    page = restore(site.sign_in(bob), written(sample(make, alice)), name="daten.json")
    assert page.flashes() == ["Wiederhergestellt: 1 Übung, 1 Training, 0 Vorlagen, 1 Programm."]
    after = data_of(archive_of(make, bob))
    assert [row["title"] for row in after["programs"]][-1] == "Im Park"
    assert [row["ended_at"] is None for row in after["enrolments"]] == [True, True, True, False]


def test_what_was_done_since_comes_along_into_a_program_that_is_here(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    restore(site.sign_in(bob), written(sample(make, alice)), name="daten.json")
    with make.session() as session:
        runs = session.scalars(select(Enrolment).where(Enrolment.user_id == alice.id)).one()
        number, program_id = runs.id, runs.program_id
        day = session.scalars(select(ProgramDay).where(ProgramDay.program_id == program_id)).all()
        later = make.workout(athlete=alice, title="Zwei")
        session.add(
            ProgramWorkout(workout_id=later.id, enrolment_id=number, program_day_id=day[1].id)
        )
    page = restore(site, archive_of(make, alice))
    assert page.flashes()[0].startswith("Wiederhergestellt: 0 Übungen, 1 Training, 0 Vorlagen.")
    first, second = (training_of(data_of(archive_of(make, each))) for each in (alice, bob))
    assert len(second["program_workouts"]) == 1
    for table in ("programs", "program_days", "enrolments", "enrolment_steps", "program_workouts"):
        assert second[table] == first[table]


def test_no_more_programs_come_back_than_an_athlete_may_have(
    site: Site, make: Make, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = written(sample(make, alice))
    run_a_program(make, bob)
    monkeypatch.setattr(limits, "MAX_OWN_PROGRAMS", 1)
    page = restore(site.sign_in(bob), archive, name="daten.json", status=422)
    assert "Mehr als 1 Programme gehen nicht." in page.error("file")
