"""Exercises of a template that take turns: each session has another one of them."""

from collections.abc import Sequence
from itertools import groupby


def in_turn(numbers: Sequence[int | None], done: int) -> list[int]:
    """Return the places of the exercises whose turn it is after ``done`` sessions.

    ``numbers`` say by place which take turns: neighbours with the same one. None takes no turns.
    """
    kept: list[int] = []
    for number, group in groupby(enumerate(numbers), key=lambda each: each[1]):
        places = [place for place, _ in group]
        kept += places if number is None else [places[done % len(places)]]
    return kept
