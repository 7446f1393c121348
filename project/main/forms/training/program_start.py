"""How an athlete wants to follow a program: how often a week, and on which days of it."""

from datetime import date
from typing import Any, Final

from wtforms import SelectField, SelectMultipleField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from project.i18n import gettext, lazily, lazy_gettext, ngettext, weekday_name
from project.rules.training.sequence import WEEK
from project.services.training.program_start import ProgramStart
from project.web.forms import Form, SelectChoice

NUMBERS: Final = tuple(str(number) for number in range(1, WEEK + 1))


def _times(number: int) -> str:
    return ngettext("%(num)s Tag", "%(num)s Tage", number)


def _weekday(number: int) -> str:
    # 1 January 2024 was a Monday.
    return weekday_name(date(2024, 1, number))


class WeekdaysField(SelectMultipleField):
    """Numbers of weekdays, 1 for Monday."""

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        choices = [SelectChoice(each, lazily(_weekday, int(each))) for each in NUMBERS]
        super().__init__(label, choices=choices, **kwargs)

    def pre_validate(self, form: BaseForm) -> None:
        if not set(self.data or ()) <= set(NUMBERS):
            self.data = [each for each in self.data or () if each in NUMBERS]
            raise ValidationError(gettext("Diesen Wochentag gibt es nicht."))


class ProgramStartForm(Form):
    """Days a week and weekdays; chosen weekdays say by themselves how many they are."""

    days_a_week = SelectField(
        lazy_gettext("Wie oft in der Woche?"),
        choices=[SelectChoice(each, lazily(_times, int(each))) for each in NUMBERS],
    )
    weekdays = WeekdaysField(lazy_gettext("An welchen Wochentagen?"))

    def start(self) -> ProgramStart:
        return ProgramStart(
            days_a_week=int(self.days_a_week.data),
            weekdays=frozenset(int(each) for each in self.weekdays.data or ()),
        )
