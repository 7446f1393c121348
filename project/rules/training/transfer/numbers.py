"""Numbers, units and durations as other apps and spreadsheets write them."""

import re
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Final

from project.rules.training.transfer.types import WeightUnit

_CENTI: Final = Decimal("0.01")
_POUND: Final = Decimal("0.45359237")
_LONGEST: Final = 40
_NUMBER: Final = re.compile(r"([+-]?)([0-9]+(?:[.,][0-9]+)*|[.,][0-9]+)[.,]?")
_CLOCK: Final = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,4}):([0-9]{1,2})(?:[.,][0-9]+)?")
_PARTS: Final = re.compile(
    r"(?:([0-9]+) ?(?:h|hr|hrs|std\.?))? ?(?:([0-9]+) ?(?:m|min\.?|mins))?"
    r" ?(?:([0-9]+) ?(?:s|sec|secs|sek\.?))?",
    re.IGNORECASE,
)
_UNITS: Final = {
    **dict.fromkeys(("kg", "kgs", "kilogram", "kilograms", "kilogramm"), WeightUnit.KG),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds", "pfund"), WeightUnit.LB),
}
_MINUTE: Final = 60
_HOUR: Final = 3600


@lru_cache(maxsize=4096)
def parse_number(text: str) -> Decimal | None:
    """Return a number with a point or a comma, or None: also ``1.234,5``, ``−5`` and ``12 kg`` not.

    Where both signs occur, the last is the decimal one; a single one always is.
    """
    plain = text.replace("−", "-").replace("\N{NO-BREAK SPACE}", "")
    match = _NUMBER.fullmatch(plain) if len(plain) <= _LONGEST else None
    if match is None:
        return None
    digits = match[2]
    point, comma = digits.rfind("."), digits.rfind(",")
    if point >= 0 and comma >= 0:
        digits = digits.replace("." if point < comma else ",", "")
    elif digits.count(".") > 1 or digits.count(",") > 1:
        digits = digits.replace(".", "").replace(",", "")
    digits = digits.replace(",", ".")
    return Decimal(f"{match[1]}{digits}") if digits.count(".") <= 1 else None


@lru_cache(maxsize=4096)
def parse_seconds(text: str) -> int | None:
    """Return the seconds of ``45``, ``45.0``, ``0:45``, ``0:32:06`` or ``1h 5m 3s``."""
    if len(text) > _LONGEST:
        return None
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * _HOUR + minutes * _MINUTE + seconds
    if (match := _PARTS.fullmatch(text)) and any(match.groups()):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * _HOUR + minutes * _MINUTE + seconds
    number = parse_number(text)
    return None if number is None else int(number.to_integral_value(ROUND_HALF_EVEN))


def parse_unit(text: str) -> WeightUnit | None:
    """Return the unit that a word means."""
    return _UNITS.get(text.casefold().strip(" .()"))


@lru_cache(maxsize=4096)
def kilograms(number: Decimal, unit: WeightUnit) -> Decimal:
    """Return a weight in kilograms with two places."""
    return (number if unit is WeightUnit.KG else number * _POUND).quantize(_CENTI)


def reserve(rpe: Decimal) -> int:
    """Return repetitions in reserve; half of one is none that is sure."""
    return int((10 - rpe).to_integral_value(ROUND_FLOOR))
