"""When the next day of a program is due, in words."""

from datetime import date, timedelta

import pytest

from project.main.pages.training.due_words import due_words
from project.rules.training.due_days import DueDay, DueKind

pytestmark = pytest.mark.unit

WEDNESDAY = date(2026, 9, 9)


@pytest.mark.parametrize(
    ("kind", "days", "words"),
    [
        (DueKind.TODAY, 0, "Heute dran: Ziehen"),
        (DueKind.SINCE, -1, "Seit gestern dran: Ziehen"),
        (DueKind.SINCE, -2, "Seit Montag dran: Ziehen"),
        (DueKind.SINCE, -7, "Seit 02.09.2026 dran: Ziehen"),
        (DueKind.OPEN, -3, "Dran, wann du magst: Ziehen"),
        (DueKind.REST, 1, "Ruhetag. Morgen: Ziehen"),
        (DueKind.REST, 6, "Ruhetag. Dienstag: Ziehen"),
        (DueKind.REST, 7, "Ruhetag. 16.09.2026: Ziehen"),
        (DueKind.DONE, 2, "Heute erledigt. Freitag: Ziehen"),
        (DueKind.PAUSED, -2, "Pause seit 07.09.2026: Nichts ist dran."),
    ],
)
def test_what_is_due_is_said_without_reproach(kind: DueKind, days: int, words: str) -> None:
    due = DueDay(kind, WEDNESDAY + timedelta(days=days))
    assert due_words(due, "Ziehen", WEDNESDAY) == words
