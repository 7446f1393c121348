"""Nobody has more than anybody needs, and nobody changes things without end."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.models import ExerciseDefinition, Follower, RateLimit, User, Workout
from project.rules import limits
from tests.support.http import Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def limited(config: type[TestConfig], app: Flask) -> Iterator[Flask]:
    """An app on the tests' database that limits, as in production."""
    limited = create_app(type("LimitedConfig", (config,), {"RATELIMIT_ENABLED": True}))
    yield limited
    with limited.app_context():
        db.engine.dispose()


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch, make: Make, alice: User) -> User:
    """Alice, on a site where two of everything are enough, with two of everything."""
    for name in ("MAX_OWN_EXERCISES", "MAX_OWN_WORKOUTS", "MAX_OWN_TEMPLATES", "MAX_FOLLOWED"):
        monkeypatch.setattr(limits, name, 2)
    for number in range(2):
        make.exercise(owner=alice, title=f"Übung {number}", archived=number == 1)
        make.workout(athlete=alice)
        make.workout(athlete=alice, is_template=True)
        make.follow(alice, make.user(), accepted=number == 1)
    return alice


def test_the_figures() -> None:
    figures = (
        limits.MAX_OWN_EXERCISES,
        limits.MAX_OWN_WORKOUTS,
        limits.MAX_OWN_TEMPLATES,
        limits.MAX_FOLLOWED,
    )
    assert figures == (5_000, 50_000, 500, 1_000)


def test_a_full_library_takes_no_exercise_however_it_comes(
    site: Site, make: Make, full: User, bob: User
) -> None:
    site.sign_in(full)
    values = {"title": "Klimmzug", "progressions": "Negativ"}
    page = site.submit(site.open("/add_exercise"), values, status=422)
    assert page.error("title") == "Deine Bibliothek ist voll: Mehr als 2 Übungen gehen nicht."
    assert page.value("title") == "Klimmzug", "what was typed stays"
    theirs = make.exercise(owner=bob, title="Dips")
    site.post(f"/copy_exercise/{theirs.id}", status=422)
    page = site.post("/starter_library/add", {"ladder": "push-up"}, status=422)
    assert "Deine Bibliothek ist voll" in page.text
    assert make.count(ExerciseDefinition, user_id=full.id) == 2
    site.sign_in(bob).post(f"/copy_exercise/{theirs.id}")
    assert make.count(ExerciseDefinition, user_id=bob.id) == 2, "others are not full"


def test_who_has_enough_workouts_stores_no_further_one(
    site: Site, make: Make, full: User, push: Any
) -> None:
    site.sign_in(full)
    fields = {"exercise_count": "1", "exercise1": str(push.id), "progression1": "Knie"}
    page = site.submit(site.open("/add_workout"), {**fields, "reps1": "12"}, status=422)
    assert "Mehr als 2 Trainings gehen nicht. Lösche erst ein altes." in page.text
    assert page.value("reps1") == "12"
    site.post("/workout/start", status=422)
    page = site.submit(site.open("/add_template"), {**fields, "reps1": "12"}, status=422)
    assert "Mehr als 2 Vorlagen gehen nicht. Lösche erst eine alte." in page.text
    with make.session() as session:
        workout = session.query(Workout).filter_by(is_template=False).limit(1).one()
    site.post(f"/workout/{workout.id}/save_as_template", status=422)
    assert make.count(Workout, user_id=full.id) == 4
    site.post(f"/workout/{workout.id}/delete")
    site.submit(site.open("/add_workout"), {**fields, "reps1": "12"})


def test_who_follows_enough_follows_nobody_more(
    site: Site, make: Make, full: User, bob: User
) -> None:
    site.sign_in(full)
    page = site.post("/follow/bob", status=409)
    assert "Du folgst schon 2 anderen" in page.text
    with make.session() as session:
        known = session.query(Follower).filter_by(follower_id=full.id).limit(1).one()
        name = session.get_one(User, known.followed_id).username
    site.post(f"/follow/{name}")
    site.post(f"/unfollow/{name}")
    site.post("/follow/bob")
    assert make.count(Follower, follower_id=full.id) == 2


def test_an_athlete_changes_six_hundred_things_an_hour(
    limited: Flask, make: Make, alice: User, bob: User
) -> None:
    site = Site(limited).sign_in(alice)
    site.post("/follow/bob")
    with make.session() as session:
        assert session.query(RateLimit).one().hits == 1
        session.query(RateLimit).one().hits = 599
    site.post("/unfollow/bob")
    answer = site.client.post("/follow/bob", data={"csrf_token": site.csrf_token()})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3601
    assert make.count(Follower) == 0
    assert site.client.get("/workouts").status_code == 200, "reading is not limited"
    Site(limited).sign_in(bob).post("/follow/alice")
    assert make.count(Follower) == 1


def test_a_choice_of_language_is_a_change_like_others(
    limited: Flask, make: Make, alice: User
) -> None:
    site = Site(limited).sign_in(alice)
    site.post("/language", {"language": "en"})
    with make.session() as session:
        session.query(RateLimit).one().hits = 600
    data = {"csrf_token": site.csrf_token(), "language": "de"}
    assert site.client.post("/language", data=data).status_code == 429
    with make.session() as session:
        assert session.get_one(User, alice.id).language == "en"


def test_every_change_counts_once(limited: Flask, make: Make, alice: User) -> None:
    site = Site(limited).sign_in(alice)
    for path in ("/add_exercise", "/auth/edit_profile", "/auth/sessions/end_others"):
        data = {"csrf_token": site.csrf_token()}
        assert site.client.post(path, data=data).status_code in {303, 422}
    with make.session() as session:
        assert sum(row.hits for row in session.query(RateLimit)) >= 2
