"""The words an athlete's browser asks for: one row per subject, holding a number.

Callers hold the athlete's row (`lock_athletes`), so that of two changes at once the later one
counts both.
"""

from datetime import datetime, timedelta

from project.enums import NotificationName
from project.models import User, utc_now
from project.queries.people import notifications as counts


def is_news_to(athlete: User, moment: datetime) -> None:
    """Let what happens at ``moment`` be new to the athlete: a clock that ran ahead has seen it."""
    before = moment - timedelta(microseconds=1)
    if athlete.last_message_read_time is not None:
        athlete.last_message_read_time = min(athlete.last_message_read_time, before)
    if athlete.last_notification_read_time is not None:
        athlete.last_notification_read_time = min(athlete.last_notification_read_time, before)


def tell_unread(athlete: User) -> None:
    """Set how many messages the athlete has not read."""
    athlete.add_notification(NotificationName.UNREAD_MESSAGES, athlete.new_messages())


def tell_followers(athlete: User) -> None:
    """Set how many new followers the athlete has."""
    athlete.add_notification(NotificationName.NEW_FOLLOWERS, counts.new_followers(athlete))


def tell_requests(athlete: User) -> None:
    """Set how many wait for the athlete's yes."""
    athlete.add_notification(NotificationName.FOLLOW_REQUESTS, counts.requests(athlete))


def tell_accepted(athlete: User) -> None:
    """Set how many newly said yes to the athlete."""
    athlete.add_notification(NotificationName.FOLLOW_ACCEPTED, counts.newly_accepted(athlete))


def mark_seen(athlete: User) -> None:
    """Note that the athlete has seen who follows them and who said yes."""
    athlete.last_notification_read_time = utc_now()
    tell_followers(athlete)
    tell_accepted(athlete)
