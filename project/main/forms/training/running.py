"""Forms around a running workout: what it starts from, and what is said at its end."""

from wtforms import HiddenField, RadioField

from project.enums import Visibility
from project.i18n import lazy_gettext
from project.main.forms.training.lengths import LengthFields
from project.main.forms.training.workout_rows import parse_id
from project.main.forms.training.workouts import EFFORTS, VISIBILITIES
from project.rules.limits import NOTE_LENGTH, TITLE_LENGTH
from project.rules.texts import clean_line
from project.services.training.running import WorkoutEnd
from project.web.forms import Form, LineField, TextField


class StartForm(Form):
    """What a workout starts from: a day of a program, a template, an earlier workout, or nothing."""

    program_day_id = HiddenField(filters=[clean_line])
    template_id = HiddenField(filters=[clean_line])
    repeat_id = HiddenField(filters=[clean_line])

    def source_id(self) -> int | None:
        """Return the id of what to start from: None for nothing, 0 for what cannot be one."""
        typed = self.template_id.data or self.repeat_id.data
        return (parse_id(typed) or 0) if typed else None

    def day_id(self) -> int | None:
        """Return the id of the program's day: None for none, 0 for what cannot be one."""
        typed = self.program_day_id.data
        return (parse_id(typed) or 0) if typed else None

    @property
    def from_template(self) -> bool:
        return bool(self.template_id.data)


class FinishForm(LengthFields):
    """What is said at the end; an empty title is made up."""

    title = LineField(lazy_gettext("Titel"), longest=TITLE_LENGTH, required=False)
    note = TextField(lazy_gettext("Notiz"), longest=NOTE_LENGTH, required=False)
    effort = RadioField(lazy_gettext("Wie anstrengend war es?"), choices=EFFORTS, default="")
    visibility = RadioField(lazy_gettext("Wer darf es sehen?"), choices=VISIBILITIES)

    def end(self) -> WorkoutEnd:
        return WorkoutEnd(
            title=self.title.data or "",
            note=self.note.data or "",
            effort=int(self.effort.data) if self.effort.data else None,
            visibility=Visibility(self.visibility.data),
            began=self.began.changed(),
            ended=self.ended.changed(),
            paused=self.paused.seconds(),
        )
