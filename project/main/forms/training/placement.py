"""What an athlete says of where they stand: a level for each ladder, or nothing."""

import re
from collections.abc import Sequence
from typing import Any, Final

from werkzeug.datastructures import MultiDict
from wtforms import Field

from project.exceptions import InvalidError
from project.i18n import gettext
from project.main.forms.training.workout_rows import parse_id
from project.web.forms import Form

MOST: Final = 50
"""Ladders of one page."""

_NAME: Final = re.compile(r"level([0-9]{1,10})")


def asked_ladders(read: MultiDict[str, str]) -> list[int]:
    """Return the exercises that an address names, each once; what is no id is left out."""
    numbers = (parse_id(text) for text in read.getlist("exercise"))
    return list(dict.fromkeys(number for number in numbers if number))[:MOST]


class ChosenLevelsField(Field):
    """Ids of levels by those of their exercises: ``level7`` is the choice for exercise 7."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ANN401  WTForms' own signature
        self.process_errors: Sequence[str] = []
        names = [match for name in formdata or () if (match := _NAME.fullmatch(name))]
        self.data = [(match[1], formdata.get(match[0]) or "") for match in names]


class PlacementForm(Form):
    """Where the athlete stands; an empty choice leaves a ladder as it is."""

    json_texts = _NAME

    levels = ChosenLevelsField()

    def chosen(self) -> dict[int, int]:
        """Return the chosen levels; raises `InvalidError` for what no page of ours sends."""
        found = {
            parse_id(exercise): parse_id(level) for exercise, level in self.levels.data if level
        }
        chosen = {exercise: level for exercise, level in found.items() if exercise and level}
        if len(chosen) < len(found) or len(chosen) > MOST:
            raise InvalidError(gettext("Diese Stufe gibt es nicht mehr."), {})
        return chosen
