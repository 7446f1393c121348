"""The profile: what an athlete says about themself, and their picture."""

from contextlib import suppress

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from project.auth import bp
from project.auth.forms import EditProfileForm
from project.decorators import reads_first, takes_files
from project.enums import Visibility
from project.exceptions import FieldError
from project.extensions import db
from project.i18n import gettext, speaking
from project.services.account import pictures
from project.services.account.locking import lock_athletes
from project.services.people import following, profiles
from project.services.people.profiles import ProfileDraft
from project.web.current import current_athlete
from project.web.languages import remember_language
from project.web.notices import flash
from project.web.pictures import picture_store
from project.web.rate_limits import limit_uploads
from project.web.requests import begin_writing


@bp.route("/edit_profile", methods=["GET", "POST"])
@limit_uploads
@reads_first
@takes_files
def edit_profile() -> ResponseReturnValue:
    """Change the profile; a picture is decoded before the transaction begins to write."""
    form = EditProfileForm(current_athlete())
    if form.validate_on_submit():
        try:
            unused = _store(form, current_athlete().id)
        except FieldError as error:
            form.refuse(error.field, error.message)
        else:
            db.session.commit()
            _forget(unused)
            with speaking(form.language.data or None):
                flash(gettext("Gespeichert."))
            return _shown(form)
    return form.page("auth/edit_profile.html", athlete=current_athlete())


def _shown(form: EditProfileForm) -> Response:
    """Lead to the profile; the browser keeps the language for pages that know nobody."""
    to_profile = redirect(url_for("main.user", username=form.username.data), code=303)
    return remember_language(to_profile, form.language.data or None)


def _store(form: EditProfileForm, athlete_id: int) -> str | None:
    """Store the form; return the picture that is not needed once this is committed."""
    picture = pictures.DEFAULT if form.remove_picture.data else None
    upload: FileStorage | None = form.picture.data
    if upload:
        picture = pictures.save_picture(upload.stream, picture_store())
    begin_writing()
    if not form.approves_followers.data:
        following.accept_waiting(athlete_id)
    (athlete,) = lock_athletes(athlete_id)
    try:
        return profiles.update_profile(
            athlete,
            ProfileDraft(
                username=form.username.data,
                about_me=form.about_me.data,
                timezone=form.timezone.data,
                day_begins_at=form.day_begins_at.data,
                language=form.language.data or None,
                default_visibility=Visibility(form.default_visibility.data),
                approves_followers=form.approves_followers.data,
                mails_about_messages=form.mails_about_messages.data,
                picture=picture,
            ),
        )
    except FieldError:
        db.session.rollback()
        _forget(picture)
        raise


def _forget(picture: str | None) -> None:
    if picture is not None:
        with suppress(OSError):  # what stays is swept up later
            pictures.remove_picture(picture, picture_store())
