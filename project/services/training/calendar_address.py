"""The secret address of an athlete's calendar: made, made anew, taken back; the caller commits."""

from project.models import User
from project.services.account.secret_addresses import new_secret


def make_address(athlete: User) -> None:
    """Give the calendar an address; one that it had leads nowhere from now on."""
    athlete.calendar_token = new_secret()


def revoke_address(athlete: User) -> None:
    """Let nobody read the calendar any more."""
    athlete.calendar_token = None
