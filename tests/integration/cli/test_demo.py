"""Sample data: a site worth looking at, and never among real athletes."""

import pytest
from flask import Flask
from werkzeug.security import check_password_hash

from project.cli.demo import KNOWN_PASSWORD
from project.models import (
    ExerciseCategory,
    ExerciseDefinition,
    ExerciseProgress,
    Message,
    Notification,
    User,
    Workout,
)
from project.queries.people import notifications
from project.queries.training import progression
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]


def test_demo_fills_an_empty_site_once(app: Flask, make: Make) -> None:
    done = app.test_cli_runner().invoke(args=["demo"])
    assert done.exit_code == 0, (done.output, done.exception)
    assert done.output.startswith("Sign in as anna (admin), ben, carla, deniz with the password ")

    again = app.test_cli_runner().invoke(args=["demo"])
    assert again.exit_code == 1
    assert "There are athletes already" in again.output
    assert app.test_cli_runner().invoke(args=["demo", "--if-empty"]).output == ""
    assert make.count(User) == 4
    assert make.count(Workout, is_template=True) == 3
    assert make.count(Workout, is_template=False) > 50


def test_demo_has_something_to_say_about_ladders(app: Flask, make: Make) -> None:
    app.test_cli_runner().invoke(args=["demo"])
    with make.session() as session:
        shown = {
            user.username: [each.overview for each in progression.glances(user.id, user.calendar)]
            for user in session.query(User)
        }
        stored = session.query(ExerciseProgress).count()
    assert stored == sum(len(each) for each in shown.values()) == 12
    everybody = [each for some in shown.values() for each in some]
    assert any(each.proposal for each in everybody)
    assert all(each.records for each in shown["anna"])
    assert shown["deniz"] == []


def test_demo_tells_of_followers_and_messages(app: Flask, make: Make) -> None:
    app.test_cli_runner().invoke(args=["demo"])
    with make.session() as session:
        told = {
            user.username: (notifications.new_followers(user), user.new_messages(), user.id)
            for user in session.query(User)
        }
        for followers, unread, user_id in told.values():
            rows = session.query(Notification).filter_by(user_id=user_id)
            numbers = {row.name: row.get_data() for row in rows}
            assert numbers == {"new_followers": followers, "unread_message_count": unread}
    assert told["anna"][:2] > (0, 0)


def test_demo_never_gives_a_site_in_production_a_known_password(app: Flask, make: Make) -> None:
    output = app.test_cli_runner().invoke(args=["demo"]).output
    password = output.split()[-1]
    with make.session() as session:
        hashes = {user.password_hash for user in session.query(User)}
    assert [check_password_hash(each, password) for each in hashes] == [True]
    assert password != KNOWN_PASSWORD


def test_demo_writes_in_the_language_that_is_asked_for(app: Flask, make: Make) -> None:
    with make.session() as session:  # as every site has them
        session.add(ExerciseCategory(name="Drücken"))
    done = app.test_cli_runner().invoke(args=["demo", "--language", "en"])
    assert done.exit_code == 0, (done.output, done.exception)
    assert make.count(ExerciseCategory, starter_key="push") == 1
    assert make.count(ExerciseDefinition, title="Push-ups") == 2
    assert make.count(ExerciseDefinition, title="Liegestütze") == 0
    assert make.count(Workout, title="Strength and holds") > 20
    assert make.count(Message, body="Park again on Saturday at ten?") == 1
    refused = app.test_cli_runner().invoke(args=["demo", "--language", "tlh"])
    assert refused.exit_code == 2
    assert "Choose of: de, en" in refused.output


def test_demo_leaves_real_athletes_alone(app: Flask, make: Make) -> None:
    make.user(username="echt")
    assert app.test_cli_runner().invoke(args=["demo"]).exit_code == 1
    assert make.count(User) == 1
