"""Standings follow the log in every way it can change, and answers to proposals are kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from project.extensions import db
from project.models import (
    ExerciseDefinition,
    ExerciseProgress,
    ProgressionDecision,
    User,
    Workout,
)
from project.queries.training import progression as queries
from project.rules.account.days import Calendar
from project.rules.training.drafts import WorkoutDraft
from project.rules.training.proposals import Answer, ProposalKind
from project.rules.training.records import RecordKind
from project.rules.training.targets import Reason
from project.services.library.drafts import ExerciseDraft, LevelDraft
from project.services.library.exercises import update_exercise
from project.services.training import progression_upkeep as service
from project.services.training import workouts
from project.services.training.proposal_answers import OutdatedProposalError, ProposalAnswer
from tests.support.diary import LEVELS, MONDAY, Diary, done
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]


@pytest.fixture
def push(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Liegestütze", levels=LEVELS)


def asked(push: ExerciseDefinition, answer: Answer = Answer.ACCEPTED) -> ProposalAnswer:
    """The answer to moving on from Knie to Voll."""
    knee, full, _ = (level.id for level in push.levels)
    return ProposalAnswer(ProposalKind.ADVANCE, knee, full, answer)


def test_a_logged_workout_moves_the_standing_on(diary: Diary, push: ExerciseDefinition) -> None:
    diary.log(0, (push, done("Knie", 6, 5, 5)))
    diary.log(2, (push, done("Knie", 6, 6, 5)))
    place = diary.place(push)
    target = place.overview().target(MONDAY.date() + timedelta(days=3))
    assert target is not None
    assert (target.values, target.reason) == ((6, 6, 6), Reason.RAISED)
    assert place.overview().name == "Knie"


def test_logging_costs_the_same_however_long_the_log_is(
    database: str,
    alice: User,
    diary: Diary,
    make: Make,
    count_queries: QueryCounter,
) -> None:
    library = [make.exercise(owner=alice, levels=LEVELS) for _ in range(5)]
    for day in range(4):
        diary.log(day, *((each, done("Knie", 6, 6, 5)) for each in library))
    entry = diary.entry(5, *((each, done("Knie", 6, 6, 6, 6)) for each in library))
    with diary.app.app_context():
        athlete = db.session.get_one(User, alice.id)
        # the definitions and four for the workout; what was logged, the ladders, their standings;
        # the athlete's lock
        with count_queries.expect(8 if database.startswith("sqlite") else 9):
            workouts.log_workout(athlete, entry)
            db.session.commit()


def test_a_workout_that_is_dated_back_takes_its_place(
    diary: Diary, push: ExerciseDefinition
) -> None:
    diary.log(4, (push, done("Knie", 7, 5, 5)))
    diary.log(2, (push, done("Knie", 9, 5, 5)))
    place = diary.place(push)
    best = [each for each in place.standing.records if each.kind is RecordKind.BEST_SET]
    assert [(each.value, each.at.date().day) for each in best] == [(9, 9)]


def test_all_records_of_the_newest_workout_are_told(diary: Diary, push: ExerciseDefinition) -> None:
    diary.log(0, (push, [(level, 5) for level in LEVELS]))
    last = diary.log(2, (push, [(level, 6) for level in LEVELS]))
    told = diary.place(push).overview().records
    assert [each.workout for each in told] == [last] * 2 * len(LEVELS)


def test_editing_an_old_set_changes_target_record_and_proposal(
    diary: Diary, push: ExerciseDefinition
) -> None:
    diary.log(0, (push, done("Knie", 8, 8, 8)))
    second = diary.log(2, (push, done("Knie", 9, 8, 8)))
    before = diary.place(push).overview()
    assert before.proposal is not None
    assert before.proposal.kind is ProposalKind.ADVANCE

    def correct(entry: WorkoutDraft) -> WorkoutDraft:
        (exercise,) = entry.exercises
        lower = [replace(row, reps=7) for row in exercise.sets]
        return replace(entry, exercises=[replace(exercise, sets=lower)])

    diary.edit(second, correct)
    after = diary.place(push)
    shown = after.overview()
    target = shown.target(MONDAY.date() + timedelta(days=3))
    assert shown.proposal is None
    assert target is not None
    assert target.values == (8, 8, 8)
    assert target.reason is Reason.REPEATED
    assert {each.value for each in after.standing.records if each.kind is RecordKind.BEST_SET} == {
        8
    }


def test_moving_a_workout_to_another_day_is_a_change_of_the_log(
    diary: Diary, push: ExerciseDefinition
) -> None:
    first = diary.log(0, (push, done("Knie", 5, 5, 5)))
    diary.log(1, (push, done("Voll", 5, 5, 5)))
    diary.edit(first, lambda entry: replace(entry, timestamp=MONDAY + timedelta(days=3)))
    assert [each.workout for each in diary.place(push).standing.sessions][-1] == first


def test_deleting_a_workout_takes_its_evidence_away(diary: Diary, push: ExerciseDefinition) -> None:
    first = diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.log(2, (push, done("Knie", 8, 8, 8)))
    assert diary.place(push).overview().proposal is not None
    diary.delete(first)
    assert diary.place(push).overview().proposal is None


def test_deleting_all_there_was_leaves_nothing(
    diary: Diary, push: ExerciseDefinition, make: Make
) -> None:
    only = diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.delete(only)
    assert diary.place(push).standing.sessions == []
    with make.session() as session:
        assert session.get_one(ExerciseProgress, push.id).last_at is None


def test_an_exercise_that_is_exchanged_leaves_one_log_and_enters_another(
    diary: Diary, push: ExerciseDefinition, make: Make, alice: User
) -> None:
    dips = make.exercise(owner=alice, title="Dips", levels=LEVELS)
    workout = diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.edit(workout, lambda _: diary.entry(0, (dips, done("Voll", 6, 6, 6))))
    assert diary.place(push).standing.sessions == []
    assert len(diary.place(dips).standing.sessions) == 1


def test_templates_and_running_workouts_are_no_sessions(
    diary: Diary, push: ExerciseDefinition, make: Make, alice: User
) -> None:
    make.workout(athlete=alice, exercises=[(push, done("Knie", 9, 9, 9))], is_template=True)
    make.workout(athlete=alice, exercises=[(push, done("Knie", 9, 9, 9))], is_running=True)
    assert diary.place(push).standing.sessions == []


def test_what_was_never_stored_is_read_from_the_log(
    app: Flask, diary: Diary, push: ExerciseDefinition, make: Make, alice: User
) -> None:
    make.workout(athlete=alice, exercises=[(push, done("Knie", 8, 8, 8))], timestamp=MONDAY)
    assert diary.place(push).overview().name == "Knie"
    diary.log(2, (push, done("Knie", 8, 8, 8)))
    assert diary.place(push).overview().proposal is not None


def test_other_criteria_hold_for_the_whole_log_at_once(
    diary: Diary, push: ExerciseDefinition, make: Make
) -> None:
    diary.log(0, (push, done("Knie", 6, 6, 6)))
    diary.log(2, (push, done("Knie", 6, 6, 6)))
    assert diary.place(push).overview().proposal is None
    with make.session() as session:
        session.get_one(ExerciseDefinition, push.id).goal_value = 6
    with make.session() as session:
        athlete = session.get_one(User, push.user_id)
        service.log_changed(athlete, [push.id])
    assert diary.place(push).overview().proposal is not None


@pytest.mark.parametrize(("kept", "last_day"), [(True, 8), (False, 7)])
def test_days_are_those_of_where_it_was_done(
    diary: Diary,
    push: ExerciseDefinition,
    make: Make,
    alice: User,
    *,
    kept: bool,
    last_day: int,
) -> None:
    late = timedelta(hours=7) / timedelta(days=1)  # 23:00 UTC is tomorrow in Berlin
    diary.log(late, (push, done("Knie", 5, 5, 5)))
    assert diary.place(push).standing.last_day == MONDAY.date() + timedelta(days=1)
    with make.session() as session:
        session.get_one(User, alice.id).timezone = "America/New_York"
        if not kept:  # stored before the zone was; the athlete's own takes its place
            session.execute(update(Workout).values(timezone=None))
    with diary.app.app_context():
        (glance,) = queries.glances(alice.id, Calendar("America/New_York"))
    assert glance.overview.last_day == date(2026, 9, last_day)


def test_accepting_moves_the_level_and_keeps_the_evidence(
    diary: Diary, push: ExerciseDefinition, make: Make
) -> None:
    diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.log(2, (push, done("Knie", 9, 8, 8)))
    with time_machine.travel(MONDAY + timedelta(days=2, hours=1)):
        decision_id = diary.answer(push, asked(push))
    shown = diary.place(push).overview()
    assert (shown.name, shown.proposal) == ("Voll", None)
    with make.session() as session:
        decision = session.get_one(ProgressionDecision, decision_id)
        assert (decision.from_name, decision.to_name) == ("Knie", "Voll")
        assert '"values": [9, 8, 8]' in decision.evidence


def test_the_same_answer_twice_decides_once(
    diary: Diary, push: ExerciseDefinition, make: Make
) -> None:
    diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.log(2, (push, done("Knie", 8, 8, 8)))
    assert diary.answer(push, asked(push)) is not None
    assert diary.answer(push, asked(push)) is None
    assert make.count(ProgressionDecision) == 1


def test_an_answer_to_what_is_not_proposed_any_more_is_refused(
    diary: Diary, push: ExerciseDefinition
) -> None:
    first = diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.log(2, (push, done("Knie", 8, 8, 8)))
    diary.delete(first)
    with pytest.raises(OutdatedProposalError):
        diary.answer(push, asked(push))


@pytest.mark.parametrize(("answer", "silent"), [(Answer.NOT_YET, 1), (Answer.DECLINED, 3)])
def test_a_refused_proposal_comes_back_after_new_sessions(
    diary: Diary, push: ExerciseDefinition, answer: Answer, silent: int
) -> None:
    diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.log(2, (push, done("Knie", 8, 8, 8)))
    with time_machine.travel(MONDAY + timedelta(days=2, hours=1)):
        diary.answer(push, asked(push, answer))
    open_ones = []
    for day in range(4, 4 + silent):
        open_ones.append(diary.place(push).overview().proposal is not None)
        diary.log(day, (push, done("Knie", 8, 8, 8)))
    assert open_ones == [False] * silent
    assert diary.place(push).overview().proposal is not None


def test_undoing_brings_the_level_back_once(diary: Diary, push: ExerciseDefinition) -> None:
    diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.log(2, (push, done("Knie", 8, 8, 8)))
    with time_machine.travel(MONDAY + timedelta(days=3)) as clock:
        decision_id = diary.answer(push, asked(push))
        clock.shift(60)
        assert diary.undo(decision_id)
        assert not diary.undo(decision_id)
    shown = diary.place(push).overview()
    assert (shown.name, shown.proposal) == ("Knie", None)
    diary.log(5, (push, done("Knie", 8, 8, 8)))
    assert diary.place(push).overview().proposal is not None


def test_an_accepted_answer_stays_when_its_evidence_goes(
    diary: Diary, push: ExerciseDefinition
) -> None:
    first = diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.log(2, (push, done("Knie", 8, 8, 8)))
    diary.answer(push, asked(push))
    diary.delete(first)
    assert diary.place(push).overview().name == "Voll"


def test_an_answer_outlives_its_level(
    app: Flask, diary: Diary, push: ExerciseDefinition, make: Make, alice: User
) -> None:
    diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.log(2, (push, done("Knie", 8, 8, 8)))
    decision_id = diary.answer(push, asked(push))
    knee, _, diamond = push.levels
    with app.app_context():
        update_exercise(
            db.session.get_one(ExerciseDefinition, push.id),
            ExerciseDraft(
                "Liegestütze", [LevelDraft(knee.name, knee.id), LevelDraft("Diamant", diamond.id)]
            ),
        )
        db.session.commit()
    assert diary.place(push).overview().name == "Knie"
    with make.session() as session:
        decision = session.get_one(ProgressionDecision, decision_id)
        assert (decision.to_level_id, decision.to_name) == (None, "Voll")


actions = st.lists(
    st.tuples(
        st.sampled_from(["log", "log", "log", "edit", "move", "delete", "answer", "undo"]),
        st.integers(0, 20),
        st.sampled_from(LEVELS),
        st.lists(st.integers(2, 10), min_size=1, max_size=4),
    ),
    min_size=4,
    max_size=12,
)


@given(actions)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_is_stored_is_what_the_log_says_whatever_was_done(
    app: Flask, make: Make, todo: list[tuple[str, int, str, list[int]]]
) -> None:
    athlete = make.user()
    push = make.exercise(owner=athlete, levels=LEVELS)
    diary = Diary(app, athlete)
    logged: list[int] = []
    answered: list[int] = []
    for what, day, level, values in todo:
        rows = done(level, *values)
        if what == "log" or not logged:
            logged.append(diary.log(day, (push, rows)))
        elif what == "edit":
            entry = diary.entry(day, (push, rows))
            diary.edit(
                logged[day % len(logged)],
                lambda old, entry=entry: replace(entry, timestamp=old.timestamp),  # type: ignore[misc]  # mypy knows no defaults of lambdas
            )
        elif what == "move":
            moment = MONDAY + timedelta(days=day, minutes=day)
            diary.edit(
                logged[day % len(logged)],
                lambda old, moment=moment: replace(old, timestamp=moment),  # type: ignore[misc]  # as above
            )
        elif what == "delete":
            diary.delete(logged.pop(day % len(logged)))
        elif what == "answer" and (proposal := diary.place(push).overview().proposal):
            answer = list(Answer)[day % 3]
            given_one = ProposalAnswer(
                proposal.kind, proposal.from_level, proposal.to_level, answer
            )
            number = diary.answer(push, given_one)
            answered += [number] if number else []
        elif what == "undo" and answered:
            diary.undo(answered.pop())
        diary.place(push)
