"""What templates cost: how values are written, and where addresses come from.

A page of twenty workouts writes more than a thousand values and asks for forty addresses, most of
them the same on every page.
"""

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from types import FunctionType
from typing import Any, Final

import flask.templating
import jinja2.runtime
from flask import Flask, has_request_context, request
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from project.i18n import catalogue
from project.web.whitespace import LeftAligned

MARKER: Final = 987_654_321
"""Stands for any number in an address; above all ids, below what a converter may refuse."""


def written(value: object) -> str:
    """Return ``value`` as it stands in HTML: escaped unless it is markup.

    The text is that of MarkupSafe's ``escape``. It is not wrapped as markup again, as the template
    joins it at once; the wrapping is five sixths of what escaping costs.
    """
    if isinstance(value, str):
        kind = type(value)
        if kind is Markup or (
            kind is str
            and "&" not in value
            and "<" not in value
            and ">" not in value
            and '"' not in value
            and "'" not in value
        ):
            return value
    elif type(value) is int:
        return str(value)
    return escape(value)


class Generator(CodeGenerator):
    """Compiles templates as Jinja does, but for the function that writes a value."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  Jinja's own name
        self.writeline(f"from {__name__} import {written.__name__}")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401  private to Jinja
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"{written.__name__}(")


class Context(jinja2.runtime.Context):
    """Calls as Jinja does, without looking at macros and plain functions for what to hand them."""

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  Jinja's own
        """Call a macro or a function; a page has a hundred and more such calls."""
        kind = type(called)
        # What a function wants to be handed is one of its attributes.
        plain = kind is FunctionType and not called.__dict__
        if not plain and kind is not Macro:
            return super().call(called, *args, **kwargs)
        if kwargs:
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
        return called(*args, **kwargs) if plain else called(self.eval_ctx, *args, **kwargs)


class Environment(flask.templating.Environment):
    """Flask's environment, whose templates share one dictionary of globals.

    Jinja lays a mapping of its own over it for each template, in case one is loaded with globals
    of its own, and then compares them at every import, key by key.
    """

    code_generator_class = Generator
    context_class = Context

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def init_templates(app: Flask) -> None:
    """Give the templates of ``app`` quick addresses and parts, and the browser no indentation."""
    app.jinja_env.add_extension(LeftAligned)
    app.jinja_env.globals.update(
        url_for=_addresses(app), remembered=_remembering(app), drawn_once=_drawing(app)
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


def _remembering(app: Flask) -> Callable[..., str]:
    """Return ``remembered``, which writes a macro that says the same to everybody."""

    @lru_cache(maxsize=1024)
    def rendered(_root: str, _catalogue: object, macro: Macro, *arguments: str) -> str:
        """Return what a macro writes; it hangs on these alone."""
        return macro(*arguments)

    def remembered(macro: Macro, *arguments: str) -> str:
        """Write a macro that says the same to everybody, made once for a mount point and language.

        It may hold words, addresses and icons, but no token and nothing of the athlete.
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
