"""Each figure of a set is typed, read, shown and bounded in one way."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.enums import CountingType, SetType
from project.models import ExerciseDefinition, Set
from project.rules.library.sets import (
    COUNTED,
    FIGURES,
    OPTIONAL,
    SWITCHES,
    SetFigures,
    figure_faults,
    said_beside_value,
)

pytestmark = pytest.mark.unit

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "reps": st.integers(0, 9_999),
    "duration": st.integers(0, 86_399),
    "load_kg": st.decimals("-999.99", "999.99", places=2),
    "side": st.sampled_from(["left", "right"]),
    "rir": st.integers(0, 10),
    "set_type": st.sampled_from([each.value for each in SetType]),
}
JUNK: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=9)
    | st.lists(st.integers(), max_size=2)
    | st.dictionaries(st.text(max_size=2), st.none(), max_size=1)
)


def test_the_list_the_columns_and_the_plain_values_name_the_same_figures() -> None:
    assert [field.name for field in fields(SetFigures)] == list(FIGURES) == list(VALUES)
    assert set(FIGURES) <= set(Set.__table__.columns.keys())
    assert set(SWITCHES) <= set(ExerciseDefinition.__table__.columns.keys())
    assert set(COUNTED) == {kind.value for kind in CountingType}


@pytest.mark.parametrize("name", FIGURES)
@given(data=st.data())
def test_what_is_allowed_is_read_as_it_was_shown(name: str, data: st.DataObject) -> None:
    figure, value = FIGURES[name], data.draw(VALUES[name])
    assert figure.allows(value)
    assert figure.parse(figure.show(value)) == value
    assert figure.read(figure.plain(value)) == value


@pytest.mark.parametrize("name", FIGURES)
@given(junk=JUNK)
def test_whatever_comes_becomes_a_figure_or_nothing(name: str, junk: Any) -> None:
    figure = FIGURES[name]
    value = figure.read(junk)
    assert value is None or figure.allows(value)
    if isinstance(junk, str):
        typed = figure.parse(junk)
        assert typed is None or figure.allows(typed)
    if figure.allows(junk):
        assert (
            figure_faults(SetFigures(**{name: junk}), (figure.counts or "reps")).get(name) is None
        )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("load_kg", "schwer"),
        ("load_kg", "1000"),
        ("load_kg", "2,555"),
        ("load_kg", "NaN"),
        ("side", "oben"),
        ("rir", "11"),
        ("rir", "-1"),
        ("rir", "٣"),
    ],
)
def test_what_is_no_such_figure_is_not_taken(name: str, text: str) -> None:
    assert FIGURES[name].parse(text) is None


@pytest.mark.parametrize(
    ("figures", "counting_type", "wrong"),
    [
        ({"reps": 5}, "reps", []),
        ({"duration": 5}, "duration", []),
        ({}, "reps", ["reps"]),
        ({"reps": 5}, "duration", ["duration"]),
        ({"reps": 5, "duration": 5}, "duration", ["duration"]),
        ({"reps": -1}, "reps", ["reps"]),
        ({"duration": 86_400}, "duration", ["duration"]),
        (
            {"reps": 5, "load_kg": Decimal(1000), "side": "up", "rir": 11, "set_type": "drop"},
            "reps",
            OPTIONAL,
        ),
    ],
)
def test_a_set_has_one_value_and_figures_within_bounds(
    figures: dict[str, Any], counting_type: str, wrong: list[Any]
) -> None:
    names = [getattr(each, "name", each) for each in wrong]
    assert list(figure_faults(SetFigures(**figures), counting_type)) == names


@pytest.mark.parametrize(
    ("kilograms", "shown"),
    [("2.50", "+2,5 kg"), ("10.00", "+10 kg"), ("-12.25", "−12,25 kg"), ("0.00", "+0 kg")],
)
def test_a_load_has_a_sign_and_no_idle_digits(kilograms: str, shown: str) -> None:
    assert said_beside_value(SetFigures(reps=1, load_kg=Decimal(kilograms))) == [shown]


def test_what_was_not_noted_is_not_said() -> None:
    assert said_beside_value(SetFigures(reps=1)) == []
    assert said_beside_value(SetFigures(reps=1, side="left", rir=0)) == ["links", "0 in Reserve"]
    assert said_beside_value(SetFigures(duration=1, side="right")) == ["rechts"]
