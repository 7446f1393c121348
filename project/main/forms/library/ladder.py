"""The field in which a ladder is written: one level a line, or a row for each level."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import IO, Any, Final

from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from project.exceptions import FieldError
from project.i18n import gettext
from project.models import fold
from project.queries.library.exercises import LevelRow
from project.rules.library.level_lines import level_lines, without_bullets
from project.rules.library.level_texts import LevelTexts, texts_fault
from project.rules.limits import LEVEL_LENGTH, MAX_LEVELS, MOST_PICTURES_AT_ONCE
from project.rules.texts import (
    MOST_READ,
    clean_line,
    clean_text,
    has_control_characters,
    without_control_characters,
)
from project.services.library.drafts import LevelDraft
from project.web.figures import figure_of

MOST_ROWS: Final = 100
BLANK_ROWS: Final = 3
MOST_TEXT: Final = MOST_READ
MOST_MESSAGES: Final = 5
LAST: Final = 1000  # one more than can be typed as a place
SHOWN_NAME: Final = 30  # characters of a level's name in a message
_ID: Final = re.compile(r"[0-9]{1,10}")
_ORDER: Final = re.compile(r"[0-9]{1,3}")


@dataclass
class LadderRow:
    """A level as it was typed; without an id it is new. ``error`` is shown at the row.

    ``texts`` are None where the form did not ask for them. ``picture`` is the stored one;
    ``sent`` is a file that came for it, ``taken`` its name once it is stored.
    """

    name: str
    id: int | None = None
    order: str = ""
    removed: bool = False
    error: str = ""
    texts: LevelTexts | None = None
    sent: FileStorage | None = None
    picture: str = ""
    taken: str = ""
    unpictured: bool = False
    picture_error: str = ""
    texts_wrong: bool = field(default=False, init=False)

    @property
    def wanted_picture(self) -> str:
        return self.taken or ("" if self.unpictured else self.picture)

    @property
    def shown_texts(self) -> LevelTexts:
        return self.texts or LevelTexts()


def read_mark(levels: Iterable[LevelRow], texts: Mapping[int, LevelTexts]) -> str:
    """Return a mark of a ladder, by which a form tells which state of it was shown."""
    state = repr([(level.id, level.name, level.order, texts.get(level.id)) for level in levels])
    return hashlib.sha256(state.encode("utf-8", "backslashreplace")).hexdigest()[:16]


class LadderField(Field):
    """Levels from easy to hard.

    ``progressions`` holds one a line; where a line has a new name and as many lines come as there
    are levels, it is the level of that place renamed. Rows come as repeated ``level_name``, ``level_id`` (empty
    for a new one) and ``level_order``, if wanted with ``level_description``, ``level_link`` and ``level_figure`` (its name) and ``level_picture`` (a file); ``level_remove`` and ``level_unpictured`` hold ids. ``level_mark`` tells which state
    of the ladder the form was made from. Several lines in one row are as many levels, and bullets
    and numbers before new names are not part of them.
    """

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().__init__(label, **kwargs)
        self.rows: list[LadderRow] = []
        self.text = ""
        self.mark = ""
        self._torn = False
        self._in_lines = False
        self._asks_figures = False
        self._known: Sequence[LevelRow] = ()
        self._texts: Mapping[int, LevelTexts] = {}

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ANN401  WTForms' own signature
        """Read rows when there are any, else the lines; without a form, what is stored."""
        self.process_errors = []
        if not formdata:
            self.show(data if isinstance(data, list) else [], {})
        elif "level_name" in formdata:
            self._read_rows(formdata)
        else:
            self._in_lines = True
            self.text = clean_text(formdata.get("progressions", ""))
            lines = self.text[:MOST_TEXT].split("\n")[: MOST_ROWS + 1]
            self.rows = [LadderRow(name) for line in lines if (name := clean_line(line))]

    def show(self, levels: Sequence[LevelRow], texts: Mapping[int, LevelTexts]) -> None:
        """Fill the field with the stored ladder."""
        self.rows = [
            LadderRow(level.name, level.id, str(level.order), texts=texts.get(level.id))
            for level in levels
        ]
        self._know_pictures(texts)
        self.text = "\n".join(level.name for level in levels)
        self.mark = read_mark(levels, texts)

    def compare_with(self, levels: Sequence[LevelRow], texts: Mapping[int, LevelTexts]) -> None:
        """Say what is stored, for `pre_validate` to see whether somebody changed it meanwhile."""
        self._known, self._texts = levels, texts
        self._know_pictures(texts)

    def _know_pictures(self, texts: Mapping[int, LevelTexts]) -> None:
        for row in self.rows:
            row.picture = texts.get(row.id or 0, LevelTexts()).picture

    def take_pictures(self, store: Callable[[IO[bytes]], str]) -> set[str]:
        """Store the files that came, a few at once; return their names."""
        rows = [row for row in self.rows if row.sent is not None and not row.removed]
        for row in rows[MOST_PICTURES_AT_ONCE:]:
            row.picture_error = gettext(
                "Höchstens %(most)d Bilder auf einmal.", most=MOST_PICTURES_AT_ONCE
            )
        for row in rows[:MOST_PICTURES_AT_ONCE]:
            try:
                row.taken = store(row.sent.stream) if row.sent else ""
            except FieldError as error:
                row.picture_error = error.message
        return {row.taken for row in rows if row.taken}

    @property
    def shown_rows(self) -> list[LadderRow]:
        """The rows and some blank ones to fill in."""
        return [*self.rows, *(LadderRow("") for _ in range(BLANK_ROWS))]

    def drafts(self) -> list[LevelDraft]:
        """Return the wanted ladder; only call it on a valid field."""
        drafts = [
            LevelDraft(row.name, row.id, texts=self._said(row))
            for row in _in_order(self.rows)
            if not row.removed
        ]
        return self._renamed(drafts) if self._in_lines else drafts

    def _said(self, row: LadderRow) -> LevelTexts | None:
        """Return the row's texts; a form that did not ask for figures leaves them as they are."""
        known = self._texts.get(row.id or 0, LevelTexts())
        if row.texts is None and row.wanted_picture == known.picture:
            return None
        said = known if row.texts is None else row.texts
        figure = said.figure if self._asks_figures else known.figure
        return replace(said, figure=figure, picture=row.wanted_picture)

    def _renamed(self, lines: list[LevelDraft]) -> list[LevelDraft]:
        """Return the lines with the ids of levels that were renamed in their place."""
        if len(lines) != len(self._known):
            return lines
        named = {fold(line.name) for line in lines}
        stored = {fold(level.name) for level in self._known}
        return [
            replace(line, id=level.id)
            if fold(line.name) not in stored and fold(level.name) not in named
            else line
            for line, level in zip(lines, self._known, strict=True)
        ]

    def pre_validate(self, form: BaseForm) -> None:
        self._take_off_bullets()
        for row in self.rows:
            row.error = "" if row.removed else _row_error(row)
        kept = [row for row in _in_order(self.rows) if not row.removed]
        _find_doubles(kept)
        if self._torn:
            raise StopValidation(gettext("Die Stufen kamen unvollständig an. Prüfe sie bitte."))
        self._refuse_stale()
        self.text = without_control_characters(self.text)
        wrong = [row for row in self.rows if row.error]
        if wrong:
            self.errors = [_message(row) for row in wrong[:MOST_MESSAGES]]
            raise StopValidation
        if not kept:
            raise StopValidation(gettext("Eine Leiter braucht mindestens eine Stufe."))
        if len(kept) > MAX_LEVELS or len(self.text) > MOST_TEXT:
            raise StopValidation(
                gettext("Eine Leiter hat höchstens %(most)d Stufen.", most=MAX_LEVELS)
            )

    def _read_rows(self, formdata: MultiDict[str, str]) -> None:
        names = formdata.getlist("level_name")[: MOST_ROWS + 1]
        count = len(names)
        ids = formdata.getlist("level_id")[: MOST_ROWS + 1] or [""] * count
        orders = formdata.getlist("level_order")[: MOST_ROWS + 1] or [""] * count
        texts = _texts(formdata)
        self._asks_figures = "level_figure" in formdata
        self._torn = not len(ids) == len(orders) == count or len(texts) not in {0, count}
        ids += [""] * (count - len(ids))
        orders += [""] * (count - len(orders))
        said: list[LevelTexts | None] = [*texts[:count], *[None] * (count - len(texts))]
        removed = set(formdata.getlist("level_remove"))
        unpictured = set(formdata.getlist("level_unpictured"))
        files = _files(formdata)
        self._torn = self._torn or len(files) not in {0, count}
        files += [None] * (count - len(files))
        rows = [
            LadderRow(
                name=name[:MOST_TEXT].strip(),
                id=int(level_id) if _ID.fullmatch(level_id) else None,
                order=order.strip(),
                removed=bool(level_id) and level_id in removed,
                texts=text,
                sent=file,
                unpictured=bool(level_id) and level_id in unpictured,
            )
            for name, level_id, order, text, file in zip(
                names, ids, orders, said, files, strict=False
            )
        ]
        # New rows that were left blank were not meant; a blank name of a known level is an error.
        self.rows = _one_level_each([row for row in rows if _is_meant(row)])
        self.mark = formdata.get("level_mark", "")
        self.text = "\n".join(row.name for row in self.rows if not row.removed)

    def _take_off_bullets(self) -> None:
        """Take bullets and numbers off what was typed; names that are stored stay as they are."""
        stored = {level.name for level in self._known}
        typed = [row for row in self.rows if row.name not in stored]
        for row, name in zip(typed, without_bullets([row.name for row in typed]), strict=True):
            row.name = name

    def _refuse_stale(self) -> None:
        """Refuse rows made from another state of the ladder, adding the levels they lack."""
        if not self.mark or self.mark == read_mark(self._known, self._texts):
            return
        self.mark = read_mark(self._known, self._texts)
        shown = {row.id for row in self.rows}
        self.rows += [
            LadderRow(level.name, level.id, texts=self._texts.get(level.id))
            for level in self._known
            if level.id not in shown
        ]
        self._know_pictures(self._texts)
        names = " · ".join(level.name for level in self._known)
        raise StopValidation(
            gettext(
                "Die Leiter wurde inzwischen woanders geändert. Gespeichert ist jetzt: %(names)s."
                " Prüfe die Stufen und speichere noch einmal.",
                names=names,
            )
        )


def _texts(formdata: MultiDict[str, str]) -> list[LevelTexts]:
    """Return what was typed of each row, cut to a size that a page can show again."""
    descriptions = formdata.getlist("level_description")[: MOST_ROWS + 1]
    links = formdata.getlist("level_link")[: MOST_ROWS + 1] or [""] * len(descriptions)
    figures = formdata.getlist("level_figure")[: MOST_ROWS + 1] or [""] * len(descriptions)
    return [
        LevelTexts(description[:MOST_TEXT], link[: MOST_TEXT + 1], figure_of(figure)).cleaned()
        for description, link, figure in zip(descriptions, links, figures, strict=False)
    ]


def _files(formdata: MultiDict[str, Any]) -> list[FileStorage | None]:
    """Return the file of each row, None where none was chosen."""
    sent = formdata.getlist("level_picture")[: MOST_ROWS + 1]
    return [each if isinstance(each, FileStorage) and each.filename else None for each in sent]


def _is_meant(row: LadderRow) -> bool:
    is_blank = row.shown_texts == LevelTexts() and row.sent is None
    return bool(row.name) or row.id is not None or not is_blank


def _one_level_each(rows: Sequence[LadderRow]) -> list[LadderRow]:
    """Return the rows with one line each; if one held several, numbered anew by their order."""
    lines = [level_lines(row.name)[: MOST_ROWS + 1] or [""] for row in rows]
    if all(len(names) == 1 for names in lines):
        return [replace(row, name=clean_line(row.name)) for row in rows]
    single: list[LadderRow] = []
    for row in _in_order(rows):
        first, *others = level_lines(row.name)[: MOST_ROWS + 1] or [""]
        single += [replace(row, name=first), *(LadderRow(name) for name in others)]
    return [replace(row, order=str(place)) for place, row in enumerate(single[: LAST - 1], 1)]


def _row_error(row: LadderRow) -> str:
    if not row.name:
        return gettext("Gib der Stufe einen Namen oder entferne sie.")
    if len(row.name) > LEVEL_LENGTH:
        return gettext("Höchstens %(max)d Zeichen.", max=LEVEL_LENGTH)
    if has_control_characters(row.name):
        # The form is shown again, and a page cannot hold such characters either.
        row.name = without_control_characters(row.name)
        return gettext("Steuerzeichen sind hier nicht erlaubt.")
    if row.order and not _ORDER.fullmatch(row.order):
        return gettext("Die Reihenfolge ist eine Zahl von 1 bis 999.")
    fault = texts_fault(row.shown_texts)
    if fault:
        row.texts_wrong = True
        said = row.shown_texts
        row.texts = LevelTexts(
            without_control_characters(said.description),
            without_control_characters(said.link),
            without_control_characters(said.figure),
        )
    return fault or row.picture_error


def _message(row: LadderRow) -> str:
    name = row.name if len(row.name) <= SHOWN_NAME else f"{row.name[:SHOWN_NAME]}…"
    return f"{name}: {row.error}" if name else row.error


def _find_doubles(rows: Iterable[LadderRow]) -> None:
    seen: set[str] = set()
    for row in rows:
        if fold(row.name) in seen and not row.error:
            row.error = gettext("Diese Stufe gibt es schon.")
        seen.add(fold(row.name))


def _in_order(rows: Sequence[LadderRow]) -> list[LadderRow]:
    """Sort by the typed numbers; without one a stored level keeps its place, a new one comes last.

    Of two rows with one number the one that was moved there wins: moved up it comes first, moved
    down it comes last.
    """
    if not any(row.order for row in rows):
        return list(rows)
    keys: list[tuple[int, int, int]] = []
    for place, row in enumerate(rows, 1):
        typed = int(row.order) if _ORDER.fullmatch(row.order) else None
        if typed is None:
            keys.append((place if row.id is not None else LAST, 0, place))
        else:
            keys.append((typed, (typed > place) - (typed < place), place))
    return [row for _, row in sorted(zip(keys, rows, strict=True), key=lambda pair: pair[0])]
