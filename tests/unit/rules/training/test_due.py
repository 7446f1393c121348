"""The template that is due."""

from datetime import UTC, datetime, timedelta

import pytest

from project.rules.training.due import due_template

pytestmark = pytest.mark.unit

NOW = datetime(2026, 9, 7, 12, tzinfo=UTC)


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("made", "used", "due"),
    [
        pytest.param({}, {}, None, id="no template"),
        pytest.param({1: ago(90)}, {1: ago(2)}, 1, id="the only one"),
        pytest.param({1: ago(90), 2: ago(90)}, {1: ago(2), 2: ago(4)}, 2, id="in turn"),
        pytest.param({1: ago(90), 2: ago(90)}, {1: ago(2), 2: ago(15)}, 1, id="one given up"),
        pytest.param({1: ago(90)}, {1: ago(15)}, None, id="all given up"),
        pytest.param({1: ago(90)}, {}, None, id="never used"),
        pytest.param({1: ago(1)}, {}, 1, id="new"),
        pytest.param({1: ago(90), 2: ago(0)}, {1: ago(3)}, 1, id="new, and another is in use"),
        pytest.param({2: ago(3), 1: ago(3)}, {}, 1, id="two of one moment"),
    ],
)
def test_what_is_in_use_and_was_done_longest_ago_is_due(
    made: dict[int, datetime], used: dict[int, datetime], due: int | None
) -> None:
    assert due_template(made, used, NOW) == due
