"""What a phone sends while it logs, as typed values; the only place that knows the JSON's names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Request

from project.exceptions import InvalidError
from project.i18n import gettext
from project.rules.library.sets import FIGURES, Figure
from project.rules.limits import (
    CLIENT_KEY_LENGTH,
    LEVEL_LENGTH,
    MAX_EXERCISES,
    MAX_ID,
    MAX_PLACE,
    MAX_REST,
    SEARCH_LENGTH,
)
from project.rules.texts import clean_line, has_control_characters
from project.rules.training.drafts import SetDraft
from project.services.training.exercise_notes import NoteChange
from project.services.training.logger import ExerciseChange, SetChange

_KEY: Final = re.compile(rf"[A-Za-z0-9-]{{1,{CLIENT_KEY_LENGTH}}}")


@dataclass(frozen=True)
class Removal:
    """What shall go, by key (and an exercise's id)."""

    key: str
    exercise_id: int | None


class _Reader:
    """Reads members of a JSON object strictly: neither a bool nor a text is a number."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.errors: dict[str, str] = {}

    def whole(self, name: str, low: int, high: int) -> int | None:
        return None if self._data.get(name) is None else self.required(name, low, high)

    def required(self, name: str, low: int, high: int) -> int:
        value = self._data.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self._refuse(name, gettext("Eine Zahl von %(low)s bis %(high)s.", low=low, high=high))
            return low
        return value

    def figure(self, figure: Figure) -> Any:  # noqa: ANN401  as the figure has it
        plain = self._data.get(figure.name)
        value = None if plain is None else figure.read(plain)
        if plain is not None and value is None:
            self._refuse(figure.name, str(figure.rule))
        return value

    def switch(self, name: str) -> bool:
        value = self._data.get(name, False)
        if not isinstance(value, bool):
            self._refuse(name, gettext("Ja oder nein."))
            return False
        return value

    def key(self, name: str) -> str:
        value = self._data.get(name)
        if not isinstance(value, str) or not _KEY.fullmatch(value):
            self._refuse(
                name, gettext("Ein Schlüssel von höchstens %(max)d Zeichen.", max=CLIENT_KEY_LENGTH)
            )
            return ""
        return value

    def line(self, name: str, longest: int) -> str:
        value = self._data.get(name)
        value = "" if value is None else value
        if not isinstance(value, str) or has_control_characters(value):
            self._refuse(name, gettext("Steuerzeichen sind hier nicht erlaubt."))
            return ""
        text = clean_line(value)
        if len(text) > longest:
            self._refuse(name, gettext("Höchstens %(max)d Zeichen.", max=longest))
        return text

    def text(self, name: str) -> str | None:
        """Return several lines, None where none were sent; the service cleans and measures them."""
        value = self._data.get(name)
        if value is None or isinstance(value, str):
            return value
        self._refuse(name, gettext("Ein Text."))
        return None

    def items(self, name: str, most: int) -> list[Mapping[str, Any]]:
        value = self._data.get(name)
        if isinstance(value, list) and len(value) <= most:
            items: list[Mapping[str, Any]] = [each for each in value if isinstance(each, dict)]
            if len(items) == len(value):
                return items
        self._refuse(name, gettext("Eine Liste."))
        return []

    def _refuse(self, name: str, message: str) -> None:
        self.errors.setdefault(name, message)

    def end(self) -> int | None:
        """Return the version of the workout the page knows; raises what was wrong until here."""
        version = self.whole("version", -1, MAX_ID)
        if self.errors:
            raise InvalidError(gettext("Diese Angaben passen nicht."), self.errors)
        return version


def _reader(request: Request) -> _Reader:
    try:
        data = request.get_json(silent=True)
    except RecursionError:  # a thousand brackets
        data = None
    if not isinstance(data, dict):
        raise InvalidError(gettext("Ein JSON-Objekt fehlt."), {})
    return _Reader(data)


def set_change(request: Request) -> tuple[SetChange, int | None]:
    """Read a set, and the version the page knows; raises `InvalidError`."""
    read = _reader(request)
    change = SetChange(
        key=read.key("key"),
        exercise_id=read.whole("exercise_id", 1, MAX_ID),
        exercise_key=read.key("exercise_key"),
        draft=SetDraft(
            level_id=read.whole("level_id", 1, MAX_ID),
            level=read.line("level", LEVEL_LENGTH),
            **{name: read.figure(figure) for name, figure in FIGURES.items()},
        ),
        order=read.required("order", 1, MAX_PLACE),
        done=read.switch("done"),
    )
    return change, read.end()


def exercise_change(request: Request) -> tuple[ExerciseChange, int | None]:
    """Read an exercise, and the version the page knows; raises `InvalidError`."""
    read = _reader(request)
    change = ExerciseChange(
        key=read.key("key"),
        exercise_id=read.whole("exercise_id", 1, MAX_ID),
        definition_id=read.required("definition_id", 1, MAX_ID),
        order=read.required("order", 1, MAX_PLACE),
        superset=read.whole("superset", 1, MAX_EXERCISES),
        rest_seconds=read.whole("rest_seconds", 0, MAX_REST),
        tracks_load=read.switch("tracks_load"),
    )
    return change, read.end()


def note_change(request: Request) -> tuple[NoteChange, int | None]:
    """Read notes of an exercise, and the version the page knows; raises `InvalidError`."""
    read = _reader(request)
    read.key("key")
    change = NoteChange(
        exercise_id=read.whole("exercise_id", 1, MAX_ID),
        exercise_key=read.key("exercise_key"),
        note=read.text("note"),
        pinned_note=read.text("pinned_note"),
    )
    return change, read.end()


def order_change(request: Request) -> tuple[list[tuple[int | None, str]], int | None]:
    """Read an order, exercises by id and key, and the version; raises `InvalidError`."""
    read = _reader(request)
    wanted = []
    for item in read.items("exercises", MAX_PLACE):
        one = _Reader(item)
        wanted.append((one.whole("exercise_id", 1, MAX_ID), one.key("key")))
        read.errors.update(one.errors)
    return wanted, read.end()


def removal(request: Request) -> tuple[Removal, int | None]:
    """Read what shall go, and the version the page knows; raises `InvalidError`."""
    read = _reader(request)
    gone = Removal(read.key("key"), read.whole("exercise_id", 1, MAX_ID))
    return gone, read.end()


def search_words(request: Request) -> str:
    """Return what exercises are searched for, empty for nothing."""
    return clean_line(request.args.get("q"))[:SEARCH_LENGTH]
