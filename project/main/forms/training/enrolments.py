"""Buttons that move a program on: each says for which day or step it was made."""

from wtforms import HiddenField

from project.main.forms.training.workout_rows import parse_id
from project.rules.texts import clean_line
from project.web.forms import Form


class MoveForm(Form):
    """The day to leave out or to choose, or the step to take back, as the page showed it."""

    day_id = HiddenField(filters=[clean_line])
    step_id = HiddenField(filters=[clean_line])

    def day(self) -> int | None:
        """Return the day's id, None for what no button of ours sends."""
        return parse_id(self.day_id.data or "")

    def step(self) -> int | None:
        """Return the step's id, None for what no button of ours sends."""
        return parse_id(self.step_id.data or "")
