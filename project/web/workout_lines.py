"""The lines of workout cards as HTML.

A page of twenty workouts has a hundred, each with seven values: a template takes more than twice
the time for them. What names hold is escaped here as templates do it.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from flask import Flask
from markupsafe import Markup

from project.i18n import template_gettext
from project.queries.training.cards import CardExercise
from project.web.templates import written

_UNKNOWN: Final = '<span class="chip">'


@lru_cache(maxsize=1024)
def _rung(stage: str, order: int, count: int) -> str:
    """Return how the chip of a level begins, up to the level's name."""
    return f'<span class="chip lv-{order} of-{count}">{stage} {order}/{count} · '


def workout_lines(exercises: Iterable[CardExercise]) -> Markup:
    """Return a line for each exercise and level: name, level with its place, values."""
    stage = str(template_gettext("Stufe"))
    html = []
    for _id, title, _counting, lines in exercises:
        name = f'<span class="line-name">{written(title)}</span>'
        for level, order, count, text, is_more in lines:
            chip = _rung(stage, order, count) if order else _UNKNOWN
            html.append(
                f'<li class="line{" line-same" if is_more else ""}">\n{name}\n{chip}{written(level)}'
                f'</span>\n<span class="line-values">{text}</span>\n</li>\n'
            )
        if not lines:
            html.append(f'<li class="line">{name}</li>\n')
    return Markup("".join(html))  # noqa: S704  names and levels are escaped above


def init_workout_lines(app: Flask) -> None:
    """Offer ``exercises|workout_lines`` to templates."""
    app.jinja_env.filters["workout_lines"] = workout_lines
