"""What an athlete took along comes back into their account."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from project.auth import bp
from project.auth.forms import RestoreForm
from project.decorators import reads_first, takes_files
from project.exceptions import FieldError
from project.extensions import db
from project.web.current import current_athlete
from project.web.notices import flash
from project.web.pictures import picture_store, remove_unused_pictures
from project.web.rate_limits import limit_uploads
from project.web.requests import begin_writing


@bp.route("/restore", methods=["GET", "POST"])
@limit_uploads
@reads_first
@takes_files
def restore_export() -> ResponseReturnValue:
    """Take an export; it is read before the transaction begins to write."""
    from project.services.site import restoring  # noqa: PLC0415  few processes need its readers

    form = RestoreForm()
    if form.validate_on_submit():
        pictures: set[str] = set()
        try:
            content = form.content()
            training = restoring.read_export(content)
            pictures = restoring.take_pictures(training, content, picture_store())
            begin_writing()
            restored = restoring.restore(current_athlete(), training)
        except FieldError as error:
            db.session.rollback()
            form.refuse("file", error.message)
            remove_unused_pictures(pictures)
        else:
            db.session.commit()
            remove_unused_pictures(pictures)
            flash(restored.in_words())
            return redirect(url_for("auth.settings"), code=303)
    return form.page("auth/restore.html")
