"""When a workout began and ended."""

from typing import Any

from wtforms import HiddenField

from project.i18n import lazy_pgettext
from project.main.forms.training.workouts import Moment
from project.rules.texts import clean_line
from project.web.forms import Form


class LengthForm(Form):
    """Start and end, each with the moment and zone it was shown with."""

    began = Moment(lazy_pgettext("of a workout", "Start"))
    began_shown = HiddenField(filters=[clean_line])
    ended = Moment(lazy_pgettext("of a workout", "Ende"))
    ended_shown = HiddenField(filters=[clean_line])

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().process(formdata, *args, **kwargs)
        self.began.shown = self.began_shown.data or ""
        self.ended.shown = self.ended_shown.data or ""
