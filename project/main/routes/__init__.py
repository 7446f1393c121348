"""One module per noun; importing them registers their routes on ``bp``."""

from project.main.routes import (
    categories,
    exercises,
    following,
    health,
    home,
    logger,
    messages,
    notifications,
    people,
    pictures,
    progress,
    progression,
    running,
    starter_library,
    workout_templates,
    workouts,
)

__all__ = [
    "categories",
    "exercises",
    "following",
    "health",
    "home",
    "logger",
    "messages",
    "notifications",
    "people",
    "pictures",
    "progress",
    "progression",
    "running",
    "starter_library",
    "workout_templates",
    "workouts",
]
