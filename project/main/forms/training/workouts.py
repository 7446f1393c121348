"""The workout editor's form: its plain fields here, the numbered ones in `workout_rows`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type stubs

from project.enums import Visibility
from project.i18n import lazy_gettext, lazy_pgettext
from project.main.forms.training.moments import Ending, Minutes, Moment
from project.main.forms.training.workout_drafts import (
    RELOAD,
    exercise_drafts,
    place_errors,
    row_ids,
)
from project.main.forms.training.workout_rows import ExerciseBlock, SetRow, parse_id, read_blocks
from project.queries.training.workouts import PerformedExercise
from project.rules.limits import CLIENT_KEY_LENGTH, MAX_EFFORT, NOTE_LENGTH, TITLE_LENGTH
from project.rules.texts import clean_line
from project.rules.training.drafts import LengthDraft, WorkoutDraft
from project.web.forms import Form, LineField, TextField

_VERSION: Final = re.compile(r"[0-9]{1,9}")
_KEY: Final = re.compile(rf"[0-9A-Za-z-]{{8,{CLIENT_KEY_LENGTH}}}")
_FIELDS: Final = {"title": "wtitle", "length.ended": "ended", "length.paused": "paused"}
_PATHS: Final = {field: path for path, field in _FIELDS.items()}
LINES_LENGTH: Final = 10_000
"""Of a workout as text; fifty exercises of a hundred sets would be longer, and nobody types them."""

DONE_AS_PLANNED: Final = "done"
ONLY_ENTERED: Final = "entered"
HALVES_MEANT: Final = "meant"
VISIBILITIES: Final = [
    SelectChoice(Visibility.ALL.value, lazy_pgettext("who may see it", "Alle")),
    SelectChoice(Visibility.FOLLOWERS.value, lazy_gettext("Follower")),
    SelectChoice(Visibility.PRIVATE.value, lazy_gettext("Nur ich")),
]
EFFORTS: Final = [
    SelectChoice("", lazy_gettext("keine Angabe")),
    *(SelectChoice(str(number)) for number in range(1, MAX_EFFORT + 1)),
]


class Version(HiddenField):
    """What a form was read from. One that does not come is not the stored one, but none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist else ""


class WorkoutForm(Form):
    """A workout as it is typed; ``blocks`` are its exercises.

    ``lines`` are exercises as text, to be read into ``blocks``. ``do`` is the button that was pressed:
    empty for saving, else a change of the form itself. ``planned`` answers what is asked when sets
    stand as they were filled in, ``halves`` what is asked when a side is missing.
    """

    json_texts = re.compile("(?:progression|exnote)[0-9]+")

    wtitle = LineField(lazy_gettext("Titel"), longest=TITLE_LENGTH, required=False)
    timestamp = Moment(lazy_gettext("Wann"))
    timestamp_shown = HiddenField(filters=[clean_line])
    minutes = Minutes(lazy_gettext("Dauer in Minuten"))
    ended = Ending(lazy_pgettext("of a workout", "Ende"))
    ended_shown = HiddenField(filters=[clean_line])
    paused = Minutes(lazy_gettext("Pausen in Minuten"))
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
    lines = TextField(lazy_gettext("Training als Text"), longest=LINES_LENGTH, required=False)
    planned = HiddenField(filters=[clean_line])
    halves = HiddenField(filters=[clean_line])
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
        self.ended.shown = self.ended_shown.data or ""
        self.ended.beside = self.timestamp
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
        began = self.timestamp.moment()
        return WorkoutDraft(
            title=self.wtitle.data or "",
            timestamp=began,
            visibility=Visibility.PRIVATE if self.visibility.errors else Visibility(visibility),
            note=self.note.data or "",
            effort=None if self.effort.errors or not effort else int(effort),
            exercises=exercises,
            unreadable=unreadable,
            length=self._length(began),
            # A form of the documented fields alone says what was done.
            halves_meant=self.halves.data == HALVES_MEANT
            or not any("plan" in block.sent for block in self.blocks),
        )

    def _length(self, began: datetime) -> LengthDraft | None:
        """Return what was said of the length; None where that is what stands there, or nothing.

        An end that nobody touched moves with the start.
        """
        paused = self.paused.seconds()
        if minutes := self.minutes.seconds():
            return LengthDraft(began + timedelta(seconds=minutes + paused), paused)
        was, ended = self.ended.filled_with(), self.ended.moment()
        if ended == was:
            if paused == self.paused.stored:
                return None
            ended = ended and ended + self.timestamp.moved()
        return LengthDraft(ended, paused)

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
