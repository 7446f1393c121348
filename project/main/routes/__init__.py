"""One module per noun; importing them registers their routes on ``bp``."""

from project.main.routes import (
    categories,
    exercises,
    health,
    home,
    workout_templates,
    workouts,
)

__all__ = ["categories", "exercises", "health", "home", "workout_templates", "workouts"]
