"""The form of a category."""

from project.i18n import lazy_gettext
from project.rules.limits import CATEGORY_LENGTH
from project.web.forms import Form, LineField


class CategoryForm(Form):
    name = LineField(lazy_gettext("Name"), longest=CATEGORY_LENGTH)
