"""How long a workout took: forgotten ones end by themselves, doubtful lengths wait for a word."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import update

from project.models import ExerciseDefinition, User, Workout, utc_now
from project.queries.training.training_weeks import training_weeks
from project.rules.account.days import Calendar
from project.rules.training.lengths import Length
from tests.support.editor import press
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.phone import Phone, start

pytestmark = pytest.mark.integration

HOUR = timedelta(hours=1)


def minutes(make: Make, athlete: User) -> list[int | None]:
    """Return the lengths that count for the load."""
    with make.session():
        since = utc_now().date() - timedelta(days=400)
        calendar = Calendar("UTC")
        found = training_weeks(athlete.id, calendar, rated_since=since)
        return [each.minutes for each in found.sessions]


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


def write_up(site: Site, push: ExerciseDefinition, status: int = 200, **fields: str) -> Page:
    page = press(site, site.open("/add_workout"), f"add:{push.id}")
    return site.submit(
        page, {"reps1": "9", "planned": "done", **fields}, action="/add_workout", status=status
    )


def lengths(make: Make) -> list[Length]:
    with make.session() as session:
        found = session.query(Workout).order_by(Workout.id).all()
        return [
            Length(each.started_at, each.finished_at, each.paused, each.length_confirmed)
            for each in found
        ]


def test_pauses_are_taken_from_the_length(site: Site, make: Make, alice: User) -> None:
    began = datetime(2026, 9, 1, 16, 0, 20, tzinfo=UTC)
    columns: dict[str, Any] = {
        "timestamp": began,
        "started_at": began,
        "finished_at": began + 5 * HOUR,
    }
    workout = make.workout(athlete=alice, effort=7, **columns)
    assert minutes(make, alice) == [None]
    form = site.sign_in(alice).open(f"/workout/{workout.id}/length")
    page = site.submit(form, {"paused": "90"})
    assert minutes(make, alice) == [210]
    assert "210 min" in page.text
    form = site.open(f"/workout/{workout.id}/length")
    assert form.value("paused") == "90"
    page = site.submit(form, {"paused": "301"}, status=422)
    assert page.error("paused") == "Die Pausen sind länger als das Training."
    page = site.submit(form, {"paused": "-5"}, status=422)
    assert page.error("paused") == "Ganze Minuten, höchstens 1440."
    assert minutes(make, alice) == [210]


def test_a_plausible_length_is_what_is_left_without_the_pauses(make: Make, alice: User) -> None:
    began = utc_now() - 40 * HOUR
    columns: dict[str, Any] = {
        "timestamp": began,
        "started_at": began,
        "finished_at": began + 5 * HOUR,
    }
    make.workout(athlete=alice, paused=3600, **columns)
    make.workout(athlete=alice, paused=6 * 3600, **columns)
    assert minutes(make, alice) == [240, None]


def test_a_workout_that_is_written_up_says_how_long_it_took(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    site.sign_in(alice)
    form = site.open("/add_workout")
    assert form.value("minutes") == ""
    write_up(site, push)
    write_up(site, push, minutes="50")
    write_up(site, push, minutes="300", paused="15")
    assert minutes(make, alice) == [None, 50, 300]
    page = write_up(site, push, minutes="eine Stunde", status=422)
    assert page.error("minutes") == "Ganze Minuten, höchstens 1440."
    page = write_up(site, push, paused="15", status=422)
    assert (
        page.error("paused")
        == "Eine Pause zählt nur, wenn du auch sagst, wie lang das Training war."
    )


def test_the_editor_shows_the_end_and_changes_it(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    began = datetime(2026, 9, 1, 16, 0, 20, tzinfo=UTC)
    workout = make.workout(
        athlete=alice,
        exercises=[(push, [("Knie", 8)])],
        timestamp=began,
        started_at=began,
        finished_at=began + 6 * HOUR,
    )
    url = f"/workout/{workout.id}/edit"
    form = site.sign_in(alice).open(url)
    assert (form.value("timestamp"), form.value("ended"), form.value("paused")) == (
        "2026-09-01T18:00",
        "2026-09-02T00:00",
        "",
    )
    site.submit(form, {"note": "warm"})
    assert lengths(make) == [Length(began, began + 6 * HOUR)]  # nobody spoke of it
    site.submit(site.open(url), {"timestamp": "2026-09-01T17:00"})
    began = datetime(2026, 9, 1, 15, tzinfo=UTC)
    assert lengths(make) == [Length(began, began + 6 * HOUR)]
    site.submit(site.open(url), {"timestamp": "2026-09-01T16:00", "paused": "30"})
    began -= HOUR
    assert lengths(make) == [Length(began, began + 6 * HOUR, 1800, is_confirmed=True)]
    site.submit(site.open(url), {"ended": "2026-09-01T17:00", "paused": ""})
    assert minutes(make, alice) == [60]
    page = site.submit(site.open(url), {"ended": "2026-09-01T15:00"}, status=422)
    assert page.error("ended") == "Das Ende liegt nach dem Start, höchstens einen Tag."
    site.submit(site.open(url), {"ended": ""})
    assert lengths(make) == [Length(None, None)]
    site.submit(site.open(url), {"ended": "2026-09-01T16:45"})
    assert minutes(make, alice) == [45]


def test_an_editor_that_says_nothing_of_the_length_leaves_it(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    began = datetime(2026, 9, 1, 16, 0, tzinfo=UTC)
    workout = make.workout(
        athlete=alice,
        exercises=[(push, [("Knie", 8)])],
        timestamp=began,
        started_at=began,
        finished_at=began + HOUR,
        paused=600,
    )
    form = site.sign_in(alice).open(f"/workout/{workout.id}/edit")
    fields = dict.fromkeys(("ended", "ended_shown", "paused", "minutes"))
    site.submit(form, {**fields, "wtitle": "Neu"})
    assert lengths(make) == [Length(began, began + HOUR, 600)]


def test_a_running_workout_has_no_end_in_the_editor(
    site: Site, alice: User, forgotten: Workout
) -> None:
    form = site.sign_in(alice).open(f"/workout/{forgotten.id}/edit")
    assert not form.html.select('[name="ended"], [name="paused"], [name="minutes"]')


def test_the_end_of_a_workout_is_shown_and_changed_when_it_is_finished(
    site: Site, make: Make, alice: User, forgotten: Workout
) -> None:
    stay(make, forgotten, began=7 * HOUR, last_set=HOUR)
    form = site.sign_in(alice).open(f"/workout/{forgotten.id}/finish")
    page = site.submit(form, {"paused": "500"}, status=422)
    assert page.error("paused") == "Die Pausen sind länger als das Training."
    page = site.submit(form, {"ended": "irgendwann"}, status=422)
    assert page.error("ended") != ""
    began = datetime.fromisoformat(form.value("began")) + HOUR
    site.submit(form, {"began": f"{began:%Y-%m-%dT%H:%M}", "paused": "60"})
    (length,) = lengths(make)
    assert length.is_confirmed
    assert minutes(make, alice)[0] == pytest.approx(5 * 60, abs=1)
    kept = make.fresh(forgotten)
    assert kept is not None
    assert kept.timestamp == kept.started_at


def test_the_logger_says_how_long_it_goes_on(
    site: Site, make: Make, alice: User, forgotten: Workout
) -> None:
    with time_machine.travel(utc_now(), tick=False):
        stay(make, forgotten, began=timedelta(minutes=42, seconds=7), last_set=None)
        page = site.sign_in(alice).open(f"/workout/{forgotten.id}/log")
    (clock,) = page.html.select('[data-part="elapsed"]')
    assert clock.get_text() == "42:07"
    assert (clock["role"], clock["aria-live"]) == ("timer", "off")
    assert clock["data-shown"] == "2527"
    assert "lange her" not in page.text


def test_the_logger_proposes_to_end_what_was_forgotten(
    site: Site, make: Make, alice: User, forgotten: Workout
) -> None:
    stay(make, forgotten, began=35 * HOUR, last_set=34 * HOUR)
    page = site.sign_in(alice).open(f"/workout/{forgotten.id}/log")
    assert "Das Training war wohl am" in page.text
    (clock,) = page.html.select('[data-part="elapsed"]')
    assert clock.get_text().startswith("62:0")  # an hour, and two minutes of rest
    assert "data-since" not in clock.attrs
    (finish,) = page.html.select(".log-over a")
    assert finish["href"] == f"/workout/{forgotten.id}/finish"


def test_a_length_that_nobody_spoke_of_stays_doubtful(
    site: Site, make: Make, alice: User, forgotten: Workout
) -> None:
    stay(make, forgotten, began=7 * HOUR, last_set=HOUR)
    page = site.submit(site.sign_in(alice).open(f"/workout/{forgotten.id}/finish"))
    assert "zählt es nicht für deine Belastung" in page.text
    assert minutes(make, alice) == [None]
