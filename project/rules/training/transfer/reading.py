"""From the bytes of a file to what it says about training."""

from datetime import date

from project.rules.training.transfer.types import NO_ANSWERS, Answers, Reading


def read(content: bytes, answers: Answers = NO_ANSWERS, *, today: date) -> Reading:
    """Return what a file says; never raises for anything that may be in it.

    ``today`` is the athlete's: what is dated later than tomorrow is a slip.
    """
    raise NotImplementedError
