"""The switch in the foot of every page."""

from wtforms import SelectField

from project.web.forms import Form, SelectChoice
from project.web.languages import offered, own_name


class LanguageForm(Form):
    """One of the languages of the site."""

    language = SelectField()

    def __init__(self) -> None:
        super().__init__()
        self.language.choices = [SelectChoice(code, own_name(code)) for code in offered()]
