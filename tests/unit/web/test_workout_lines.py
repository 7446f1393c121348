"""The lines of a card are HTML; what people typed stands in it as text."""

import pytest
from flask import Flask

from project.enums import CountingType
from project.queries.training.cards import CardExercise, CardLine
from project.web.workout_lines import workout_lines

pytestmark = pytest.mark.unit


def test_what_people_typed_is_escaped(app: Flask) -> None:
    line = CardLine("<i>Knie</i>", 1, 3, "12 · 10")
    with app.test_request_context():
        html = workout_lines([CardExercise(1, "<b>Dips</b>", CountingType.REPS, [line])])
    assert html == (
        '<li class="line">\n<span class="line-name">&lt;b&gt;Dips&lt;/b&gt;</span>\n'
        '<span class="chip lv-1 of-3">Stufe 1/3 · &lt;i&gt;Knie&lt;/i&gt;</span>\n'
        '<span class="line-values">12 · 10</span>\n</li>\n'
    )


def test_a_level_that_is_gone_has_no_place_and_an_exercise_may_have_no_set(app: Flask) -> None:
    gone = CardLine('"Voll"', None, 3, "5", is_more=True)
    exercises = [
        CardExercise(1, "Dips", CountingType.REPS, [gone]),
        CardExercise(2, "Rudern", CountingType.REPS, []),
    ]
    with app.test_request_context():
        html = workout_lines(exercises)
    assert html == (
        '<li class="line line-same">\n<span class="line-name">Dips</span>\n'
        '<span class="chip">&#34;Voll&#34;</span>\n<span class="line-values">5</span>\n</li>\n'
        '<li class="line"><span class="line-name">Rudern</span></li>\n'
    )
