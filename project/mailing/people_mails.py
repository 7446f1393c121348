"""Mails about what happens between athletes; each becomes a row of the caller's transaction."""

from project.i18n import site_language, speaking
from project.mailing.links import site_url
from project.mailing.outbox import send_email
from project.models import User


def new_message(recipient: User, sender: User) -> None:
    """Tell the recipient who wrote; what was written stays on the site."""
    with speaking(recipient.language or site_language()):
        mail = send_email(
            recipient.email,
            None,
            "new_message",
            username=recipient.username,
            sender=sender.username,
            link=site_url("main.send_message", recipient=sender.username),
            settings_url=site_url("auth.edit_profile"),
        )
    mail.about_id = sender.id
