"""When a workout began and ended."""

from datetime import datetime
from typing import Any

from wtforms import HiddenField

from project.i18n import lazy_gettext, lazy_pgettext
from project.main.forms.training.moments import Minutes, Moment, minutes_text, shown_moment
from project.models import Workout
from project.rules.texts import clean_line
from project.web.filters import local_input
from project.web.forms import Form


class LengthFields(Form):
    """Start and end, each with the moment and zone it was shown with, and the pauses."""

    began = Moment(lazy_pgettext("of a workout", "Start"))
    began_shown = HiddenField(filters=[clean_line])
    ended = Moment(lazy_pgettext("of a workout", "Ende"))
    ended_shown = HiddenField(filters=[clean_line])
    paused = Minutes(lazy_gettext("Pausen in Minuten"))

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().process(formdata, *args, **kwargs)
        self.began.shown = self.began_shown.data or ""
        self.ended.shown = self.ended_shown.data or ""

    def show(self, workout: Workout, ended: datetime) -> None:
        """Fill in what is stored, and when it ended, on the clock of where it was done."""
        where = workout.timezone
        began = workout.started_at or workout.timestamp
        for name, at in {"began": began, "ended": ended}.items():
            field = self[name]
            field.fallback, field.where = at, where
            if not self.is_submitted():
                field.data = local_input(at, where)
                self[f"{name}_shown"].data = shown_moment(at, where)
        self.paused.stored = workout.paused
        if not self.is_submitted():
            self.paused.data = minutes_text(workout.paused)


class LengthForm(LengthFields):
    """The length of a workout that is over."""
