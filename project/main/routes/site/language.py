"""The language of the site, for athletes and for visitors."""

from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.site.language import LanguageForm
from project.services.people import profiles
from project.web.current import current_athlete
from project.web.languages import remember_language
from project.web.rate_limits import count_write
from project.web.safe_redirect import safe_next


@bp.post("/language")
def choose_language() -> ResponseReturnValue:
    """Remember the choice, with the athlete and in the browser, and go back to the page."""
    form = LanguageForm()
    if not form.validate_on_submit():
        raise InvalidError(gettext("Diese Sprache gibt es hier nicht."), {})
    if current_user.is_authenticated:
        if current_app.config["RATELIMIT_ENABLED"]:
            count_write()
        profiles.choose_language(current_athlete(), form.language.data)
        db.session.commit()
    back = redirect(safe_next(url_for("main.index")), code=303)
    return remember_language(back, form.language.data)
