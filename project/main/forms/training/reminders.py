"""When an athlete wants to be reminded."""

from datetime import time

from wtforms import SelectField

from project.i18n import format_clock, gettext, lazy_gettext
from project.models import User
from project.web.forms import Form, SelectChoice

_HOURS = 24
_NEVER = ""


class ReminderForm(Form):
    """A full hour of the athlete's clock, or none."""

    remind_at = SelectField(lazy_gettext("Erinnern um"))

    def __init__(self, athlete: User) -> None:
        stored = _NEVER if athlete.remind_at is None else str(athlete.remind_at)
        super().__init__(data={"remind_at": stored})
        choices = [SelectChoice(_NEVER, gettext("Gar nicht"))]
        choices += [
            SelectChoice(str(hour * 60), format_clock(time(hour))) for hour in range(_HOURS)
        ]
        self.remind_at.choices = choices

    @property
    def minute(self) -> int | None:
        """The minute of the day that was chosen."""
        return int(self.remind_at.data) if self.remind_at.data else None
