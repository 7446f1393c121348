"""What may be done with a program that runs, ready to print."""

from dataclasses import dataclass

from project.enums import StepKind
from project.i18n import gettext, ngettext
from project.queries.training.enrolments import EnrolledDay, EnrolmentState
from project.rules.training.deload import DeloadReason
from project.rules.training.program_end import EndReason
from project.services.training.program_offers import ProgramOffer


@dataclass(frozen=True, slots=True)
class DayChoice:
    """A day that a button names."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class EnrolmentControls:
    """The lines of a running program's menu.

    ``skip`` is the day that can be left out, ``others`` are those that can be done instead; while
    it pauses there are neither.
    """

    id: int
    skip: DayChoice | None
    others: list[DayChoice]
    undo_id: int | None
    undo_words: str
    is_paused: bool
    is_deload: bool


@dataclass(frozen=True, slots=True)
class OfferLine:
    """What is offered now, with its reason: the end of the program, else a lighter week."""

    reason: str
    is_end: bool


def offer_line(offer: ProgramOffer, state: EnrolmentState) -> OfferLine:
    """Say what is offered, and why."""
    match offer.end:
        case EndReason.GOAL:
            return OfferLine(gettext("Ziel erreicht: %(level)s.", level=offer.goal), is_end=True)
        case EndReason.WEEKS:
            return OfferLine(_weeks_over(state.weeks or 0), is_end=True)
    match offer.deload:
        case DeloadReason.STEPPED_BACK:
            said = gettext(
                "In zwei Wochen ging es zweimal eine Stufe zurück: Eine leichte Woche könnte guttun."
            )
        case DeloadReason.LOAD_ROSE:
            said = gettext(
                "Drei Wochen lang wurde es mehr, dann fehlte etwas zum Ziel: Eine leichte Woche "
                "könnte guttun."
            )
        case _:
            said = gettext(
                "Nach %(weeks)s Wochen sieht dein Programm eine leichte Woche vor.",
                weeks=state.deload_every,
            )
    return OfferLine(said, is_end=False)


def _weeks_over(weeks: int) -> str:
    return ngettext(
        "Die Woche dieses Programms ist um.", "Die %(num)s Wochen dieses Programms sind um.", weeks
    )


def controls_of(state: EnrolmentState) -> EnrolmentControls:
    """Return what may be done with a program today."""
    next_day = None if state.is_paused else state.next_day
    step = state.undoable
    return EnrolmentControls(
        id=state.id,
        skip=None if next_day is None else _choice(next_day),
        others=[]
        if next_day is None
        else [_choice(day) for day in state.days if not day.is_rest and day.id != next_day.id],
        undo_id=None if step is None else step.id,
        undo_words="" if step is None else _undo_words(state, step.day_id, step.step),
        is_paused=state.is_paused,
        is_deload=state.is_deload,
    )


def _choice(day: EnrolledDay) -> DayChoice:
    return DayChoice(day.id, title_of(day))


def title_of(day: EnrolledDay) -> str:
    """Return what a day is called."""
    return day.title or day.template_title


def _undo_words(state: EnrolmentState, day_id: int, step: StepKind | None) -> str:
    day = state.day(day_id)
    title = "" if day is None else title_of(day)
    if step is StepKind.SKIPPED:
        return gettext("%(day)s ausgelassen", day=title)
    return gettext("%(day)s vorgezogen", day=title)
