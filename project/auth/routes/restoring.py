"""What an athlete took along comes back into their account."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from project.auth import bp
from project.auth.forms import RestoreForm
from project.decorators import reads_first, takes_files
from project.enums import FlashLevel
from project.exceptions import FieldError
from project.extensions import db
from project.i18n import gettext, ngettext
from project.services.site import restoring
from project.services.site.restoring import Restored
from project.web.current import current_athlete
from project.web.notices import flash
from project.web.rate_limits import limit_uploads
from project.web.requests import begin_writing


@bp.route("/restore", methods=["GET", "POST"])
@limit_uploads
@reads_first
@takes_files
def restore_export() -> ResponseReturnValue:
    """Take an export; it is read before the transaction begins to write."""
    form = RestoreForm()
    if form.validate_on_submit():
        try:
            training = restoring.read_export(form.content())
            begin_writing()
            restored = restoring.restore(current_athlete(), training)
        except FieldError as error:
            db.session.rollback()
            form.refuse("file", error.message)
        else:
            db.session.commit()
            flash(_said(restored), FlashLevel.SUCCESS)
            return redirect(url_for("auth.settings"), code=303)
    return form.page("auth/restore.html")


def _said(restored: Restored) -> str:
    """Say what came back, and what was here already."""
    if not any((restored.exercises, restored.workouts, restored.templates)):
        return gettext("Aus dem Export ist schon alles da. Es kam nichts dazu.")
    added = gettext(
        "Wiederhergestellt: %(exercises)s, %(workouts)s, %(templates)s.",
        exercises=ngettext("%(num)d Übung", "%(num)d Übungen", restored.exercises),
        workouts=ngettext("%(num)d Training", "%(num)d Trainings", restored.workouts),
        templates=ngettext("%(num)d Vorlage", "%(num)d Vorlagen", restored.templates),
    )
    if not restored.known:
        return added
    there = ngettext(
        "%(num)d Eintrag war schon da und blieb, wie er ist.",
        "%(num)d Einträge waren schon da und blieben, wie sie sind.",
        restored.known,
    )
    return f"{added} {there}"
