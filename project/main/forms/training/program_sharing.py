"""Taking over a program that somebody shared."""

from wtforms import HiddenField, ValidationError

from project.i18n import lazy_gettext
from project.rules.texts import clean_line
from project.services.training.workout_check import key_fault
from project.web.forms import Form


class TakeProgramForm(Form):
    """A button; ``submit_key`` makes one that is pressed twice take the program once."""

    submit_key = HiddenField(lazy_gettext("Formular"), filters=[clean_line])

    def validate_submit_key(self, field: HiddenField) -> None:
        if text := key_fault(field.data or None):
            raise ValidationError(text)
