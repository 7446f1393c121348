"""What a name of the library has to be, whoever stores it."""

from project.exceptions import FieldError
from project.i18n import gettext
from project.models import fold
from project.rules.account.names import is_name
from project.rules.limits import NAME_KEY_LENGTH


def check_name(field: str, name: str) -> None:
    """Refuse a name that cannot be seen, or that holds what nobody sees; forms take that out."""
    if not is_name(name):
        raise FieldError(field, gettext("Ein Name braucht Zeichen, die man sieht, und nur solche."))


def key_of(field: str, name: str, too_long: str) -> str:
    """Return what tells a name from others; some signs stand for a whole word and unfold to it."""
    check_name(field, name)
    key = fold(name)
    if len(key) > NAME_KEY_LENGTH:
        raise FieldError(field, too_long)
    return key
