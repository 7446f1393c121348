"""The two functions of `project.mailing` whose names stay, for whoever knows them from here."""

from project.mailing.outbox import send_async_email, send_email

__all__ = ["send_async_email", "send_email"]
