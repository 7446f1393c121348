"""The figures of a set: what is noted of one, within which bounds, and how an athlete writes it.

This is the only list of them. The database's columns and rules, the editor, the phone logger, the
service that stores and the export read it: a new figure is a member of `SetFigures`, an entry of
`FIGURES`, a column and the place where a page asks for it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from types import MappingProxyType
from typing import Any, Final

from project.enums import CountingType, SetType, Side
from project.i18n import decimal_sign, gettext, lazily, lazy_gettext, pgettext
from project.rules.library.counts import MAX_REPS, parse_reps
from project.rules.library.durations import MAX_DURATION, format_duration, parse_duration

MAX_LOAD: Final = Decimal("999.99")
MAX_RIR: Final = 10

_CENTI: Final = Decimal("0.01")
_LOAD: Final = re.compile(r"([+-]?)([0-9]{1,3})(?:[.,]([0-9]{1,2}))?")
_RIR: Final = re.compile(r"[0-9]|10")

_SHORT_SIDES: Final = {Side.LEFT: "L", Side.RIGHT: "R"}

Value = int | Decimal | str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFigures:
    """What was done in a set; counted in repetitions or in seconds, the rest is optional.

    ``load_kg`` above 0 is a vest, below 0 a band; ``rir`` are repetitions in reserve; ``set_type``
    is None for an ordinary set.
    """

    reps: int | None = None
    duration: int | None = None
    load_kg: Decimal | None = None
    side: str | None = None
    rir: int | None = None
    set_type: str | None = None

    @property
    def is_own_set(self) -> bool:
        """Whether it is a set by itself, of those that targets and criteria count."""
        return is_own_set(self.set_type)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: ``name`` is its column and its name for programs, ``field`` that of forms.

    ``parse`` reads what was typed and ``read`` a value of JSON; both give None for what is no such
    figure. ``allows`` says whether a value is within bounds, ``show`` writes it as it is typed,
    ``say`` as it is read. ``rule`` tells people what is allowed.
    """

    name: str
    field: str
    rule: str
    parse: Callable[[str], Any]
    read: Callable[[Any], Any]
    allows: Callable[[Any], bool]
    show: Callable[[Any], str] = str
    say: Callable[[Any], str] = str
    before: Callable[[Any], str] = lambda _: ""
    after: Callable[[Any], str] = lambda _: ""
    in_brackets: Callable[[Any], str] = lambda _: ""
    """How an optional figure stands in a line of many sets (`in_line`): before the value, behind it, or
    in words in brackets at the end."""

    plain: Callable[[Any], Any] = lambda value: value
    """Gives the value as JSON has it."""

    counts: CountingType | None = None
    """The way of counting this is the value of; None for what is optional."""

    is_planned: bool = True
    """Whether a plan says it; what is judged only afterwards is asked anew each time."""

    missing: str = ""
    instead: str = ""
    """What is said where it is missing, and where the other way of counting came in its place."""

    switch: str = ""
    """The column of the exercise that says whether an optional figure is asked for; one without may
    be noted at any set, where the athlete looks for it."""

    switch_label: str = ""
    label: str = ""
    placeholder: str = ""
    inputmode: str = "text"
    choices: Sequence[tuple[str, str]] = ()
    heading: str = ""
    """Of its column in a table for people, where that is not ``name``."""

    def label_of(self, number: int) -> str:
        """Return the label of its field at a set, which is known by its number."""
        return self.label % {"number": number}


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _is_load(value: Any) -> bool:  # noqa: ANN401  any value is asked about
    if not isinstance(value, Decimal) or not value.is_finite() or abs(value) > MAX_LOAD:
        return False
    return value == value.quantize(_CENTI)


def _parse_load(text: str) -> Decimal | None:
    match = _LOAD.fullmatch(text.replace("−", "-"))
    return Decimal(f"{match[1]}{match[2]}.{match[3] or 0}") if match else None


def _read_load(value: Any) -> Decimal | None:  # noqa: ANN401  any JSON
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not isfinite(value):
        return None
    if abs(value) > MAX_LOAD + 1:  # too large to be rounded
        return None
    load = Decimal(str(value)).quantize(_CENTI)
    return load if abs(load) <= MAX_LOAD else None


def _show_load(kilograms: Decimal) -> str:
    return f"{kilograms:f}".replace(".", decimal_sign())


def _signed(kilograms: Decimal) -> str:
    return f"{kilograms.normalize():+f}".replace(".", decimal_sign()).replace("-", "−")


def _say_load(kilograms: Decimal) -> str:
    """Return ``+2,5 kg`` for a vest or ``−10 kg`` for a band."""
    return f"{_signed(kilograms)} kg"


def at_load(kilograms: Decimal | float | None) -> str:
    """Return the load as it follows a value in a line of many: `` @ +10``; nothing for none."""
    if not kilograms:
        return ""
    return f" @ {_signed(Decimal(str(kilograms)))}"


def _is_side(value: Any) -> bool:  # noqa: ANN401  any value is asked about
    return isinstance(value, str) and value in set(Side)


def _a_side(value: Any) -> str | None:  # noqa: ANN401  any JSON
    return value if _is_side(value) else None


def _say_side(word: str) -> str:
    return gettext("links") if word == Side.LEFT else gettext("rechts")


def _is_type(value: Any) -> bool:  # noqa: ANN401  any value is asked about
    return isinstance(value, str) and value in set(SetType)


def _say_type(word: str) -> str:
    return {
        SetType.WARM_UP: gettext("Aufwärmsatz"),
        SetType.FAILURE: gettext("bis zum Versagen"),
        SetType.SEGMENT: gettext("leichter weiter"),
    }[SetType(word)]


def is_own_set(set_type: str | None) -> bool:
    """Tell whether a set of this type is one by itself: no warm-up, and no part of the one before."""
    return set_type not in {SetType.WARM_UP, SetType.SEGMENT}


def _type_in_brackets(word: str) -> str:
    return {
        SetType.WARM_UP: pgettext("type of a set", "Aufwärmen"),
        SetType.FAILURE: pgettext("type of a set", "Versagen"),
        SetType.SEGMENT: "",  # its plus says so
    }[SetType(word)]


def _say_rir(number: int) -> str:
    return gettext("%(number)s in Reserve", number=number)


def _only_if(allows: Callable[[Any], bool]) -> Callable[[Any], Any]:
    """Return what reads JSON whose values are the figure's own."""
    return lambda value: value if allows(value) else None


_REPS: Final = _whole(0, MAX_REPS)
_SECONDS: Final = _whole(0, MAX_DURATION)
_RESERVE: Final = _whole(0, MAX_RIR)

FIGURES: Final[Mapping[str, Figure]] = MappingProxyType(
    {
        figure.name: figure
        for figure in (
            Figure(
                name="reps",
                field="reps",
                rule=lazy_gettext(
                    "Eine ganze Zahl von %(low)d bis %(high)d.", low=0, high=MAX_REPS
                ),
                parse=parse_reps,
                read=_only_if(_REPS),
                allows=_REPS,
                counts=CountingType.REPS,
                missing=lazy_gettext("Wie viele Wiederholungen?"),
                instead=lazy_gettext("Diese Übung wird in Wiederholungen gezählt."),
                inputmode="numeric",
            ),
            Figure(
                name="duration",
                field="duration",
                rule=lazy_gettext("Als mm:ss, zum Beispiel 1:30, oder in Sekunden."),
                parse=parse_duration,
                read=_only_if(_SECONDS),
                allows=_SECONDS,
                show=format_duration,
                say=format_duration,
                counts=CountingType.DURATION,
                missing=lazy_gettext("Wie lange?"),
                instead=lazy_gettext("Diese Übung wird nach Zeit gezählt."),
                heading="seconds",
            ),
            Figure(
                name="load_kg",
                field="load",
                rule=lazy_gettext(
                    "Kilogramm von −%(most)s bis %(most)s, zum Beispiel 2,5.",
                    most=lazily(_show_load, MAX_LOAD),
                ),
                parse=_parse_load,
                read=_read_load,
                allows=_is_load,
                show=_show_load,
                say=_say_load,
                after=at_load,
                plain=float,
                switch="tracks_load",
                switch_label=lazy_gettext("Zusatzgewicht oder Unterstützung (kg)"),
                label=lazy_gettext("Zusatzgewicht in kg, Satz %(number)s"),
                placeholder="± kg",
            ),
            Figure(
                name="side",
                field="side",
                rule=lazy_gettext("Links oder rechts."),
                parse=_a_side,
                read=_a_side,
                allows=_is_side,
                say=_say_side,
                before=lambda word: f"{_SHORT_SIDES[Side(word)]} ",
                switch="tracks_sides",
                switch_label=lazy_gettext("Links und rechts getrennt"),
                label=lazy_gettext("Seite, Satz %(number)s"),
                choices=(
                    ("", lazy_gettext("beide")),
                    (Side.LEFT.value, lazy_gettext("links")),
                    (Side.RIGHT.value, lazy_gettext("rechts")),
                ),
            ),
            Figure(
                name="rir",
                field="rir",
                rule=lazy_gettext("Eine ganze Zahl von %(low)d bis %(high)d.", low=0, high=MAX_RIR),
                parse=lambda text: int(text) if _RIR.fullmatch(text) else None,
                read=_only_if(_RESERVE),
                allows=_RESERVE,
                say=_say_rir,
                in_brackets=_say_rir,
                is_planned=False,
                switch="tracks_rir",
                switch_label=lazy_gettext("Wiederholungen in Reserve"),
                label=lazy_gettext("Wiederholungen in Reserve, Satz %(number)s"),
                placeholder=lazy_gettext("Reserve"),
                inputmode="numeric",
                heading="reps_in_reserve",
            ),
            Figure(
                name="set_type",
                field="type",
                rule=lazy_gettext("Eine der Satzarten."),
                parse=_only_if(_is_type),
                read=_only_if(_is_type),
                allows=_is_type,
                say=_say_type,
                before=lambda word: "+" if word == SetType.SEGMENT else "",
                in_brackets=_type_in_brackets,
                label=lazy_gettext("Satzart, Satz %(number)s"),
                choices=(
                    ("", lazy_gettext("normaler Satz")),
                    (SetType.WARM_UP.value, lazy_gettext("Aufwärmsatz")),
                    (SetType.FAILURE.value, lazy_gettext("bis zum Versagen")),
                    (SetType.SEGMENT.value, lazy_gettext("leichter weiter")),
                ),
            ),
        )
    }
)
OPTIONAL: Final = tuple(figure for figure in FIGURES.values() if figure.counts is None)
SWITCHES: Final = tuple(figure.switch for figure in OPTIONAL if figure.switch)
BY_FIELD: Final[Mapping[str, Figure]] = MappingProxyType(
    {figure.field: figure for figure in FIGURES.values()}
)
COUNTED: Final[Mapping[str, Figure]] = MappingProxyType(
    {figure.counts.value: figure for figure in FIGURES.values() if figure.counts}
)
"""The figure that is the value of a set, by the way its exercise is counted."""


def counted_value(counting_type: str, value: int | None) -> dict[str, Any]:
    """Return the value of a set of an exercise that is counted so, by the figure's name."""
    return {COUNTED[counting_type].name: value}


def figures_of(row: object) -> dict[str, Any]:
    """Return the figures of anything that has them, by name."""
    return {name: getattr(row, name) for name in FIGURES}


def planned_figures(row: object) -> dict[str, Any]:
    """Return the figures of a set as a plan has them."""
    return {
        name: getattr(row, name) if figure.is_planned else None for name, figure in FIGURES.items()
    }


def said_beside_value(row: object) -> list[str]:
    """Return what a set has beside its value, each in words; what was not noted is left out."""
    noted = ((figure, getattr(row, figure.name)) for figure in OPTIONAL)
    return [figure.say(value) for figure, value in noted if value is not None]


def in_line(value: str, figures: Mapping[str, Any]) -> str:
    """Return a set as it stands in a line of many: ``8 @ +10``, ``L 8``, ``+4``, ``12 (Aufwärmen)``.

    ``value`` is what was counted, as it is said; of ``figures`` the optional ones follow.
    """
    noted = [(each, figures[each.name]) for each in OPTIONAL if figures.get(each.name) is not None]
    for figure, said in noted:
        value = f"{figure.before(said)}{value}{figure.after(said)}"
    words = [text for figure, said in noted if (text := figure.in_brackets(said))]
    return f"{value} ({', '.join(words)})" if words else value


def figure_faults(row: object, counting_type: str) -> dict[str, str]:
    """Return what is wrong with a set of an exercise that is counted so: a sentence for each name.

    Its value is there and alone, and each figure is within its bounds.
    """
    faults = {}
    counted = COUNTED[counting_type]
    others = [figure for figure in COUNTED.values() if figure is not counted]
    value = getattr(row, counted.name)
    has_other = any(getattr(row, figure.name) is not None for figure in others)
    if value is None:
        faults[counted.name] = counted.instead if has_other else counted.missing
    elif not counted.allows(value):
        faults[counted.name] = counted.rule
    elif has_other:
        faults[counted.name] = gettext("Wiederholungen oder Dauer, nicht beides.")
    for figure in OPTIONAL:
        value = getattr(row, figure.name)
        if value is not None and not figure.allows(value):
            faults[figure.name] = figure.rule
    return {name: str(text) for name, text in faults.items()}
