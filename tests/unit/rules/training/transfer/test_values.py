from datetime import UTC, datetime
from decimal import Decimal

import pytest

from project.rules.training.transfer.moments import Moment, parse_moment, with_time
from project.rules.training.transfer.numbers import (
    kilograms,
    parse_number,
    parse_seconds,
    parse_unit,
    reserve,
)
from project.rules.training.transfer.types import DateOrder, WeightUnit

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("8", "8"),
        ("8.5", "8.5"),
        ("8,5", "8.5"),
        (",5", "0.5"),
        ("12.", "12"),
        ("12.900000000000034", "12.900000000000034"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("-21", "-21"),
        ("−2,5", "-2.5"),
        ("+3", "3"),
        ("1\N{NO-BREAK SPACE}000", "1000"),
    ],
)
def test_numbers_have_points_or_commas(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["", "x", "8 kg", "1e3", "1-2", "=1", "8..5", "1,2.3,4", "²", "٣", "9" * 41, "nan", "--1"],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("45", 45),
        ("45.0", 45),
        ("0:45", 45),
        ("1:05", 65),
        ("90:00", 5400),
        ("0:32:06", 1926),
        ("0:45.7", 45),
        ("1h 5m", 3900),
        ("1h 5m 3s", 3903),
        ("45m", 2700),
        ("200s", 200),
        ("1 Std. 5 Min.", 3900),
        ("", None),
        ("soon", None),
        ("1:2:3:4", None),
        ("5" * 41, None),
    ],
)
def test_durations_are_seconds(text: str, seconds: int | None) -> None:
    assert parse_seconds(text) == seconds


def test_units_and_weights() -> None:
    assert [parse_unit(text) for text in ("kgs", "(lb)", "LBS", "Pfund", "stone")] == [
        WeightUnit.KG,
        WeightUnit.LB,
        WeightUnit.LB,
        WeightUnit.LB,
        None,
    ]
    assert kilograms(Decimal("12.900000000000034"), WeightUnit.KG) == Decimal("12.90")
    assert kilograms(Decimal(45), WeightUnit.LB) == Decimal("20.41")


def test_half_a_repetition_in_reserve_is_none() -> None:
    assert [reserve(Decimal(rpe)) for rpe in ("10", "9.5", "9", "6.5")] == [0, 0, 1, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-05 18:05:00", "2024-02-05 18:05:00"),
        ("2024-02-05T18:05", "2024-02-05 18:05:00"),
        ("2024-02-05 6:05:00\u202fPM", "2024-02-05 18:05:00"),
        ("2024/02/05 12:30 a.m.", "2024-02-05 00:30:00"),
        ("15 Sep 2025, 07:48", "2025-09-15 07:48:00"),
        ("9 Sep 2025, 06:46", "2025-09-09 06:46:00"),
        ("Jan 1, 2024, 10:00 AM", "2024-01-01 10:00:00"),
        ("05.06.2026, 07:30", "2026-06-05 07:30:00"),
        ("15. März 2025 um 07:48", "2025-03-15 07:48:00"),
        ("Mi., 15. Okt. 2025, 07:48 Uhr", "2025-10-15 07:48:00"),
        ("31.12.24 08:00", "2024-12-31 08:00:00"),
        ("03/04/2024 07:30", "2024-04-03 07:30:00"),
    ],
)
def test_moments_are_read_as_apps_write_them(text: str, expected: str) -> None:
    moment = Moment(datetime.fromisoformat(expected), has_time=True)
    assert parse_moment(text, DateOrder.DAY_FIRST) == moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-05T18:05:00Z", datetime(2024, 2, 5, 18, 5, tzinfo=UTC)),
        ("2024-02-05T18:05:00.123+01:00", datetime(2024, 2, 5, 17, 5, tzinfo=UTC)),
        ("2024-02-05 18:05:00-0530", datetime(2024, 2, 5, 23, 35, tzinfo=UTC)),
    ],
)
def test_moments_with_an_offset_are_known_exactly(text: str, expected: datetime) -> None:
    assert parse_moment(text, DateOrder.DAY_FIRST) == Moment(expected, has_time=True)


def test_the_order_holds_for_slashes_alone() -> None:
    days = [
        parse_moment(text, DateOrder.MONTH_FIRST) for text in ("3/4/2024", "3.4.2024", "2024-04-03")
    ]
    assert [(one.start.month, one.has_time) for one in days if one] == [(3, False)] + [
        (4, False)
    ] * 2


@pytest.mark.parametrize(
    "text",
    ["", "x", "2024-13-01", "2024-02-30", "32.01.2024", "1 Foo 2024", "2024-01-01 25:00", "0000-01-01", "9" * 99],
)  # fmt: skip
def test_what_is_no_moment_is_none(text: str) -> None:
    assert parse_moment(text, DateOrder.DAY_FIRST) is None


def test_a_time_in_a_cell_of_its_own_joins_the_day() -> None:
    day = parse_moment("2024-02-05", DateOrder.DAY_FIRST)
    assert day is not None
    assert with_time(day, "7.30 pm") == Moment(day.start.replace(hour=19, minute=30), has_time=True)
    assert [with_time(day, text) for text in ("", "25:00", "noon")] == [None] * 3
