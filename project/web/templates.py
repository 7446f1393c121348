"""What templates ask for again and again: addresses, icons and parts that are the same for all.

A page of twenty workouts asks for forty addresses, most of them the same on every page.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from flask import Flask, has_request_context, request
from jinja2.runtime import Macro

from project.i18n import catalogue, gettext
from project.web.whitespace import LeftAligned

MARKER: Final = 987_654_321
"""Stands for any number in an address; above all ids, below what a converter may refuse."""


def init_templates(app: Flask) -> None:
    """Give the templates of ``app`` quick addresses and parts, and the browser no indentation."""
    app.jinja_env.add_extension(LeftAligned)
    app.jinja_env.globals.update(
        url_for=_addresses(app),
        remembered=_remembering(app),
        drawn_once=_drawing(app),
        stage=stage,
    )


def _addresses(app: Flask) -> Callable[..., str]:
    """Return ``url_for``, which asks the routes once for each kind of address."""

    @lru_cache(maxsize=1024)
    def fixed(_root: str, endpoint: str) -> str:
        """Return the address of a page without arguments; it hangs on the mount point alone."""
        return app.url_for(endpoint)

    @lru_cache(maxsize=1024)
    def around(_root: str, endpoint: str, name: str) -> tuple[str, str]:
        """Return what stands before and after the number in the address of a numbered thing."""
        values: dict[str, Any] = {name: MARKER}
        head, _, tail = app.url_for(endpoint, **values).rpartition(str(MARKER))
        return head, tail

    def url_for(endpoint: str, **values: Any) -> str:  # noqa: ANN401  Flask's own signature
        if not has_request_context() or len(values) > 1:
            return app.url_for(endpoint, **values)
        if not values:
            return fixed(request.script_root, endpoint)
        ((name, value),) = values.items()
        # The converter of a rule is asked for the marker alone, so what it could refuse is not here.
        if type(value) is not int or not 0 <= value < MARKER or name.startswith("_"):
            return app.url_for(endpoint, **values)
        head, tail = around(request.script_root, endpoint, name)
        return f"{head}{value}{tail}"

    return url_for


def stage(number: int, count: int) -> str:
    """Return ``Stufe 3/7``, which a list of cards says a hundred times."""
    return _stage(catalogue(), number, count)


@lru_cache(maxsize=4096)
def _stage(_catalogue: object, number: int, count: int) -> str:
    return gettext("Stufe %(number)s/%(count)s", number=number, count=count)


def _remembering(app: Flask) -> Callable[..., str]:
    """Return ``remembered``, which writes a macro that says the same to everybody."""

    @lru_cache(maxsize=4096)
    def rendered(_root: str, _catalogue: object, macro: Macro, *arguments: object) -> str:
        """Return what a macro writes; it hangs on these alone."""
        return macro(*arguments)

    def remembered(macro: Macro, *arguments: object) -> str:
        """Write a macro that says the same to everybody, made once for a mount point and language.

        It may hold words, addresses, icons and what it is given, but no token and nothing of who
        reads.
        """
        if app.debug:  # where files, and so their addresses, change
            return macro(*arguments)
        return rendered(request.script_root, catalogue(), macro, *arguments)

    return remembered


def _drawing(app: Flask) -> Callable[[Macro], Callable[..., str]]:
    """Return ``drawn_once``, which makes a quick ``icon`` of the macro that draws one."""

    def drawn_once(macro: Macro) -> Callable[..., str]:
        """Return what writes a macro's icons; one without a label of its own is always the same."""

        @lru_cache(maxsize=1024)
        def drawn(_root: str, name: str, css_class: str) -> str:
            return macro(name, **{"class": css_class})

        def icon(name: str, label: str | None = None, **options: str) -> str:
            if label is not None or app.debug:
                return macro(name, label, **options)
            return drawn(request.script_root, name, options.get("class", ""))

        return icon

    return drawn_once
