"""One module per noun; importing them registers their routes on ``bp``."""

from project.main.routes import health, home, workout_templates, workouts

__all__ = ["health", "home", "workout_templates", "workouts"]
