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
    """Flask-Login, which is not asked what it would hash of each request before it looks whether to.

    Rows and epochs protect our sessions (``auth/session.py``).
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
