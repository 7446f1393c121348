"""How figures look to people."""

from decimal import Decimal

import pytest

from project.web.filters import load, side

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("kilograms", "shown"),
    [("2.50", "+2,5 kg"), ("10.00", "+10 kg"), ("-12.25", "−12,25 kg"), ("0.00", "+0 kg")],
)
def test_a_load_has_a_sign_and_no_idle_digits(kilograms: str, shown: str) -> None:
    assert load(Decimal(kilograms)) == shown


def test_sides_have_names() -> None:
    assert [side("left"), side("right")] == ["links", "rechts"]
