"""Made-up histories of athletes who come from another app."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

HEVY = (
    '"title","start_time","end_time","description","exercise_title","superset_id",'
    '"exercise_notes","set_index","set_type","weight_kg","reps","distance_km",'
    '"duration_seconds","rpe"'
)
LAST = datetime(2026, 6, 30, 7, 48, tzinfo=UTC)
Row = tuple[str, str, str, int]  # exercise, weight, reps, seconds


def hevy(years: int = 3) -> bytes:
    """Return the file of somebody who trained twice a week: first on the knees, then in full.

    The newest workout comes first, as Hevy writes it.
    """
    lines = [HEVY]
    weeks = years * 52
    for back in range(weeks):
        week = weeks - 1 - back
        for day, rows in ((3, _pull(week)), (0, _push(week))):
            lines += _workout(LAST - timedelta(weeks=back, days=3 - day), "Training", rows)
    return "\n".join(lines).encode()


def _workout(begin: datetime, title: str, rows: Sequence[Row]) -> Iterator[str]:
    ended = begin + timedelta(minutes=50)
    written = [f"{at.day} {at:%b %Y, %H:%M}" for at in (begin, ended)]
    for exercise, weight, reps, seconds in rows:
        for number in range(3):
            yield (
                f'"{title}","{written[0]}","{written[1]}","","{exercise}",,"",{number},"normal",'
                f"{weight},{reps},,{seconds},"
            )


def _push(week: int) -> list[Row]:
    gain = str(5 + week % 50 // 6)
    level = ("Knee Push Up", "Push Up", "Diamond Push Up")[min(week // 50, 2)]
    return [(level, "", gain, 0), ("Bench Press (Barbell)", str(40 + week // 8), "8", 0)]


def _pull(week: int) -> list[Row]:
    gain = str(4 + week % 75 // 12)
    pull: Row = (
        ("Pull Up (Assisted)", "20", gain, 0) if week < 75 else ("Pull Up (Weighted)", "5", gain, 0)
    )
    return [pull, ("Front Lever Hold", "", "", 6 + week // 15)]
