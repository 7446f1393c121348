"""Alice with a running workout made from a template, and a phone that logs it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from project import create_app
from project.config import TestConfig
from project.enums import CountingType
from project.extensions import db
from project.models import ExerciseDefinition, User, Workout
from tests.support.http import Site
from tests.support.make import Make
from tests.support.phone import Phone, start


@pytest.fixture
def limited(config: type[TestConfig], app: Flask) -> Iterator[Flask]:
    """An app on the tests' database that counts what athletes change, as in production."""
    limited = create_app(type("LimitedConfig", (config,), {"RATELIMIT_ENABLED": True}))
    yield limited
    with limited.app_context():
        db.engine.dispose()


@pytest.fixture
def pushups(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Liegestütze", levels=["Knie", "Voll", "Eng"])


@pytest.fixture
def plank(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(
        owner=alice, title="Planke", levels=["Kurz"], counting_type=CountingType.DURATION
    )


@pytest.fixture
def template(
    make: Make, alice: User, pushups: ExerciseDefinition, plank: ExerciseDefinition
) -> Workout:
    return make.workout(
        athlete=alice,
        title="Ganzkörper",
        is_template=True,
        exercises=[
            (pushups, [("Voll", 10), ("Voll", 9), ("Knie", 12)]),
            (plank, [("Kurz", 45)]),
        ],
    )


@pytest.fixture
def workout(make: Make, alice: User, template: Workout) -> Workout:
    return start(make, alice, template)


@pytest.fixture
def phone(site: Site, alice: User, workout: Workout) -> Phone:
    phone = Phone(site.sign_in(alice), workout.id)
    phone.load()
    return phone
