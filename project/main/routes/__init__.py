"""One module per noun; importing them registers their routes on ``bp``."""

from project.main.routes.account import pictures
from project.main.routes.library import categories, exercises, figures, starter_library
from project.main.routes.people import following, messages, notifications, people
from project.main.routes.site import health, language, manifest
from project.main.routes.training import (
    calendar_feed,
    home,
    imports,
    lengths,
    logger,
    placement,
    plan,
    program_files,
    program_paper,
    program_sharing,
    program_start,
    progress,
    progression,
    reminders,
    running,
    workout_templates,
    workouts,
)

__all__ = [
    "calendar_feed",
    "categories",
    "exercises",
    "figures",
    "following",
    "health",
    "home",
    "imports",
    "language",
    "lengths",
    "logger",
    "manifest",
    "messages",
    "notifications",
    "people",
    "pictures",
    "placement",
    "plan",
    "program_files",
    "program_paper",
    "program_sharing",
    "program_start",
    "progress",
    "progression",
    "reminders",
    "running",
    "starter_library",
    "workout_templates",
    "workouts",
]
