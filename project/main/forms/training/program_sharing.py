"""Taking over a program that somebody shared."""

from typing import IO

from flask_wtf.file import FileField
from wtforms import HiddenField, ValidationError

from project.i18n import lazy_gettext
from project.rules.limits import MAX_IMPORT_BYTES
from project.rules.texts import clean_line
from project.services.training.workout_check import key_fault
from project.web.forms import Form


class ProgramFileForm(Form):
    """A program's file."""

    file = FileField(
        lazy_gettext("Datei"),
        description=lazy_gettext("Die JSON-Datei eines Programms, höchstens 10 MB."),
    )
    submit_key = HiddenField(lazy_gettext("Formular"), filters=[clean_line])

    def validate_submit_key(self, field: HiddenField) -> None:
        if text := key_fault(field.data or None):
            raise ValidationError(text)

    def validate_file(self, field: FileField) -> None:
        if not field.data:
            raise ValidationError(lazy_gettext("Wähle eine Datei."))

    def content(self) -> bytes:
        """Return what was sent, at most a byte more than is read of it."""
        stream: IO[bytes] = self.file.data.stream
        stream.seek(0)  # a request whose transaction lost is run again
        return stream.read(MAX_IMPORT_BYTES + 1)


class TakeProgramForm(Form):
    """A button; ``submit_key`` makes one that is pressed twice take the program once."""

    submit_key = HiddenField(lazy_gettext("Formular"), filters=[clean_line])

    def validate_submit_key(self, field: HiddenField) -> None:
        if text := key_fault(field.data or None):
            raise ValidationError(text)
