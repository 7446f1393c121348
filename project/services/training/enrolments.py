"""Following a program: begun, moved on, paused, made lighter, ended. Nobody is punished for anything."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from sqlalchemy import delete

from project.enums import StepKind
from project.exceptions import DomainError, FieldError
from project.extensions import db
from project.i18n import gettext
from project.models import Enrolment, EnrolmentPause, EnrolmentStep, Program, User, utc_now
from project.queries.training import enrolments as queries
from project.queries.training.enrolments import EnrolmentState
from project.rules.limits import MAX_ENROLMENTS
from project.rules.training.sequence import WEEK
from project.services.account.locking import lock_athletes
from project.services.training.progression_upkeep import today_of

_MONDAY_TO_SUNDAY: Final = range(1, WEEK + 1)


class TooManyProgramsError(DomainError):
    """As many programs run at once as can."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "Mehr als %(most)d Programme zugleich gehen nicht. Beende erst eines.",
                most=MAX_ENROLMENTS,
            )
        )


class EnrolmentEndedError(DomainError):
    """The program was ended meanwhile."""

    def __init__(self) -> None:
        super().__init__(gettext("Dieses Programm läuft nicht mehr."))


def enrol(
    athlete: User,
    program: Program,
    *,
    weekdays: Collection[int] = (),
    first_day_id: int | None = None,
) -> Enrolment:
    """Begin the athlete's own program; where it runs already, it gets the new weekdays.

    ``weekdays`` are numbers, 1 for Monday. ``first_day_id`` is where it begins, if not at its first
    day. Raises `TooManyProgramsError`. The caller commits.
    """
    digits = _digits(weekdays)
    lock_athletes(athlete.id)
    running = queries.running_rows(athlete)
    known = next((each for each in running if each.program_id == program.id), None)
    if known is not None:
        known.weekdays = digits
        return known
    taken = {each.slot for each in running}
    slot = next((each for each in range(1, MAX_ENROLMENTS + 1) if each not in taken), None)
    if slot is None:
        raise TooManyProgramsError
    enrolment = Enrolment(
        user_id=athlete.id,
        program_id=program.id,
        running_program_id=program.id,
        slot=slot,
        weekdays=digits,
    )
    db.session.add(enrolment)
    db.session.flush()  # the step and the callers need its id
    if first_day_id is not None:
        choose(athlete, enrolment, first_day_id)
    return enrolment


def set_weekdays(enrolment: Enrolment, weekdays: Collection[int]) -> None:
    """Change the days of the week on which something is due."""
    _refuse_ended(enrolment)
    enrolment.weekdays = _digits(weekdays)


def _digits(weekdays: Collection[int]) -> str:
    if not set(weekdays) <= set(_MONDAY_TO_SUNDAY):
        raise FieldError("weekdays", gettext("Diesen Wochentag gibt es nicht."))
    return "".join(str(each) for each in sorted(set(weekdays)))


def skip(athlete: User, enrolment: Enrolment, day_id: int) -> bool:
    """Leave the next day out; False when another one is next by now, as after a second press."""
    state = _state(athlete, enrolment)
    found = state.position
    if found is None or found.day_id != day_id:
        return False
    _step(enrolment, StepKind.SKIPPED, day_id)
    return True


def choose(athlete: User, enrolment: Enrolment, day_id: int) -> bool:
    """Make another day the next one; False when it is that already, or no day of the program."""
    state = _state(athlete, enrolment)
    found = state.position
    if found is None or state.day(day_id) is None or found.day_id == day_id:
        return False
    _step(enrolment, StepKind.CHOSEN, day_id)
    return True


def _step(enrolment: Enrolment, kind: StepKind, day_id: int) -> None:
    db.session.add(
        EnrolmentStep(
            enrolment_id=enrolment.id, program_day_id=day_id, kind=kind.value, at=utc_now()
        )
    )


def undo(athlete: User, enrolment: Enrolment, step_id: int) -> bool:
    """Take a step back; False when it is not the newest move any more."""
    last = _state(athlete, enrolment).undoable
    if last is None or last.id != step_id:
        return False
    db.session.execute(delete(EnrolmentStep).where(EnrolmentStep.id == last.id))
    return True


def pause(athlete: User, enrolment: Enrolment) -> bool:
    """Let nothing be due from today on; False when it is so already."""
    _refuse_ended(enrolment)
    if queries.open_pause(enrolment.id) is not None:
        return False
    db.session.add(
        EnrolmentPause(
            enrolment_id=enrolment.id,
            open_enrolment_id=enrolment.id,
            began_on=today_of(athlete),
        )
    )
    return True


def resume(athlete: User, enrolment: Enrolment) -> bool:
    """Go on: today is no day of the pause any more; False when there is none."""
    _refuse_ended(enrolment)
    return _end_pause(athlete, enrolment)


def _end_pause(athlete: User, enrolment: Enrolment) -> bool:
    pausing = queries.open_pause(enrolment.id)
    if pausing is None:
        return False
    yesterday = today_of(athlete) - timedelta(days=1)
    if pausing.began_on > yesterday:
        db.session.delete(pausing)
    else:
        pausing.ended_on = yesterday
        pausing.open_enrolment_id = None
    return True


def begin_deload(athlete: User, enrolment: Enrolment) -> None:
    """Make everything lighter for a week from today; one that runs goes on as it is."""
    _refuse_ended(enrolment)
    today = today_of(athlete)
    if enrolment.deload_until is None or enrolment.deload_until < today:
        enrolment.deload_from = today
        enrolment.deload_until = today + timedelta(days=WEEK - 1)


def end_deload(athlete: User, enrolment: Enrolment) -> None:
    """Let the lighter week be over: today is no day of it any more."""
    _refuse_ended(enrolment)
    today = today_of(athlete)
    if enrolment.deload_from is None or enrolment.deload_until is None:
        return
    if enrolment.deload_from >= today:
        enrolment.deload_from = enrolment.deload_until = None
    else:
        enrolment.deload_until = min(enrolment.deload_until, today - timedelta(days=1))


def end(athlete: User, enrolment: Enrolment) -> bool:
    """End the program; its workouts stay. False when it has ended already."""
    if enrolment.ended_at is not None:
        return False
    _end_pause(athlete, enrolment)
    enrolment.ended_at = utc_now()
    enrolment.slot = None
    enrolment.running_program_id = None
    return True


def _state(athlete: User, enrolment: Enrolment) -> EnrolmentState:
    _refuse_ended(enrolment)
    db.session.flush()  # what was changed must be read
    state = queries.enrolment_state(enrolment.id, athlete.calendar, today_of(athlete))
    if state is None:
        raise EnrolmentEndedError
    return state


def _refuse_ended(enrolment: Enrolment) -> None:
    if enrolment.ended_at is not None:
        raise EnrolmentEndedError
