"""What every template may use: the navigation's state and the filters."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request

from project.web.current import signed_in

# Which of the four places an endpoint belongs to; endpoints that are not named belong to none.
PLACES = {
    "today": {"index"},
    "training": {
        "workouts",
        "workout",
        "add_workout",
        "edit_workout",
        "confirm_delete_workout",
        "log_workout",
        "workout_templates",
        "add_template",
        "edit_template",
        "confirm_delete_template",
        "write_back",
        "plan",
        "plan_calendar",
        "start_program",
        "paper_program",
    },
    "progress": {"progress"},
    "library": {
        "all_exercises",
        "exercise",
        "add_exercise",
        "update_exercise",
        "delete_exercise",
        "bring_back_exercise",
        "copy_exercise",
        "manage_categories",
        "add_category",
        "rename_category",
        "delete_category",
        "starter_library",
    },
}


@dataclass(frozen=True)
class Nav:
    """The navigation: the open place, unread messages, news about people, the running workout.

    ``follows_program`` says whether a program of the athlete's runs.
    """

    active: str
    unread: int
    news: int
    running_workout_id: int | None
    follows_program: bool


def navigation() -> dict[str, Any]:
    _, _, name = (request.endpoint or "").rpartition(".")
    active = next((place for place, names in PLACES.items() if name in names), "")
    state = signed_in()
    nav = Nav(active, state.unread, state.news, state.running_workout_id, state.follows_program)
    return {"nav": nav}


def init_context(app: Flask) -> None:
    app.context_processor(navigation)
