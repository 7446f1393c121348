"""What templates do to texts before they print them."""

import pytest

from project.web.filters import unbroken

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ("", ""),
        ("10 · 9 · 8", "10 · 9 · 8"),
        ("L 0:15 · R 0:15", "L_0:15 · R_0:15"),
        ("8 @ +10 · 8", "8_@_+10 · 8"),
        ("L 8 @ +5 (2 in Reserve, Versagen) · +4", "L_8_@_+5 (2 in Reserve, Versagen) · +4"),
    ],
)
def test_a_line_of_sets_wraps_between_them(values: str, shown: str) -> None:
    assert unbroken(values).replace("\u00a0", "_") == shown
