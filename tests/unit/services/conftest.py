"""A workout that is logged already."""

import pytest
from flask import Flask

from project.models import ExerciseDefinition, User
from tests.support.drafts import entry_of, log, sets_of
from tests.support.make import Make


@pytest.fixture
def dips(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Dips", levels=["Bank"])


@pytest.fixture
def logged(app: Flask, alice: User, push: ExerciseDefinition, dips: ExerciseDefinition) -> int:
    """A workout of push-ups 12, 10, 8 and dips 6, 5."""
    entry = entry_of(
        sets_of(push, ("Knie", 12), ("Knie", 10), ("Voll", 8)),
        sets_of(dips, ("Bank", 6), ("Bank", 5)),
    )
    return log(app, alice, entry)[0]
