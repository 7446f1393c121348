"""What was taken along comes back, once, into whatever account."""

import io
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from project.enums import CountingType
from project.extensions import db
from project.models import (
    Exercise,
    ExerciseDefinition,
    ProgressionDecision,
    ProgressionForecast,
    ProgressionLevel,
    Set,
    User,
    Workout,
    utc_now,
)
from project.rules import limits
from project.services.site import demo
from project.services.training.placement import place
from project.services.training.progression_upkeep import rebuild
from tests.support.exports import (
    archive_of,
    data_of,
    follow_a_program,
    restore,
    run_a_program,
    training_of,
)
from tests.support.http import Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

NOTHING_NEW = "Aus dem Export ist schon alles da. Es kam nichts dazu."


@pytest.fixture
def anna(make: Make) -> User:
    """The busiest athlete of the demo, with everything that the demo has not."""
    with make.session() as session:
        anna = next(each for each in demo.fill(session, "!", utc_now()) if each.username == "anna")
        first, second, *_ = session.scalars(
            select(ExerciseDefinition)
            .where(ExerciseDefinition.user_id == anna.id)
            .order_by(ExerciseDefinition.id)
        )
        session.flush()
        _dress(anna, first, second)
    return anna


def _dress(anna: User, first: ExerciseDefinition, second: ExerciseDefinition) -> None:
    session = db.session
    levels = list(
        session.scalars(
            select(ProgressionLevel)
            .where(ProgressionLevel.exercise_definition_id == first.id)
            .order_by(ProgressionLevel.level_order)
        )
    )
    levels[0].link = "https://example.org/knie"
    levels[0].goal_value = 12
    first.pinned_note = "Ellbogen eng"
    first.rest_seconds = 150
    first.goal_sessions = 3
    first.tracks_load = first.tracks_rir = True
    second.archived = True
    second.on_profile = True
    workouts = list(
        session.scalars(select(Workout).where(Workout.user_id == anna.id).order_by(Workout.id))
    )
    template = next(each for each in workouts if each.is_template)
    done = [each for each in workouts if not each.is_template]
    done[0].template_id = template.id
    done[0].title = ""
    done[0].note = "Im Regen.\nMit Wind."
    done[1].timezone = "Asia/Tokyo"
    done[1].paused = 300
    done[2].length_confirmed = True
    row = session.scalars(select(Exercise).where(Exercise.workout_id == done[0].id)).first()
    assert row is not None
    row.note, row.superset, row.alternation = "=links zuerst", 1, 1
    one = session.scalars(select(Set).where(Set.exercise_id == row.id)).first()
    assert one is not None
    one.load_kg, one.rir, one.side = Decimal("-12.50"), 2, "left"
    session.add(
        Workout(
            title="Morgen",
            timestamp=utc_now() + timedelta(days=3),
            user_id=anna.id,
            is_template=True,
            is_planned=True,
            visibility="private",
        )
    )
    session.add(
        ProgressionForecast(
            progression_level_id=levels[1].id,
            made_on=(utc_now() - timedelta(days=200)).date(),
            weeks_from=1,
            weeks_to=2,
            outcome="missed",
            judged_on=(utc_now() - timedelta(days=100)).date(),
        )
    )
    session.add(
        ProgressionDecision(
            user_id=anna.id,
            exercise_definition_id=first.id,
            kind="advance",
            answer="declined",
            from_level_id=levels[0].id,
            from_name="wie sie damals hieß",
            to_level_id=levels[1].id,
            to_name=levels[1].name,
            evidence=json.dumps(
                [{"workout": done[3].id, "at": done[3].timestamp.isoformat(), "values": [8, 8]}]
            ),
            decided_at=utc_now() - timedelta(days=40),
            undone_at=utc_now() - timedelta(days=39),
        )
    )
    follow_a_program(anna, template, done, levels[2])
    session.flush()
    session.add_all(place(anna, {first.id: levels[2].id}))
    session.flush()
    rebuild(anna)


def test_the_round_trip_brings_everything_into_a_new_account(
    site: Site, make: Make, anna: User, bob: User
) -> None:
    archive = archive_of(make, anna)
    page = restore(site.sign_in(bob), archive)
    (said,) = page.flashes()
    assert said.startswith("Wiederhergestellt: 5 Übungen, ")
    assert "schon da" not in said
    before, after = data_of(archive), data_of(archive_of(make, bob))
    expected = training_of(before)
    assert len(expected["workout"]) > 20
    assert {each["kind"] for each in expected["progression_decisions"]} == {"advance", "placed"}
    assert training_of(after) == expected
    first = {row["id"] for row in before["workout"]}
    assert not first & {row["id"] for row in after["workout"]}


def test_a_second_time_adds_nothing(site: Site, make: Make, anna: User, bob: User) -> None:
    archive = archive_of(make, anna)
    restore(site.sign_in(bob), archive)
    first = data_of(archive_of(make, bob))
    assert restore(site, archive).flashes() == [NOTHING_NEW]
    second = data_of(archive_of(make, bob))
    assert training_of(second) == training_of(first)


def test_into_the_account_it_comes_from_it_adds_nothing(site: Site, make: Make, anna: User) -> None:
    archive = archive_of(make, anna)
    assert restore(site.sign_in(anna), archive).flashes() == [NOTHING_NEW]
    assert training_of(data_of(archive_of(make, anna))) == training_of(data_of(archive))


def ladder(make: Make, athlete: User, title: str) -> list[str]:
    with make.session() as session:
        rows = session.scalars(
            select(ProgressionLevel.name)
            .join(ExerciseDefinition)
            .where(ExerciseDefinition.user_id == athlete.id, ExerciseDefinition.title == title)
            .order_by(ProgressionLevel.level_order)
        )
        return list(rows)


def titles(make: Make, athlete: User) -> list[str]:
    with make.session() as session:
        rows = session.scalars(
            select(ExerciseDefinition.title)
            .where(ExerciseDefinition.user_id == athlete.id)
            .order_by(ExerciseDefinition.title_sort)
        )
        return list(rows)


def test_what_is_here_stays_and_a_ladder_takes_the_levels_it_lacks(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    pull = make.exercise(
        owner=alice, title="Klimmzug", levels=["Negativ", "Band", "Voll", "Archer"]
    )
    make.workout(athlete=alice, exercises=[(pull, [("Band", 5), ("Voll", 2)])])
    own = make.exercise(
        owner=bob, title="KLIMMZUG", levels=["Hang", "Voll", "Einarmig"], description="meins"
    )
    make.workout(athlete=bob, exercises=[(own, [("Voll", 9)])])
    page = restore(site.sign_in(bob), archive_of(make, alice))
    assert page.flashes() == ["Wiederhergestellt: 0 Übungen, 1 Training, 0 Vorlagen."]
    assert ladder(make, bob, "KLIMMZUG") == ["Band", "Hang", "Voll", "Einarmig"]
    stored = make.fresh(own)
    assert stored is not None
    assert (stored.description, stored.search_text) == (
        "meins",
        "klimmzug\nband\nhang\nvoll\neinarmig",
    )
    assert make.count(Exercise, exercise_definition_id=own.id) == 2


def test_a_ladder_nobody_trained_takes_all_levels(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    make.exercise(owner=alice, title="Dips", levels=["Bank", "Negativ", "Voll", "Ringe"])
    make.exercise(owner=bob, title="Dips", levels=["Bank", "Voll"])
    restore(site.sign_in(bob), archive_of(make, alice))
    assert ladder(make, bob, "Dips") == ["Bank", "Negativ", "Voll", "Ringe"]


def test_what_was_renamed_since_is_known_by_its_workouts(
    site: Site, make: Make, alice: User
) -> None:
    pull = make.exercise(owner=alice, title="Klimmzug", levels=["Knie", "Voll"])
    make.workout(athlete=alice, title="Alt", exercises=[(pull, [("Knie", 5)])])
    archive = archive_of(make, alice)
    with make.session() as session:
        session.get_one(ExerciseDefinition, pull.id).title = "Pull-up"
        session.get_one(ProgressionLevel, pull.levels[0].id).name = "Kniend"
        session.get_one(ProgressionLevel, pull.levels[1].id).name = "Gestreckt"
    assert restore(site.sign_in(alice), archive).flashes() == [NOTHING_NEW]
    assert titles(make, alice) == ["Pull-up"]
    assert ladder(make, alice, "Pull-up") == ["Kniend", "Gestreckt"]


def test_what_is_counted_in_another_way_becomes_another_exercise_once(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    plank = make.exercise(owner=alice, title="Plank", counting_type=CountingType.DURATION)
    make.workout(athlete=alice, exercises=[(plank, [("Voll", 60)])])
    make.exercise(owner=bob, title="Plank", counting_type=CountingType.REPS)
    archive = archive_of(make, alice)
    restore(site.sign_in(bob), archive)
    assert restore(site, archive).flashes() == [NOTHING_NEW]
    assert titles(make, bob) == ["Plank", "Plank (2)"]


def test_a_deleted_workout_comes_back(site: Site, make: Make, alice: User) -> None:
    pull = make.exercise(owner=alice, title="Klimmzug")
    gone = make.workout(athlete=alice, exercises=[(pull, [("Knie", 5)])])
    make.workout(athlete=alice, exercises=[(pull, [("Knie", 6)])])
    archive = archive_of(make, alice)
    with make.session() as session:
        session.delete(session.get_one(Workout, gone.id))
    page = restore(site.sign_in(alice), archive)
    (said,) = page.flashes()
    assert said.startswith("Wiederhergestellt: 0 Übungen, 1 Training, 0 Vorlagen.")
    assert said.endswith("1 Eintrag war schon da und blieb, wie er ist.")
    assert training_of(data_of(archive_of(make, alice)))["exercise_sets"] != []
    assert make.count(Workout, user_id=alice.id) == 2


def test_a_running_workout_comes_back_as_one_that_is_over(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    pull = make.exercise(owner=alice, title="Klimmzug")
    make.workout(
        athlete=alice,
        exercises=[(pull, [("Knie", 5)])],
        is_running=True,
        started_at=utc_now() - timedelta(hours=1),
        last_set_at=utc_now() - timedelta(minutes=20),
    )
    restore(site.sign_in(bob), archive_of(make, alice))
    (workout,) = data_of(archive_of(make, bob))["workout"]
    assert (workout["is_running"], workout["is_done"]) == (False, True)
    assert workout["finished_at"] == workout["last_set_at"]


def test_levels_that_left_their_ladder_keep_their_name(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    pull = make.exercise(owner=alice, title="Klimmzug", levels=["Knie", "Voll"])
    make.workout(athlete=alice, exercises=[(pull, [("Ohne Leiter", 5), ("Knie", 3)])])
    restore(site.sign_in(bob), archive_of(make, alice))
    rows = data_of(archive_of(make, bob))["exercise_sets"]
    assert [row["progression"] for row in rows] == ["Ohne Leiter", "Knie"]
    assert rows[0]["progression_level_id"] is None
    assert rows[1]["progression_level_id"] is not None


def written(data: dict[str, Any]) -> bytes:
    return json.dumps(data).encode()


def sample(make: Make, athlete: User) -> dict[str, Any]:
    pull = make.exercise(owner=athlete, title="Klimmzug", levels=["Knie", "Voll"])
    make.workout(athlete=athlete, title="Eins", exercises=[(pull, [("Knie", 5)])])
    run_a_program(make, athlete)
    return data_of(archive_of(make, athlete))


def test_ids_of_others_in_a_file_reach_nothing_of_theirs(
    site: Site, make: Make, alice: User, bob: User, charlie: User
) -> None:
    data = sample(make, alice)
    theirs = make.exercise(owner=charlie, title="Geheim", levels=["Streng"])
    hidden = make.workout(athlete=charlie, exercises=[(theirs, [("Streng", 3)])])
    data["exercise"].append({**data["exercise"][0], "id": 900, "exercise_definition_id": theirs.id})
    data["exercise"].append({**data["exercise"][0], "id": 901, "workout_id": hidden.id})
    data["exercise_sets"][0]["progression_level_id"] = theirs.levels[0].id
    data["workout"][0]["template_id"] = hidden.id
    data["user"][0]["id"] = charlie.id
    theirs_too = run_a_program(make, charlie)
    data["program_days"][0]["template_id"] = hidden.id
    data["programs"][0]["goal_level_id"] = theirs.levels[0].id
    data["program_days"].append({**data["program_days"][0], "id": 900, "program_id": theirs_too.id})
    data["program_workouts"].append(
        {"workout_id": hidden.id, "enrolment_id": data["enrolments"][0]["id"], "program_day_id": 1}
    )
    before = training_of(data_of(archive_of(make, charlie)))
    restore(site.sign_in(bob), written(data), name="daten.json")
    assert training_of(data_of(archive_of(make, charlie))) == before
    after = data_of(archive_of(make, bob))
    assert titles(make, bob) == ["Klimmzug"]
    assert len(after["exercise"]) == 1
    assert after["workout"][0]["template_id"] is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"workout": {"timestamp": "gestern"}}, "„timestamp“"),
        ({"workout": {"timestamp": "2999-01-01T00:00:00+00:00"}}, "einen Tag in der Zukunft"),
        ({"workout": {"visibility": "world"}}, "„visibility“"),
        ({"workout": {"paused": -1}}, "„paused“"),
        ({"workout": {"paused": 10**30}}, "„paused“"),
        ({"workout": {"title": "x" * 81}}, "„title“"),
        ({"workout": {"note": "\u0000"}}, "„note“"),
        ({"exercises": {"counting_type": "miles"}}, "„counting_type“"),
        ({"exercises": {"title": ""}}, "Ein Name braucht Zeichen"),
        ({"exercises": {"rest_seconds": 10**9}}, "„rest_seconds“"),
        ({"exercises": {"start_value": 9, "goal_value": 3}}, "„start_value“"),
        ({"exercises": {"archived": 1}}, "„archived“"),
        ({"progression_levels": {"link": "javascript:alert(1)"}}, "Ein Link beginnt mit https://"),
        ({"progression_levels": {"name": "Knie"}}, "Zwei Stufen heißen gleich."),
        ({"exercise_sets": {"reps": -5}}, "Eine ganze Zahl von 0 bis 9999."),
        ({"exercise_sets": {"reps": "8"}}, "Eine ganze Zahl von 0 bis 9999."),
        ({"exercise_sets": {"reps": 10**9}}, "Eine ganze Zahl von 0 bis 9999."),
        ({"exercise_sets": {"duration": 5}}, "nicht beides"),
        ({"exercise_sets": {"load_kg": "NaN"}}, "Kilogramm von"),
        ({"exercise_sets": {"load_kg": 5}}, "„load_kg“"),
        ({"exercise_sets": {"side": ["left"]}}, "Links oder rechts."),
        ({"programs": {"title": ""}}, "„title“"),
        ({"programs": {"days_a_week": 8}}, "„days_a_week“"),
        ({"programs": {"focus": "arms"}}, "„focus“"),
        ({"programs": {"weeks": 53}}, "„weeks“"),
        ({"program_days": {"day_order": 1}}, "„day_order“"),
        ({"program_days": {"kind": "work"}}, "„kind“"),
        ({"enrolments": {"weekdays": "31"}}, "„weekdays“"),
        ({"enrolments": {"deload_from": "2026-01-05"}}, "„deload_until“"),
        ({"enrolment_steps": {"kind": "done"}}, "„kind“"),
        ({"enrolment_pauses": {"ended_on": "2020-01-01"}}, "„ended_on“"),
        ({"exercise_sets": {"id": True, "set_order": None}}, "„set_order“"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_stored(
    site: Site, make: Make, bob: User, wrong: dict[str, dict[str, Any]], message: str
) -> None:
    data = sample(make, make.user())
    for table, change in wrong.items():
        data[table][-1] |= change
    page = restore(site.sign_in(bob), written(data), name="daten.json", status=422)
    assert message in page.error("file")
    assert page.error("file").startswith("Zeile 1: ")
    assert training_of(data_of(archive_of(make, bob)))["exercises"] == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "leer"),
        (b"Date,Exercise\n1,2\n", "Das ist kein Export von hier."),
        (b"<!doctype html><html></html>", "Das ist kein Export von hier."),
        (b"PK\x03\x04broken", "Das Archiv ist beschädigt."),
        (b'{"format": 99, "exported_at": "x"}', "neueren Version"),
        (b'{"format": 2, "exported_at": "x", "workout": [', "beschädigt"),
        (b'{"format": 2, "exported_at": "x", "workout": [1]}', "beschädigt"),
        (b"[" * 10_000, "Das ist kein Export von hier."),
    ],
)
def test_another_file_is_refused_with_a_sentence(
    site: Site, bob: User, content: bytes, message: str
) -> None:
    page = restore(site.sign_in(bob), content, status=422)
    assert message in page.error("file")


def test_what_is_too_large_is_refused(site: Site, bob: User) -> None:
    page = restore(site.sign_in(bob), b" " * (10 * 2**20 + 1), status=422)
    assert "10 MB" in page.error("file")


def test_an_export_among_the_imports_comes_back_whole(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    archive = written(sample(make, alice))
    site.sign_in(bob)
    file = (io.BytesIO(archive), "daten.json")
    page = site.submit(site.open("/import"), {"file": file}, action="/import")
    assert page.path == "/workouts"
    assert page.flashes()[0].startswith("Wiederhergestellt: ")
    restored = titles(make, bob)
    assert restored == titles(make, alice)
    file = (io.BytesIO(archive), "daten.json")
    page = site.submit(site.open("/import"), {"file": file}, action="/import")
    assert page.flashes() == [NOTHING_NEW]
    assert titles(make, bob) == restored


def test_without_a_file_nothing_happens(site: Site, bob: User) -> None:
    page = site.sign_in(bob).open("/auth/restore")
    page = site.submit(page, {}, action="/auth/restore", status=422)
    assert page.error("file") == "Wähle eine Datei."


def test_the_settings_lead_there(site: Site, bob: User) -> None:
    page = site.sign_in(bob).open("/auth/settings")
    assert "Aus einem Export wiederherstellen" in page.text
    assert "/auth/restore" in page.links()


def test_a_full_library_takes_no_exercise_from_an_export(
    site: Site, make: Make, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = written(sample(make, alice))
    make.exercise(owner=bob, title="Dips")
    monkeypatch.setattr(limits, "MAX_OWN_EXERCISES", 1)
    page = restore(site.sign_in(bob), archive, name="daten.json", status=422)
    assert "Mehr als 1 Übungen gehen nicht." in page.error("file")
    assert titles(make, bob) == ["Dips"]


def test_no_more_workouts_come_back_than_an_athlete_may_have(
    site: Site, make: Make, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = written(sample(make, alice))
    make.workout(athlete=bob)
    monkeypatch.setattr(limits, "MAX_OWN_WORKOUTS", 1)
    page = restore(site.sign_in(bob), archive, name="daten.json", status=422)
    assert "Mehr als 1 Trainings gehen nicht." in page.error("file")
    assert titles(make, bob) == []


def test_few_categories_are_made(site: Site, make: Make, alice: User, bob: User) -> None:
    make.category("Gibt es")
    data = sample(make, alice)
    names = ["Gibt es", *(f"Neu {number}" for number in range(9))]
    data["exercise_category"] = [{"id": n, "name": name} for n, name in enumerate(names, 1)]
    exercise_id = data["exercises"][0]["id"]
    data["exercise_categories"] = [
        {"exercise_definition_id": exercise_id, "category_id": n} for n in range(1, 11)
    ]
    restore(site.sign_in(bob), written(data), name="daten.json")
    after = data_of(archive_of(make, bob))
    assert [row["name"] for row in after["exercise_category"]] == names[:6]
