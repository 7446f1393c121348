"""The extensions, created unbound; `project.create_app` binds them to an app."""

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_mail import Mail
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from project.models import Base


class Login(LoginManager):  # type: ignore[misc]  # Flask-Login has no type hints
    """Flask-Login, which does not hash each visitor's address and browser for a protection that is off.

    It would do so before it looks at ``session_protection`` (``auth/session.py``).
    """

    def _session_protection_failed(self) -> bool:
        return False


# Objects keep their values after the commit: a page is rendered from what was just stored.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
login = Login()
csrf = CSRFProtect()
mail = Mail()
babel = Babel()
limiter = Limiter(key_func=get_remote_address)
