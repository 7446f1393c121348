"""How long a workout took: forgotten ones end by themselves, doubtful lengths wait for a word."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from project.models import User, Workout, utc_now
from project.queries.training import training_load
from project.rules.account.days import Calendar
from tests.support.http import Site
from tests.support.make import Make
from tests.support.phone import Phone, start

pytestmark = pytest.mark.integration

HOUR = timedelta(hours=1)


def minutes(make: Make, athlete: User) -> list[int | None]:
    """Return the lengths that count for the load."""
    with make.session():
        since = utc_now().date() - timedelta(days=400)
        calendar = Calendar("UTC")
        return [each.minutes for each in training_load.workouts_since(athlete.id, since, calendar)]


def stay(make: Make, workout: Workout, *, began: timedelta, last_set: timedelta | None) -> None:
    """Let the workout have begun, and its last set have been done, so long ago."""
    now = utc_now()
    with make.session() as session:
        session.execute(
            update(Workout)
            .where(Workout.id == workout.id)
            .values(
                timestamp=now - began,
                started_at=now - began,
                last_set_at=None if last_set is None else now - last_set,
                updated_at=now - (last_set or began),
            )
        )


@pytest.fixture
def forgotten(make: Make, alice: User) -> Workout:
    """A workout that runs, with one set of an exercise with two minutes of rest."""
    exercise = make.exercise(owner=alice, levels=["Voll"], rest_seconds=120)
    return make.workout(
        athlete=alice, exercises=[(exercise, [("Voll", 5)])], is_running=True, title="Abend"
    )


@pytest.mark.parametrize("knows_sets", [True, False])
def test_a_forgotten_workout_ends_after_its_last_set(
    site: Site, make: Make, alice: User, forgotten: Workout, knows_sets: bool
) -> None:
    stay(make, forgotten, began=35 * HOUR, last_set=34 * HOUR)
    if not knows_sets:  # it began before the update
        forget = update(Workout).values(last_set_at=None, updated_at=Workout.updated_at)
        with make.session() as session:
            session.execute(forget)
    page = site.sign_in(alice).open(f"/workout/{forgotten.id}/finish")
    assert "Dein letzter Satz ist lange her" in page.text
    site.submit(page, {"effort": "7"})
    kept = make.fresh(forgotten)
    assert kept is not None
    assert kept.finished_at is not None
    assert kept.started_at is not None
    assert kept.finished_at - kept.started_at == pytest.approx(
        HOUR + timedelta(minutes=2), abs=timedelta(minutes=1)
    )
    assert minutes(make, alice) == [62]


def test_a_workout_in_use_ends_now(site: Site, make: Make, alice: User, forgotten: Workout) -> None:
    stay(make, forgotten, began=3 * HOUR, last_set=HOUR)
    page = site.sign_in(alice).open(f"/workout/{forgotten.id}/finish")
    assert "lange her" not in page.text
    site.submit(page)
    assert minutes(make, alice) == [180]


def test_a_set_that_comes_says_when_the_last_one_was(site: Site, make: Make, alice: User) -> None:
    exercise = make.exercise(owner=alice, levels=["Voll"])
    template = make.workout(athlete=alice, exercises=[(exercise, [("Voll", 5)])], is_template=True)
    workout = start(make, alice, template)
    phone = Phone(site.sign_in(alice), workout.id)
    phone.load()
    before = make.fresh(workout)
    assert before is not None
    assert before.last_set_at is None
    phone.check(phone.exercise(), phone.rows()[0])
    after = make.fresh(workout)
    assert after is not None
    assert after.last_set_at is not None
    assert utc_now() - after.last_set_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("took", "confirmed", "counted"),
    [
        (4 * HOUR, False, 240),
        (4 * HOUR + timedelta(minutes=1), False, None),
        (35 * HOUR, False, None),
        (-HOUR, False, None),
        (6 * HOUR, True, 360),
    ],
)
def test_a_doubtful_length_counts_only_once_it_is_confirmed(
    make: Make, alice: User, took: timedelta, confirmed: bool, counted: int | None
) -> None:
    began = utc_now() - 40 * HOUR
    make.workout(
        athlete=alice,
        timestamp=began,
        started_at=began,
        finished_at=began + took,
        length_confirmed=confirmed,
        effort=7,
    )
    assert minutes(make, alice) == [counted]


def test_start_and_end_are_confirmed_and_changed(site: Site, make: Make, alice: User) -> None:
    began = datetime(2026, 9, 1, 16, 0, 20, tzinfo=UTC)
    workout = make.workout(
        athlete=alice, timestamp=began, started_at=began, finished_at=began + 6 * HOUR
    )
    page = site.sign_in(alice).open(f"/workout/{workout.id}")
    assert "zählt es nicht für deine Belastung" in page.text
    form = site.open(f"/workout/{workout.id}/length")
    assert (form.value("began"), form.value("ended")) == ("2026-09-01T18:00", "2026-09-02T00:00")
    page = site.submit(form)
    assert page.flashes() == ["Start und Ende gespeichert."]
    assert "zählt es nicht" not in page.text
    assert minutes(make, alice) == [360]
    site.submit(form, {"began": "2026-09-01T17:30", "ended": "2026-09-01T18:15"})
    assert minutes(make, alice) == [45]
    kept = make.fresh(workout)
    assert kept is not None
    assert kept.timestamp == kept.started_at == datetime(2026, 9, 1, 15, 30, tzinfo=UTC)


def test_a_workout_written_by_hand_may_have_a_length(site: Site, make: Make, alice: User) -> None:
    workout = make.workout(athlete=alice, timestamp=datetime(2026, 9, 1, 16, tzinfo=UTC))
    assert minutes(make, alice) == [None]
    form = site.sign_in(alice).open(f"/workout/{workout.id}/length")
    site.submit(form, {"ended": "2026-09-01T19:00"})
    assert minutes(make, alice) == [60]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("ended", "2026-09-01T17:59"),
        ("ended", "2026-09-03T18:00"),
        ("ended", "morgen"),
        ("began", "1950-01-01T00:00"),
        ("began", "2999-01-01T00:00"),
    ],
)
def test_a_length_that_cannot_be_is_refused(
    site: Site, make: Make, alice: User, field: str, typed: str
) -> None:
    began = datetime(2026, 9, 1, 16, 0, tzinfo=UTC)
    workout = make.workout(
        athlete=alice, timestamp=began, started_at=began, finished_at=began + HOUR
    )
    form = site.sign_in(alice).open(f"/workout/{workout.id}/length")
    page = site.submit(form, {field: typed}, status=422)
    assert page.error(field) != ""
    assert minutes(make, alice) == [60]
    kept = make.fresh(workout)
    assert kept is not None
    assert not kept.length_confirmed


def test_a_running_workout_has_no_length_yet(site: Site, alice: User, forgotten: Workout) -> None:
    site.sign_in(alice).open(f"/workout/{forgotten.id}/length", status=404)


def test_starting_anew_proposes_to_end_what_was_forgotten(
    site: Site, make: Make, alice: User, forgotten: Workout
) -> None:
    stay(make, forgotten, began=35 * HOUR, last_set=34 * HOUR)
    page = site.sign_in(alice).post("/workout/start")
    assert page.path == f"/workout/{forgotten.id}/finish"
    assert page.flashes() == ["Dieses Training läuft noch. Beende oder verwirf es zuerst."]
    site.submit(page)
    assert minutes(make, alice) == [62]
    assert site.post("/workout/start").path.endswith("/log")


def test_a_workout_that_is_moved_keeps_its_length(site: Site, make: Make, alice: User) -> None:
    began = datetime(2026, 9, 1, 16, 0, tzinfo=UTC)
    exercise = make.exercise(owner=alice, levels=["Voll"])
    workout = make.workout(
        athlete=alice,
        exercises=[(exercise, [("Voll", 5)])],
        timestamp=began,
        started_at=began,
        finished_at=began + HOUR,
    )
    form = site.sign_in(alice).open(f"/workout/{workout.id}/edit")
    site.submit(form, {"timestamp": "2026-09-03T20:00"})
    kept = make.fresh(workout)
    assert kept is not None
    assert kept.started_at == datetime(2026, 9, 3, 18, 0, tzinfo=UTC)
    assert kept.finished_at == datetime(2026, 9, 3, 19, 0, tzinfo=UTC)
