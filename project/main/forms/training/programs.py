"""The form of a program: its plain fields, and its days by number (``daytitle2``)."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type stubs

from project.enums import DayKind, ProgramFocus, Visibility
from project.i18n import gettext, lazy_gettext, lazy_pgettext
from project.main.forms.training.workout_rows import parse_id
from project.main.forms.training.workouts import VISIBILITIES, Version
from project.queries.training.programs import ProgramDayRow, ProgramRow
from project.rules.limits import DESCRIPTION_LENGTH, MAX_PROGRAM_DAYS, TITLE_LENGTH
from project.rules.texts import clean_line
from project.rules.training.program_drafts import ProgramDayDraft, ProgramDraft
from project.web.forms import Form, LineField, TextField

NEW_TEMPLATE: Final = "new"
STAY: Final = "stay"
_DAY: Final = re.compile(
    r"(daytitle|daykind|daytemplate|dayid|dayoptional|dayturn|dayturnof)([1-9][0-9]?)"
)
_ACTION: Final = re.compile(r"(up|down|remove):([1-9][0-9]?)")
_PATH: Final = re.compile(r"days\.([0-9]+)\.([a-z_]+)")
_NUMBER: Final = re.compile(r"[0-9]{1,4}")
_SHOWN_AT: Final = {
    "title": "daytitle",
    "kind": "daykind",
    "template_id": "daytemplate",
    "id": "daytitle",
}
_UNKNOWN: Final = 0
"""An id that nothing has, for what was typed and cannot be one."""

FOCUSES: Final = [
    SelectChoice(ProgramFocus.WHOLE.value, lazy_gettext("Ganzkörper")),
    SelectChoice(ProgramFocus.SPLIT.value, lazy_pgettext("focus of a program", "Geteilt")),
    SelectChoice(ProgramFocus.PULL.value, lazy_pgettext("focus of a program", "Ziehen")),
    SelectChoice(ProgramFocus.PUSH.value, lazy_pgettext("focus of a program", "Drücken")),
    SelectChoice(ProgramFocus.LEGS.value, lazy_pgettext("focus of a program", "Beine")),
    SelectChoice(ProgramFocus.SKILL.value, lazy_gettext("Fertigkeit")),
]
KINDS: Final = [
    SelectChoice(DayKind.TRAINING.value, lazy_pgettext("kind of day in a program", "Training")),
    SelectChoice(DayKind.SKILL.value, lazy_gettext("Fertigkeit")),
    SelectChoice(DayKind.REST.value, lazy_pgettext("kind of day in a program", "Ruhetag")),
]


@dataclass(slots=True)
class DayBlock:
    """A day as it is typed; ``errors`` by the field at which they are shown."""

    title: str = ""
    kind: str = DayKind.TRAINING.value
    template: str = NEW_TEMPLATE
    day_id: str = ""
    is_optional: bool = False
    in_turn: frozenset[str] | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, day: ProgramDayRow) -> "DayBlock":
        return cls(
            title=day.title,
            kind=day.kind,
            template=str(day.template_id or ""),
            day_id=str(day.id),
            is_optional=day.is_optional,
        )

    def draft(self, stored: Collection[int]) -> ProgramDayDraft:
        """Return the day as it is wanted; one whose row is gone meanwhile is a new one."""
        number = parse_id(self.day_id)
        in_turn = None
        if self.in_turn is not None:
            ids = (parse_id(text) for text in self.in_turn)
            in_turn = frozenset(each for each in ids if each is not None)
        is_new = self.template == NEW_TEMPLATE
        return ProgramDayDraft(
            title=self.title,
            kind=self.kind,
            is_optional=self.is_optional,
            template_id=None
            if is_new or not self.template
            else parse_id(self.template) or _UNKNOWN,
            new_template=is_new,
            id=number if number in stored else None,
            in_turn=in_turn,
        )


class ProgramForm(Form):
    """A program as it is typed; ``do`` is the button that was pressed, empty for saving."""

    json_texts = _DAY

    ptitle = LineField(lazy_gettext("Name"), longest=TITLE_LENGTH)
    description = TextField(
        lazy_gettext("Beschreibung"), longest=DESCRIPTION_LENGTH, required=False
    )
    days_a_week = SelectField(
        lazy_gettext("Tage in der Woche"),
        choices=[SelectChoice(str(number)) for number in range(1, 8)],
        default="3",
        validate_choice=False,
    )
    focus = SelectField(
        lazy_gettext("Worum es geht"),
        choices=FOCUSES,
        default=ProgramFocus.WHOLE.value,
        validate_choice=False,
    )
    weeks = LineField(lazy_gettext("Dauer in Wochen"), longest=4, required=False)
    deload_every = LineField(
        lazy_gettext("Leichte Woche nach so vielen Wochen"), longest=4, required=False
    )
    visibility = RadioField(
        lazy_gettext("Wer darf es sehen?"),
        choices=VISIBILITIES,
        default=Visibility.PRIVATE.value,
        validate_choice=False,
    )
    version = Version(lazy_gettext("Formular"), filters=[clean_line])
    submit_key = HiddenField(lazy_gettext("Formular"), filters=[clean_line])
    do = HiddenField(filters=[clean_line])

    days: list[DayBlock]
    form_errors: list[str]

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().process(formdata, *args, **kwargs)
        sent: MultiDict[str, str] | None = self.meta.wrap_formdata(self, formdata)
        self.days = [DayBlock()] if sent is None else _read_days(sent)

    @classmethod
    def of(cls, program: ProgramRow) -> "ProgramForm":
        """Return the form of a stored program, or what was sent of it."""
        form = cls(
            data={
                "ptitle": program.title,
                "description": program.description,
                "days_a_week": str(program.days_a_week),
                "focus": program.focus,
                "weeks": str(program.weeks or ""),
                "deload_every": str(program.deload_every or ""),
                "visibility": program.visibility,
                "version": str(program.version),
            }
        )
        if not form.is_submitted():
            form.days = [DayBlock.of(day) for day in program.days]
        return form

    def act(self) -> bool:
        """Change the days as the pressed button says; False when it was the one that saves."""
        action = self.do.data or ""
        if not action:
            return False
        if action == "add" and len(self.days) < MAX_PROGRAM_DAYS:
            self.days.append(DayBlock())
        match = _ACTION.fullmatch(action)
        if match and int(match[2]) <= len(self.days):
            place = int(match[2]) - 1
            day = self.days.pop(place)
            if match[1] != "remove":
                self.days.insert(max(0, place + (1 if match[1] == "down" else -1)), day)
        return True

    def draft(self, stored: ProgramRow | None = None) -> ProgramDraft:
        """Return what was typed; what cannot be read is noted in it, and refused with the rest."""
        self.validate()
        unreadable = {
            "title" if each.name == "ptitle" else each.name: str(each.errors[0])
            for each in self
            if each.errors
        }
        numbers = {}
        for name in ("weeks", "deload_every"):
            text = self[name].data or ""
            numbers[name] = int(text) if _NUMBER.fullmatch(text) else None
            if text and numbers[name] is None:
                unreadable.setdefault(name, gettext("Eine ganze Zahl oder nichts."))
        days_a_week = self.days_a_week.data or ""
        ids = {day.id for day in stored.days} if stored else set()
        return ProgramDraft(
            title=self.ptitle.data or "",
            description=self.description.data or "",
            days_a_week=int(days_a_week) if _NUMBER.fullmatch(days_a_week) else None,
            focus=self.focus.data or "",
            visibility=self.visibility.data or "",
            goal_level_id=stored.goal_level_id if stored else None,
            days=[day.draft(ids) for day in self.days],
            unreadable=unreadable,
            **numbers,
        )

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Put what is wrong with the draft at its fields."""
        for path, text in errors.items():
            match = _PATH.fullmatch(path)
            if match is not None:
                self.days[int(match[1])].errors[_SHOWN_AT[match[2]]] = text
                continue
            name = "ptitle" if path == "title" else path
            if name in self:
                if not self[name].errors:
                    self.refuse(name, text)
            else:
                self.form_errors = [*self.form_errors, text]

    def problems(self) -> list[tuple[str, str]]:
        """Return what is wrong with the days: where, and what."""
        return [
            (
                f"{name}-{number}",
                gettext("Tag %(number)s: %(what)s", number=number, what=text),
            )
            for number, day in enumerate(self.days, 1)
            for name, text in day.errors.items()
        ]

    def read_version(self) -> int:
        """Return the version the form was filled from; 0, which none is, when none was sent."""
        text = self.version.data or ""
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


class AddReadyMadeForm(Form):
    """Which ready-made program to take over."""

    program = HiddenField(filters=[clean_line])
    submit_key = HiddenField(filters=[clean_line])


class CopyProgramForm(Form):
    """A copy is wanted; its key makes a form that is sent twice copy once."""

    submit_key = HiddenField(filters=[clean_line])


class DeleteProgramForm(Form):
    """Whether the templates of its days go, too."""

    templates = HiddenField(filters=[clean_line])


def _read_days(sent: MultiDict[str, str]) -> list[DayBlock]:
    """Return the days in the order of their numbers, one more than there may be at most."""
    found: dict[int, dict[str, list[str]]] = {}
    for name in sent:
        if match := _DAY.fullmatch(name):
            found.setdefault(int(match[2]), {})[match[1]] = [
                clean_line(text) for text in sent.getlist(name)
            ]
    return [_read_day(found[number]) for number in sorted(found)[: MAX_PROGRAM_DAYS + 1]]


def _read_day(sent: Mapping[str, list[str]]) -> DayBlock:
    def text(name: str) -> str:
        return sent[name][0] if sent.get(name) else ""

    template = text("daytemplate")
    return DayBlock(
        title=text("daytitle"),
        kind=text("daykind"),
        template=template,
        day_id=text("dayid"),
        is_optional=bool(text("dayoptional")),
        in_turn=frozenset(sent.get("dayturn", ()))
        if template and text("dayturnof") == template
        else None,
    )
