"""The level engine's answers in words: every number says why.

Only sentences are made here; what they say was decided in `project.rules`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from project.enums import CountingType
from project.i18n import N_, decimal_sign, format_day, gettext, ngettext
from project.rules.library.criteria import Criteria
from project.rules.library.sets import in_line
from project.rules.training.forecast import Forecast, Silence
from project.rules.training.ladder import LevelSession, LevelState
from project.rules.training.proposals import Proposal, ProposalKind
from project.rules.training.records import Record, RecordKind
from project.rules.training.targets import Reason, Target

DOT: Final = " · "


_REASONS: Final[Mapping[Reason, str]] = {
    Reason.NEW: N_("Neue Stufe: Mit %(start)s je Satz fängst du an, das ist der Startwert."),
    Reason.RAISED: N_("Das letzte Ziel ist geschafft: Um %(step)s steigt der niedrigste Satz."),
    Reason.GOAL_REACHED: N_(
        "Alle Sätze haben das Ziel %(goal)s erreicht, mehr muss es nicht werden."
    ),
    Reason.REPEATED: N_("Das letzte Ziel war knapp zu viel: noch einmal dasselbe."),
    Reason.LOWERED: N_("Zweimal hintereinander verfehlt: Um %(step)s sinkt der höchste Satz."),
    Reason.SETS_MISSING: N_("Was du gemacht hast, war genug. Es fehlten nur Sätze."),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One session that something rests on, ready to read."""

    workout_id: int
    day: str
    values: str


def amount(value: int, counting_type: str) -> str:
    """Return ``8`` or ``0:45``; any size."""
    return clock(value) if counting_type == CountingType.DURATION else str(value)


def clock(seconds: int) -> str:
    """Return ``0:45`` or ``83:20``; any size."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02d}"


def decimal(value: float) -> str:
    """Return ``0,80``."""
    return f"{value:.2f}".replace(".", decimal_sign())


def amounts(values: Sequence[int], counting_type: str) -> str:
    """Return ``8 · 8 · 7``; a dash when nothing counted."""
    return DOT.join(amount(value, counting_type) for value in values) or "–"


def sets(rows: Sequence[tuple[int, Mapping[str, Any]]], counting_type: str) -> str:
    """Return ``8 @ +10 · L 7``: values with what else was noted."""
    return DOT.join(in_line(amount(value, counting_type), noted) for value, noted in rows)


def with_unit(value: int, counting_type: str) -> str:
    """Return ``8 Wdh.`` or ``0:45``."""
    if counting_type == CountingType.DURATION:
        return clock(value)
    return ngettext("%(num)s Wdh.", "%(num)s Wdh.", value)


def day(moment: date | datetime) -> str:
    """Return ``12.09.2026``."""
    return format_day(moment)


def evidence(rows: Sequence[LevelSession], counting_type: str) -> list[Evidence]:
    """Return the sessions something rests on, oldest first."""
    return [Evidence(row.workout, day(row.at), amounts(row.values, counting_type)) for row in rows]


def criterion(criteria: Criteria, counting_type: str) -> str:
    """Return ``3 × 8`` or ``3 × 0:30``."""
    return f"{criteria.goal_sets} × {amount(criteria.goal_value, counting_type)}"


def mastered(criteria: Criteria, counting_type: str) -> str:
    """Say what it takes to be ready for the next level."""
    return gettext(
        "Bereit bist du mit %(goal)s in %(sessions)s der letzten 3 Trainings auf dieser Stufe.",
        goal=criterion(criteria, counting_type),
        sessions=criteria.goal_sessions,
    )


def target_label(values: str) -> str:
    """Name a target: ``Nächstes Ziel: 8 · 8 · 7``."""
    return gettext("Nächstes Ziel: %(values)s", values=values)


def last_trained(when: date) -> str:
    """Return ``zuletzt 12.09.2026``."""
    return gettext("zuletzt %(day)s", day=day(when))


def target_reason(target: Target, criteria: Criteria, counting_type: str) -> str:
    """Say which rule made the target, and what a pause took off."""
    text = _reason(target, criteria, counting_type)
    if target.lay_off is None:
        return text
    pause = ngettext(
        "Nach %(num)s Tag Pause sind es %(percent)s %% weniger; das ist unsere eigene Regel.",
        "Nach %(num)s Tagen Pause sind es %(percent)s %% weniger; das ist unsere eigene Regel.",
        target.lay_off.days,
        percent=target.lay_off.percent,
    )
    return f"{text} {pause}"


def _reason(target: Target, criteria: Criteria, counting_type: str) -> str:
    text = _REASONS[target.reason]
    if target.reason is Reason.LOWERED and target.changed is None:
        text = N_("Zweimal verfehlt, aber niedriger geht das Ziel nicht.")
    return gettext(
        text,
        step=with_unit(target.step, counting_type),
        start=with_unit(criteria.start_value, counting_type),
        goal=with_unit(criteria.goal_value, counting_type),
    )


def state_name(state: LevelState) -> str:
    """Return how it goes at a level in a word or two."""
    match state:
        case LevelState.NEW:
            return gettext("neu")
        case LevelState.STRUGGLING:
            return gettext("noch zu schwer")
        case LevelState.WORKING:
            return gettext("auf dem Weg")
        case LevelState.READY:
            return gettext("bereit")


def proposal_title(proposal: Proposal, names: Mapping[int, str]) -> str:
    """Say what is proposed in a line."""
    to_name = names[proposal.to_level]
    number = list(names).index(proposal.to_level) + 1
    match proposal.kind:
        case ProposalKind.ADVANCE:
            return gettext("Bereit für Stufe %(number)s: %(name)s", number=number, name=to_name)
        case ProposalKind.STEP_BACK:
            return gettext("Zurück auf Stufe %(number)s: %(name)s?", number=number, name=to_name)
        case ProposalKind.LADDER_DONE:
            return gettext("Leiter geschafft: %(name)s", name=to_name)


def accept_label(kind: ProposalKind) -> str:
    """Name the button that says yes to a proposal."""
    match kind:
        case ProposalKind.ADVANCE:
            return gettext("Ja, nächste Stufe")
        case ProposalKind.STEP_BACK:
            return gettext("Ja, eine Stufe zurück")
        case ProposalKind.LADDER_DONE:
            return gettext("Ja, geschafft")


def proposal_reason(proposal: Proposal, criteria: Criteria, counting_type: str) -> str:
    """Say which rule made the proposal."""
    match proposal.kind:
        case ProposalKind.STEP_BACK:
            return gettext(
                "In den letzten zwei Trainings auf dieser Stufe blieb auch dein bester Satz unter"
                " %(start)s, dem Startwert.",
                start=with_unit(criteria.start_value, counting_type),
            )
        case ProposalKind.ADVANCE | ProposalKind.LADDER_DONE:
            return gettext(
                "Du hast %(goal)s in %(count)s der letzten 3 Trainings auf dieser Stufe erreicht.",
                goal=criterion(criteria, counting_type),
                count=len(proposal.evidence),
            )


def record_title(record: Record, counting_type: str) -> str:
    """Name a record with its value."""
    value = with_unit(record.value, counting_type)
    match record.kind:
        case RecordKind.FIRST_DAY:
            return gettext("Erster Tag auf dieser Stufe")
        case RecordKind.BEST_SET if counting_type == CountingType.DURATION:
            return gettext("Längste Haltezeit: %(value)s", value=value)
        case RecordKind.BEST_SET:
            return gettext("Bester Satz: %(value)s", value=value)
        case RecordKind.BEST_SUM:
            return gettext("Höchste Summe eines Trainings: %(value)s", value=value)
        case RecordKind.FIRST_MET:
            return gettext("Ziel zum ersten Mal erreicht")
        case RecordKind.HARDEST_MET:
            return gettext("Schwerste gemeisterte Stufe")


def record_before(record: Record, names: Mapping[int, str], counting_type: str) -> str:
    """Say what stood before; empty for a first one."""
    if record.previous is None:
        return ""
    if record.kind is RecordKind.HARDEST_MET:
        return gettext("davor %(name)s", name=names.get(record.previous, "–"))
    return gettext("davor %(value)s", value=with_unit(record.previous, counting_type))


def forecast_text(result: Forecast | Silence, criteria: Criteria, counting_type: str) -> str:
    """Say in how many weeks, or why that cannot be said."""
    if isinstance(result, Forecast):
        span = result.span
        if span.weeks_from == 0:
            return ngettext(
                "In höchstens %(num)s Woche, wenn du so weitertrainierst.",
                "In höchstens %(num)s Wochen, wenn du so weitertrainierst.",
                span.weeks_to,
            )
        return ngettext(
            "In etwa %(first)s–%(num)s Woche, wenn du so weitertrainierst.",
            "In etwa %(first)s–%(num)s Wochen, wenn du so weitertrainierst.",
            span.weeks_to,
            first=span.weeks_from,
        )
    match result:
        case Silence.READY:
            return gettext("Das Ziel dieser Stufe hast du schon erreicht.")
        case Silence.TOO_FEW_POINTS:
            return ngettext(
                "Noch nicht absehbar: Es braucht 6 Trainings an 6 Tagen mit je %(num)s Satz in"
                " den letzten 16 Wochen.",
                "Noch nicht absehbar: Es braucht 6 Trainings an 6 Tagen mit je %(num)s Sätzen in"
                " den letzten 16 Wochen.",
                criteria.goal_sets,
            )
        case Silence.NOT_RISING:
            return gettext(
                "Noch nicht absehbar: Die Linie deiner letzten 16 Wochen steigt nicht sicher genug."
            )
        case Silence.TOO_FAR:
            return gettext("Noch nicht absehbar: Bis zum Ziel wäre es mehr als ein halbes Jahr.")


def times(count: int) -> str:
    """Return ``3 Trainings``."""
    return ngettext("%(num)s Training", "%(num)s Trainings", count)
