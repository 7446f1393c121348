import pytest

from project.rules.training.ladder import Session, read_history
from project.rules.training.records import Record, RecordKind, current_records, record_history
from tests.unit.rules.logbook import at, ladder, news_of, read, sets

pytestmark = pytest.mark.unit

FIRST_DAY, BEST_SET, BEST_SUM = RecordKind.FIRST_DAY, RecordKind.BEST_SET, RecordKind.BEST_SUM
FIRST_MET, HARDEST_MET = RecordKind.FIRST_MET, RecordKind.HARDEST_MET


def told(*log: str, workout: int) -> list[tuple[RecordKind, int, int, int | None]]:
    records = news_of(record_history(read(*log)), workout)
    return [(record.kind, record.level, record.value, record.previous) for record in records]


def test_a_first_session_is_the_first_day_at_its_level_and_sets_the_marks() -> None:
    assert record_history(read("5/4/4")) == (
        Record(FIRST_DAY, 1, 1, at(0), 0),
        Record(BEST_SET, 1, 1, at(0), 5),
        Record(BEST_SUM, 1, 1, at(0), 13),
    )


@pytest.mark.parametrize(
    ("log", "news"),
    [
        (["5/5/5"], [(FIRST_DAY, 1, 0, None)]),
        (["5/5/5", "5/5/5"], []),
        (["5/5/5", "6/4/4"], [(BEST_SET, 1, 6, 5)]),
        (["5/5/5", "5/5/5/1"], [(BEST_SUM, 1, 16, 15)]),
        (["5/5/5", "6/5/5"], [(BEST_SET, 1, 6, 5), (BEST_SUM, 1, 16, 15)]),
        (["5/5/5", "b9/b9/b9"], []),
        (["5/5/5", "L9/R4"], []),
        (["5/5/5", "v6"], [(BEST_SET, 1, 6, 5)]),
        (["5/5/5", "0@2"], [(FIRST_DAY, 2, 0, None)]),
        (["b5"], [(FIRST_DAY, 1, 0, None)]),
        (["8/8/8@3", "8/8/8@3"], []),
    ],
)
def test_a_finished_workout_tells_what_it_beat_and_a_tie_beats_nothing(
    log: list[str], news: list[tuple[RecordKind, int, int, int | None]]
) -> None:
    assert told(*log, workout=len(log)) == news


def test_the_day_a_goal_was_first_met_is_told_once() -> None:
    log = ["8/8/7", "8/8/8", "8/8/8"]
    assert (FIRST_MET, 1, 8, None) in told(*log, workout=2)
    assert (HARDEST_MET, 1, 8, None) in told(*log, workout=2)
    assert told(*log, workout=3) == []


def test_the_hardest_level_met_only_ever_gets_harder() -> None:
    records = record_history(read("8/8/8@2", "8/8/8", "8/8/8@3"))
    assert [(r.level, r.workout, r.previous) for r in records if r.kind is HARDEST_MET] == [
        (2, 1, None),
        (3, 3, 2),
    ]


def test_two_levels_met_in_one_session_make_one_hardest_level() -> None:
    records = record_history(read("8/8/8 8/8/8@2"))
    assert [(r.level, r.previous) for r in records if r.kind is HARDEST_MET] == [(2, None)]
    assert [r.level for r in records if r.kind is FIRST_MET] == [1, 2]


def test_a_workout_entered_late_takes_the_record_of_its_day_from_later_ones() -> None:
    later = [Session(1, at(4), sets("6/5/5")), Session(2, at(6), sets("7/5/5"))]
    before = record_history(read_history(ladder(), later))
    assert [(r.workout, r.value) for r in before if r.kind is BEST_SET] == [(1, 6), (2, 7)]

    late = Session(3, at(2), sets("6/6/6"))
    after = record_history(read_history(ladder(), [*later, late]))
    assert [(r.workout, r.value) for r in after if r.kind is BEST_SET] == [(3, 6), (2, 7)]
    assert [r.workout for r in after if r.kind is BEST_SUM] == [3]
    assert [r.workout for r in after if r.kind is FIRST_DAY] == [3]
    assert after[0].day == at(2).date()


def test_what_stands_today_is_the_last_record_of_each_kind_and_level() -> None:
    records = record_history(read("5/5/5", "6/5/5", "8/8/8@2", "8/8/8"))
    assert {(r.kind, r.level): (r.workout, r.value) for r in current_records(records)} == {
        (FIRST_DAY, 1): (1, 0),
        (BEST_SET, 1): (4, 8),
        (BEST_SUM, 1): (4, 24),
        (FIRST_MET, 1): (4, 8),
        (FIRST_DAY, 2): (3, 0),
        (BEST_SET, 2): (3, 8),
        (BEST_SUM, 2): (3, 24),
        (FIRST_MET, 2): (3, 8),
        (HARDEST_MET, 2): (3, 8),
    }


def test_an_empty_log_has_no_records() -> None:
    assert record_history(read()) == ()
    assert current_records(()) == ()
    assert news_of((), 1) == ()
