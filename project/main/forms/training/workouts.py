"""The workout editor's form: its plain fields here, the numbered ones in `workout_rows`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import MAXYEAR, UTC, datetime
from typing import Any, ClassVar, Final
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type stubs

from project.enums import Visibility
from project.i18n import lazy_gettext, lazy_pgettext, zone
from project.main.forms.training.workout_drafts import (
    RELOAD,
    exercise_drafts,
    place_errors,
    row_ids,
)
from project.main.forms.training.workout_rows import ExerciseBlock, SetRow, parse_id, read_blocks
from project.models import utc_now
from project.queries.training.workouts import PerformedExercise
from project.rules.limits import FIRST_YEAR, KEY_LENGTH, MAX_EFFORT, NOTE_LENGTH, TITLE_LENGTH
from project.rules.texts import clean_line
from project.rules.training.drafts import WorkoutDraft
from project.web.forms import Form, LineField, TextField

_FORMATS: Final = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y, %H:%M")
_SHOWN: Final = re.compile(r"([0-9T:.-]{1,40}\+00:00)\[([A-Za-z0-9_+/-]{1,64})\]")
_VERSION: Final = re.compile(r"[0-9]{1,9}")
_KEY: Final = re.compile(rf"[0-9A-Za-z-]{{8,{KEY_LENGTH}}}")
_FIELDS: Final = {"title": "wtitle"}
_PATHS: Final = {field: path for path, field in _FIELDS.items()}
DONE_AS_PLANNED: Final = "done"
ONLY_ENTERED: Final = "entered"
VISIBILITIES: Final = [
    SelectChoice(Visibility.ALL.value, lazy_pgettext("who may see it", "Alle")),
    SelectChoice(Visibility.FOLLOWERS.value, lazy_gettext("Follower")),
    SelectChoice(Visibility.PRIVATE.value, lazy_gettext("Nur ich")),
]
EFFORTS: Final = [
    SelectChoice("", lazy_gettext("keine Angabe")),
    *(SelectChoice(str(number)) for number in range(1, MAX_EFFORT + 1)),
]


class Moment(StringField):
    """A date and time in the zone in which the form was shown; empty means the default.

    A text that shows the moment the form was filled with is that moment: it names neither seconds
    nor which of the two hours that an autumn night has. ``shown`` is what travels with the form;
    without it, it is the default in the zone of the workout, or else in the athlete's.
    """

    json_types: ClassVar[tuple[type, ...]] = (str,)

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().__init__(label, filters=[clean_line], **kwargs)
        self.fallback = utc_now()
        self.where: str | None = None
        self.shown = ""

    def moment(self) -> datetime | None:
        """Return the moment that was typed; None when it cannot be read."""
        text = self.data or ""
        filled, there = self._filled()
        if not text:
            return self.fallback
        if text == filled.astimezone(there).strftime(_FORMATS[0]):
            return filled
        for pattern in _FORMATS:
            try:
                typed = datetime.strptime(text, pattern).replace(tzinfo=there)
            except ValueError:
                continue
            return typed.astimezone(UTC) if typed.year >= FIRST_YEAR else None
        return None

    def _filled(self) -> tuple[datetime, ZoneInfo]:
        """Return what the form was filled with, and the zone of its clock."""
        there = ZoneInfo(self.where) if self.where else zone()
        return _read_shown(self.shown) or (self.fallback, there)

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401  WTForms' own signature
        if self.moment() is None:
            raise ValidationError(
                lazy_gettext("Ein Datum mit Uhrzeit, ab dem Jahr %(year)d.", year=FIRST_YEAR)
            )


def shown_moment(moment: datetime, where: str | None = None) -> str:
    """Return what travels with a form that shows ``moment`` in a zone, or else the reader's."""
    return f"{moment.astimezone(UTC).isoformat()}[{where or zone().key}]"


def _read_shown(text: str) -> tuple[datetime, ZoneInfo] | None:
    """Return the moment and the zone that a form was shown with; None for what is neither."""
    match = _SHOWN.fullmatch(text)
    if not match:
        return None
    try:
        moment, there = datetime.fromisoformat(match[1]), ZoneInfo(match[2])
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None
    return (moment, there) if FIRST_YEAR <= moment.year < MAXYEAR else None


class Version(HiddenField):
    """What a form was read from. One that does not come is not the stored one, but none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist else ""


class WorkoutForm(Form):
    """A workout as it is typed; ``blocks`` are its exercises.

    ``do`` is the button that was pressed: empty for saving, else a change of the form itself.
    ``planned`` answers what is asked when sets stand as they were filled in.
    """

    json_texts = re.compile("(?:progression|exnote)[0-9]+")

    wtitle = LineField(lazy_gettext("Titel"), longest=TITLE_LENGTH, required=False)
    timestamp = Moment(lazy_gettext("Wann"))
    timestamp_shown = HiddenField(filters=[clean_line])
    visibility = RadioField(
        lazy_gettext("Wer darf es sehen?"),
        choices=VISIBILITIES,
        default=Visibility.PRIVATE.value,
        validate_choice=False,
    )
    note = TextField(lazy_gettext("Notiz"), longest=NOTE_LENGTH, required=False)
    effort = SelectField(
        lazy_gettext("Anstrengung"), choices=EFFORTS, default="", validate_choice=False
    )
    version = Version(lazy_gettext("Formular"), filters=[clean_line])
    submit_key = HiddenField(lazy_gettext("Formular"), filters=[clean_line])
    template_id = HiddenField(lazy_gettext("Vorlage"), filters=[clean_line])
    planned = HiddenField(filters=[clean_line])
    do = HiddenField(filters=[clean_line])
    pick = HiddenField(filters=[clean_line])

    blocks: list[ExerciseBlock]
    form_errors: list[str]
    count_errors: list[str]

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().process(formdata, *args, **kwargs)
        sent: MultiDict[str, str] | None = self.meta.wrap_formdata(self, formdata)
        self.sent: MultiDict[str, str] = MultiDict(sent or ())
        self.timestamp.shown = self.timestamp_shown.data or ""
        self.blocks, self.count_errors = ([], []) if sent is None else read_blocks(sent)

    def as_sent(self, **changes: str) -> list[tuple[str, str]]:
        """Return all fields as they came, to be sent again, with some changed."""
        left_out = {"csrf_token", "do", "pick", *changes}
        kept = [pair for pair in self.sent.items(multi=True) if pair[0] not in left_out]
        return [*kept, *changes.items()]

    def forget_rows_but(self, stored: Sequence[PerformedExercise]) -> None:
        """Take rows that are not stored any more for new ones, also when it is sent again."""
        ids, set_ids = row_ids(stored)
        for number, block in enumerate(self.blocks, 1):
            if "performed" in block.sent and block.text("performed") not in ids:
                block.values["performed"] = self.sent[f"performed{number}"] = ""
            for row in block.rows:
                if row.text("set") not in set_ids:
                    row.values["set"] = ""
            if "set" in block.sent:
                self.sent.setlist(f"set{number}", [row.text("set") for row in block.rows])

    def validate_visibility(self, field: RadioField) -> None:
        if field.data not in set(Visibility):
            raise ValidationError(lazy_gettext("Wähle, wer es sehen darf."))

    def validate_effort(self, field: SelectField) -> None:
        if field.data not in {choice.value for choice in EFFORTS}:
            raise ValidationError(
                lazy_gettext("Eine Zahl von 1 bis %(most)d oder keine.", most=MAX_EFFORT)
            )

    def validate_version(self, field: HiddenField) -> None:
        if field.data and not _VERSION.fullmatch(field.data):
            raise ValidationError(RELOAD)

    def validate_submit_key(self, field: HiddenField) -> None:
        if field.data and not _KEY.fullmatch(field.data):
            raise ValidationError(RELOAD)

    def validate_template_id(self, field: HiddenField) -> None:
        if field.data and parse_id(field.data) is None:
            raise ValidationError(lazy_gettext("Diese Vorlage gibt es nicht."))

    def answer(self) -> None:
        """Do what was said of the sets that stand as planned: they were done, or are left out."""
        if self.planned.data == DONE_AS_PLANNED:
            for block in self.blocks:
                for row in block.rows:
                    row.confirm()
        elif self.planned.data == ONLY_ENTERED:
            entered = [replace(block, rows=_entered(block)) for block in self.blocks]
            self.blocks = [block for block in entered if block.rows] or self.blocks

    def draft(self, stored: Sequence[PerformedExercise]) -> WorkoutDraft:
        """Return what was typed; what cannot be read is noted in it, and refused with the rest."""
        self.validate()
        exercises, unreadable = exercise_drafts(self.blocks, stored)
        if self.count_errors:
            unreadable["exercises"] = self.count_errors[0]
        unreadable |= {
            _PATHS.get(field.name, field.name): str(field.errors[0])
            for field in self
            if field.errors
        }
        visibility, effort = self.visibility.data, self.effort.data
        return WorkoutDraft(
            title=self.wtitle.data or "",
            timestamp=self.timestamp.moment() or self.timestamp.fallback,
            visibility=Visibility.PRIVATE if self.visibility.errors else Visibility(visibility),
            note=self.note.data or "",
            effort=None if self.effort.errors or not effort else int(effort),
            exercises=exercises,
            unreadable=unreadable,
        )

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Put what is wrong with the draft at its fields."""
        left = place_errors(self.blocks, errors)
        if "exercises" in left:
            self.form_errors = [*self.form_errors, *(self.count_errors or [left["exercises"]])]
        for path, text in left.items():
            name = _FIELDS.get(path, path)
            if name in self and not self[name].errors:
                self.refuse(name, text)

    def read_version(self) -> int:
        """Return the version the editor was filled from; 0, which none is, when none was sent."""
        text = self.version.data or ""
        return int(text) if _VERSION.fullmatch(text) else 0


def _entered(block: ExerciseBlock) -> list[SetRow]:
    """Return the rows that somebody filled in, and those that are stored."""
    return [row for row in block.rows if not row.is_planned and (row.text("set") or row.is_typed)]


class WriteBackForm(Form):
    """Writes a workout back to its template, as long as that is what was shown."""

    version = Version(filters=[clean_line])


class DoneForm(Form):
    """The mark that a workout is to have: ``1`` for done, ``0`` for open."""

    done = HiddenField(filters=[clean_line])

    def wanted(self) -> bool | None:
        """Return the mark, None for what no button of ours sends."""
        return {"1": True, "0": False}.get(self.done.data or "")


def new_submit_key() -> str:
    """Return a key by which the same form is known when it comes twice."""
    return str(uuid4())
