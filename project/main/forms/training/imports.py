"""What is sent on the way from a file to workouts."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, ValidationError

from project.enums import Visibility
from project.i18n import lazy_gettext
from project.main.forms.training.workouts import VISIBILITIES
from project.main.pages.training.import_words import MEANINGS, UNITS
from project.models import TrainingImport, User
from project.rules.limits import LEVEL_LENGTH, MAX_IMPORT_BYTES, TITLE_LENGTH
from project.rules.training.transfer.matching import Choice
from project.rules.training.transfer.types import (
    Answers,
    DateOrder,
    Meaning,
    Question,
    QuestionKind,
    WeightUnit,
)
from project.services.people.profiles import time_zones
from project.services.training.import_row import FileAnswers, asked_of, questions_of
from project.web.forms import REQUIRED, Form, LineField, SelectChoice

MOST_COLUMNS: Final = 200
"""Columns of an unknown table that are asked about."""


class UploadForm(Form):
    """The file."""

    file = FileField(
        lazy_gettext("Datei"),
        description=lazy_gettext("CSV, TXT, JSON oder ZIP, höchstens 10 MB."),
    )

    def validate_file(self, field: FileField) -> None:
        if not field.data:
            raise ValidationError(lazy_gettext("Wähle eine Datei."))

    def content(self) -> tuple[str, bytes] | None:
        """Return name and content; None, with the reason at the field, for one that is too large or empty."""
        upload: FileStorage = self.file.data
        content = upload.stream.read(MAX_IMPORT_BYTES + 1)
        upload.close()  # a large one lies on the disk
        if len(content) > MAX_IMPORT_BYTES:
            self.refuse(
                "file",
                str(
                    lazy_gettext(
                        "Die Datei ist größer als 10 MB. Teile sie nach Jahren auf und lade die Teile"
                        " einzeln hoch: Nichts kommt doppelt."
                    )
                ),
            )
            return None
        return upload.filename or "", content


class QuestionsForm(Form):
    """What the file leaves open; fields of other questions are taken out."""

    unit = RadioField(
        lazy_gettext("In welcher Einheit stehen die Gewichte?"),
        choices=UNITS,
        validators=[InputRequired(REQUIRED)],
    )
    date_order = RadioField(
        lazy_gettext("Was steht im Datum zuerst?"),
        validators=[InputRequired(REQUIRED)],
        choices=[
            SelectChoice(DateOrder.DAY_FIRST.value, lazy_gettext("Der Tag: 03.04. ist im April")),
            SelectChoice(DateOrder.MONTH_FIRST.value, lazy_gettext("Der Monat: 03/04 ist im März")),
        ],
    )
    zone = SelectField(
        lazy_gettext("Zeitzone"),
        validators=[InputRequired(REQUIRED)],
        description=lazy_gettext(
            "Die Datei sagt nicht, wo die Uhr stand, nach der trainiert wurde."
        ),
    )

    def __init__(self, training_import: TrainingImport, athlete: User) -> None:
        self.questions = questions_of(training_import)
        asked = asked_of(training_import)
        said = asked.answers
        super().__init__(
            data={
                "unit": said.unit or self._proposal(QuestionKind.UNIT),
                "date_order": said.date_order or self._proposal(QuestionKind.DATE_ORDER),
                "zone": asked.zone or athlete.timezone,
            }
        )
        for kind, name in (
            (QuestionKind.UNIT, "unit"),
            (QuestionKind.DATE_ORDER, "date_order"),
            (QuestionKind.ZONE, "zone"),
        ):
            if self._asked(kind) is None:
                del self[name]
        if "zone" in self:
            own = asked.zone or athlete.timezone
            zones = time_zones()
            if not any(own in names for names in zones.values()):
                zones = {own: (own,), **zones}
            self.zone.choices = [
                SelectChoice(name, name.replace("_", " "), optgroup=area)
                for area, names in zones.items()
                for name in names
            ]

    def asked(self) -> FileAnswers:
        """Return what was said."""
        unit, order = self._value("unit"), self._value("date_order")
        return FileAnswers(
            Answers(
                unit=WeightUnit(unit) if unit else None,
                date_order=DateOrder(order) if order else None,
                body_mass=self._body_mass(),
                columns=self._columns(),
            ),
            self._value("zone"),
        )

    def _value(self, name: str) -> str | None:
        return self[name].data or None if name in self else None

    def _asked(self, kind: QuestionKind) -> Question | None:
        return next((each for each in self.questions if each.kind is kind), None)

    def _proposal(self, kind: QuestionKind) -> str | None:
        question = self._asked(kind)
        return question.proposal if question else None

    def _body_mass(self) -> frozenset[str] | None:
        question = self._asked(QuestionKind.BODY_MASS)
        if question is None:
            return None
        return frozenset(
            name for place, name in enumerate(question.names) if self[f"mass{place}"].data
        )

    def _columns(self) -> dict[str, Meaning] | None:
        question = self._asked(QuestionKind.COLUMNS)
        if question is None:
            return None
        shown = {
            header: Meaning(self[f"column{place}"].data)
            for place, header in enumerate(question.names[:MOST_COLUMNS])
        }
        return {header: shown.get(header, Meaning.IGNORE) for header in question.names}


def questions_form(training_import: TrainingImport, athlete: User) -> QuestionsForm:
    """Return the form with a field for each exercise and each column that is asked about."""
    said = asked_of(training_import).answers
    fields: dict[str, object] = {}
    for question in questions_of(training_import):
        if question.kind is QuestionKind.BODY_MASS:
            for place, name in enumerate(question.names):
                is_mass = said.body_mass is None or name in said.body_mass
                fields[f"mass{place}"] = BooleanField(name, default=is_mass)
        elif question.kind is QuestionKind.COLUMNS:
            known = said.columns or question.guesses
            for place, header in enumerate(question.names[:MOST_COLUMNS]):
                samples = ", ".join(question.samples.get(header, ())[:3])
                fields[f"column{place}"] = SelectField(
                    header,
                    choices=MEANINGS,
                    default=known.get(header, Meaning.IGNORE).value,
                    description=samples,
                )
    made: type[QuestionsForm] = type("FileQuestionsForm", (QuestionsForm,), fields)
    return made(training_import, athlete)


class NamesForm(Form):
    """A choice for each name, and how the workouts are stored."""

    visibility = RadioField(
        lazy_gettext("Wer darf die Trainings sehen?"),
        choices=VISIBILITIES,
        default=Visibility.PRIVATE.value,
        validators=[InputRequired(REQUIRED)],
    )
    brings_back = BooleanField(
        lazy_gettext("Auch zurückholen, was du nach einem Import gelöscht hast")
    )


def names_form(rows: Sequence[tuple[str, Sequence[SelectChoice]]]) -> NamesForm:
    """Return the form; each row is what is chosen and what may be."""
    fields: dict[str, object] = {
        f"name{place}": SelectField(lazy_gettext("Wird zu"), choices=list(choices), default=chosen)
        for place, (chosen, choices) in enumerate(rows)
    }
    made: type[NamesForm] = type("FileNamesForm", (NamesForm,), fields)
    return made()


class OneNameForm(Form):
    """What becomes of one name: any level there is, or a new exercise."""

    level = SelectField(lazy_gettext("Wird zu"), validators=[InputRequired(REQUIRED)])
    title = LineField(lazy_gettext("Neue Übung"), longest=TITLE_LENGTH, required=False)
    rung = LineField(lazy_gettext("Name der Stufe"), longest=LEVEL_LENGTH, required=False)

    def choice(self, known: Mapping[str, Choice], name: str) -> Choice:
        """Return what was chosen."""
        value = self.level.data
        if value != "new":
            return known[value]
        title = self.title.data or name
        return Choice(title=title, level=self.rung.data or name)
