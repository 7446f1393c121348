"""Messages: the inbox, a conversation, writing, deleting."""

import re

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from project.exceptions import RefusedError, RenamedError, UnknownAthleteError
from project.extensions import db
from project.i18n import gettext
from project.mailing import people_mails
from project.main import bp
from project.main.forms.people.messages import MessageForm
from project.models import User
from project.queries.people import messages as queries
from project.queries.people.messages import Inbox, Thread
from project.rules.limits import MAX_ID
from project.services.account.locking import lock_athletes
from project.services.people import messages as service
from project.web.current import current_athlete, forget_unread, signed_in
from project.web.loaders import (
    meant_or_404,
    new_name_or_404,
    other_by_name_or_404,
    user_by_name_or_404,
)
from project.web.pagination import same_page_url
from project.web.rate_limits import limit_messages, may_mail_about_messages
from project.web.requests import begin_writing, wants_json

CONVERSATIONS = 20
LINES = 30


@bp.get("/messages")
def messages() -> ResponseReturnValue:
    """Show the inbox; the one GET that writes, and only when something is unread."""
    inbox = _open_inbox() if _reads_news() else _inbox(current_athlete())
    return render_template(
        "main/people/messages/inbox.html",
        conversations=inbox.conversations,
        older_url=same_page_url(before=inbox.older) if inbox.older else None,
    )


def _reads_news() -> bool:
    """Return whether this request shows the athlete something unread.

    HEAD shows nothing; only the server's own record tells it from GET.
    """
    return request.environ["REQUEST_METHOD"] == "GET" and signed_in().unread > 0


def _inbox(athlete: User) -> Inbox:
    return queries.inbox(athlete, limit=CONVERSATIONS, before=_asked_id("before"))


def _open_inbox() -> Inbox:
    athlete_id = current_athlete().id
    begin_writing()
    (athlete,) = lock_athletes(athlete_id)
    inbox = _inbox(athlete)
    service.mark_read(athlete)
    db.session.commit()
    forget_unread()
    return inbox


@bp.route("/send_message/<recipient>", methods=["GET", "POST"])
@limit_messages
def send_message(recipient: str) -> ResponseReturnValue:
    """Show the conversation, and write to the other: to whose page it was, or to nobody."""
    athlete = current_athlete()
    form = MessageForm()
    try:
        partner = meant_or_404(recipient, athlete)
    except RenamedError as error:
        partner = user_by_name_or_404(error.username, athlete)
        ask = gettext("Schick es ab, wenn es so stimmt.")
        form.refuse("message", f"{error.message} {ask}")
        return _conversation(form, partner), error.status
    except UnknownAthleteError as error:
        return _nobody(form, recipient, error)
    if partner.id == athlete.id:
        raise RefusedError(gettext("Dir selbst kannst du nicht schreiben."))
    if form.validate_on_submit():
        sent = service.send_message(
            athlete.id, partner.id, form.message.data, may_mail=may_mail_about_messages
        )
        if sent.mail_due:
            people_mails.new_message(sent.recipient, athlete)
        db.session.commit()
        return redirect(_end_of(partner.username), code=303)
    return _conversation(form, partner), 422 if form.errors else 200


def _nobody(form: MessageForm, name: str, error: UnknownAthleteError) -> ResponseReturnValue:
    """Follow the link to its athlete's new name; give a text that reaches nobody back."""
    if request.method == "GET":
        name = new_name_or_404(name, current_athlete())
        return redirect(url_for("main.send_message", recipient=name))
    if not form.message.data or wants_json(request):
        raise error
    return render_template("main/people/messages/unsent.html", form=form, name=name), error.status


def _conversation(form: MessageForm, partner: User) -> str:
    partner_id, name, image_file = partner.id, partner.username, partner.image_file
    if _reads_news():
        thread = _open_thread(partner_id)
    else:
        thread = _thread(current_athlete().id, partner_id)
    older, newer = thread.older, thread.newer
    return render_template(
        "main/people/messages/thread.html",
        form=form,
        partner_id=partner_id,
        username=name,
        image_file=image_file,
        thread=thread,
        older_url=same_page_url(before=older, after=None) if older else None,
        newer_url=same_page_url(after=newer, before=None) if newer else None,
    )


def _thread(athlete_id: int, partner_id: int) -> Thread:
    return queries.thread(
        athlete_id,
        partner_id,
        limit=LINES,
        before=_asked_id("before"),
        after=_asked_id("after"),
    )


def _open_thread(partner_id: int) -> Thread:
    """Read the conversation; when nobody else's messages are unread, the inbox is read too."""
    athlete_id = current_athlete().id
    begin_writing()
    (athlete,) = lock_athletes(athlete_id)
    thread = _thread(athlete_id, partner_id)
    if queries.unread_senders(athlete) <= {partner_id}:
        service.mark_read(athlete)
        forget_unread()
    db.session.commit()
    return thread


@bp.post("/messages/<int:message_id>/delete")
def delete_message(message_id: int) -> ResponseReturnValue:
    partner_id = service.delete_message(current_athlete().id, message_id)
    if partner_id is None:
        abort(404)
    name = db.session.get_one(User, partner_id).username
    db.session.commit()
    return redirect(_end_of(name), code=303)


@bp.get("/send_message/<username>/delete")
def confirm_delete_conversation(username: str) -> ResponseReturnValue:
    partner = other_by_name_or_404(username, current_athlete())
    return render_template("main/people/messages/delete.html", partner=partner)


@bp.post("/send_message/<username>/delete")
def delete_conversation(username: str) -> ResponseReturnValue:
    partner = meant_or_404(username, current_athlete())
    if partner.id == current_athlete().id:
        abort(404)
    service.delete_conversation(current_athlete().id, partner.id)
    db.session.commit()
    return redirect(url_for("main.messages"), code=303)


def _end_of(username: str) -> str:
    """Return the address of the newest part of a conversation, at its end."""
    return url_for("main.send_message", recipient=username, _anchor="end")


def _asked_id(name: str) -> int | None:
    """Return the query parameter as an id; anything else is None, the list's start."""
    text = request.args.get(name, "")
    if not re.fullmatch(r"[0-9]{1,10}", text):
        return None
    return min(int(text), MAX_ID)
