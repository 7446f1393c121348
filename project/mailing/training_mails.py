"""Mails about training; each becomes a row of the caller's transaction."""

from collections.abc import Sequence

from project.i18n import site_language, speaking
from project.mailing.links import site_url, stop_url
from project.mailing.outbox import send_email
from project.models import User
from project.queries.site.mail import REMINDER
from project.services.training.reminders import RemindedDay


def reminder(athlete: User, due: Sequence[RemindedDay]) -> None:
    """Tell the athlete what is due today, and how to hear no more of it."""
    with speaking(athlete.language or site_language()):
        mail = send_email(
            athlete.email,
            None,
            REMINDER,
            username=athlete.username,
            due=due,
            link=site_url("main.index"),
            settings_url=site_url("main.reminders"),
            stop_url=stop_url(athlete.id),
        )
    mail.about_id = athlete.id
