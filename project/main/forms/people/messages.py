"""What athletes say to one another."""

from project.i18n import lazy_gettext
from project.rules.limits import MESSAGE_LENGTH
from project.web.forms import PersonForm, TextField


class MessageForm(PersonForm):
    """A message; its field keeps the documented name."""

    message = TextField(lazy_gettext("Nachricht"), longest=MESSAGE_LENGTH)
