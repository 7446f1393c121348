"""The fields in which an athlete says when a level is mastered."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from project.enums import CountingType
from project.i18n import gettext
from project.queries.library.exercises import LevelRow
from project.rules.library.criteria import (
    SITE_CRITERIA,
    Criteria,
    CriteriaFault,
    CriteriaOverride,
    Fault,
    criteria_faults,
    resolve_criteria,
)
from project.rules.library.durations import format_duration, parse_duration

NAMES: Final = ("goal_sets", "start_value", "goal_value", "goal_sessions", "step")
VALUES: Final = frozenset({"start_value", "goal_value", "step"})
"""Counted like the sets themselves: in repetitions, or as a duration."""

MOST_DIGITS: Final = 8


@dataclass
class CriteriaRow:
    """The five numbers of an exercise (without ``level``) or a level, as they were typed.

    ``inherited`` is what holds where nothing is typed; ``sent`` says whether it was asked for.
    """

    level: LevelRow | None
    texts: dict[str, str]
    sent: bool = False
    inherited: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def name_of(self, name: str) -> str:
        """Return the name of a number's field on the page."""
        return name if self.level is None else f"{name}-{self.level.id}"


class CriteriaField(Field):
    """What it takes to master a level: for the exercise, and for each of its stored levels.

    The exercise's numbers are called ``goal_sets``, ``start_value``, ``goal_value``,
    ``goal_sessions`` and ``step``, a level's are followed by its id. An empty one holds as above.
    """

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().__init__(label, **kwargs)
        self.rows = [CriteriaRow(None, dict.fromkeys(NAMES, ""))]
        self._sent: Any = None
        self._counting_type = CountingType.REPS.value

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ANN401  WTForms' own signature
        self.process_errors = []
        self._sent = formdata
        self.rows = [self._typed(None)]

    def for_levels(self, levels: Sequence[LevelRow]) -> None:
        """Ask for the numbers of these stored levels too."""
        self.rows = [self.rows[0], *(self._typed(level) for level in levels)]

    def show(
        self, counting_type: str, own: CriteriaOverride, levels: Mapping[int, CriteriaOverride]
    ) -> None:
        """Fill the field with what is stored; after ``for_levels``."""
        for row in self.rows:
            chosen = own if row.level is None else levels.get(row.level.id, CriteriaOverride())
            row.texts = {
                name: _text(name, value, counting_type) for name, value in asdict(chosen).items()
            }

    def explain(self, counting_type: str) -> None:
        """Say at each field what holds when it is empty."""
        kind = counting_type if counting_type in SITE_CRITERIA else CountingType.REPS.value
        own, _ = _read(self.rows[0], kind)
        for row in self.rows:
            above = resolve_criteria(kind) if row.level is None else resolve_criteria(kind, own)
            row.inherited = {
                name: _text(name, value, kind) for name, value in asdict(above).items()
            }

    @property
    def is_wrong(self) -> bool:
        """Whether anything is wrong, so that the fields should be seen."""
        return any(row.errors for row in self.rows)

    @property
    def own_levels(self) -> int:
        """How many levels have numbers of their own."""
        return sum(any(row.texts.values()) for row in self.rows if row.level)

    @property
    def has_own(self) -> bool:
        """Whether the exercise has numbers of its own."""
        return any(self.rows[0].texts.values())

    def check(self, counting_type: str) -> None:
        """Validate as numbers of this way of counting."""
        self._counting_type = counting_type
        own, errors = _read(self.rows[0], counting_type)
        self.rows[0].errors = errors or _faults(own, resolve_criteria(counting_type), counting_type)
        for row in self.rows[1:]:
            chosen, errors = _read(row, counting_type)
            above = resolve_criteria(counting_type, own)
            row.errors = errors or _faults(chosen, above, counting_type)

    def pre_validate(self, form: BaseForm) -> None:
        counting_type = form["counting_type"].data
        if counting_type not in SITE_CRITERIA:
            return  # its own field says so
        self.check(counting_type)
        wrong = [
            f"{row.level.name}: {text}" if row.level else text
            for row in self.rows
            for text in row.errors.values()
        ]
        if wrong:
            self.errors = wrong[:5]
            raise StopValidation

    def own(self) -> CriteriaOverride | None:
        """Return the exercise's numbers, None when the form did not ask for them.

        Only call it on a valid field.
        """
        first = self.rows[0]
        return _read(first, self._counting_type)[0] if first.sent else None

    def of_levels(self) -> dict[int, CriteriaOverride]:
        """Return the numbers of each level that was asked for; only call it on a valid field."""
        return {
            row.level.id: _read(row, self._counting_type)[0]
            for row in self.rows
            if row.level and row.sent
        }

    def _typed(self, level: LevelRow | None) -> CriteriaRow:
        row = CriteriaRow(level, dict.fromkeys(NAMES, ""))
        if self._sent:
            row.texts = {name: self._sent.get(row.name_of(name), "").strip() for name in NAMES}
            row.sent = any(row.name_of(name) in self._sent for name in NAMES)
        return row


def _text(name: str, value: int | None, counting_type: str) -> str:
    if value is None:
        return ""
    if name in VALUES and counting_type == CountingType.DURATION:
        return format_duration(value)
    return str(value)


def _read(row: CriteriaRow, counting_type: str) -> tuple[CriteriaOverride, dict[str, str]]:
    """Return the typed numbers, and a message for each that is none."""
    numbers: dict[str, int | None] = {}
    errors: dict[str, str] = {}
    for name, text in row.texts.items():
        lasts = name in VALUES and counting_type == CountingType.DURATION
        numbers[name] = None
        if not text:
            continue
        if lasts:
            numbers[name] = parse_duration(text)
        elif len(text) <= MOST_DIGITS and text.isascii() and text.isdigit():
            numbers[name] = int(text)
        if numbers[name] is None:
            errors[name] = (
                gettext("Bitte als Dauer eingeben, zum Beispiel 0:30.")
                if lasts
                else gettext("Bitte eine ganze Zahl eingeben.")
            )
    return CriteriaOverride(**numbers), errors


def _faults(chosen: CriteriaOverride, above: Criteria, counting_type: str) -> dict[str, str]:
    """Return what is wrong with numbers that stand over others; those are judged where they stand."""
    given = {name: value for name, value in asdict(chosen).items() if value is not None}
    whole = replace(above, **given)
    if "start_value" not in given:
        # A lowered goal takes the start from above along.
        whole = replace(whole, start_value=min(whole.start_value, max(whole.goal_value, 1)))
    return {
        fault.field: _message(fault, counting_type)
        for fault in criteria_faults(whole, counting_type)
        if fault.field in given
    }


def _message(fault: CriteriaFault, counting_type: str) -> str:
    limit = _text(fault.field, fault.limit, counting_type)
    match fault.fault:
        case Fault.TOO_LOW:
            return gettext("Mindestens %(limit)s.", limit=limit)
        case Fault.TOO_HIGH:
            return gettext("Höchstens %(limit)s.", limit=limit)
        case Fault.START_ABOVE_GOAL:
            return gettext("Der Start liegt über dem Ziel %(limit)s.", limit=limit)
