"""For which day of a program a workout is, on the pages around it."""

from project.main.pages.training.program_days import place_of_workout
from project.models import User
from project.services.training.progression_upkeep import today_of
from project.web.current import signed_in


def program_place(workout_id: int, athlete: User) -> str:
    """Say it in words; empty, and without a statement, for who follows no program."""
    if not signed_in().follows_program:
        return ""
    return place_of_workout(workout_id, athlete.calendar, today_of(athlete))
