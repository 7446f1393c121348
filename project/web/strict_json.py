"""JSON as its standard has it."""

import json
from math import isfinite
from typing import Any, NoReturn

from flask.json.provider import DefaultJSONProvider


class StrictJson(DefaultJSONProvider):
    """Flask's JSON, which takes neither NaN nor Infinity, nor numbers that become them."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:  # noqa: ANN401  the base's own signature
        return json.loads(s, parse_constant=_refuse, parse_float=_finite, **kwargs)


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        _refuse(digits)
    return number
