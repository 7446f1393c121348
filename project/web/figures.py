"""Where the picture of a level is, and what figures are called."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from flask import Flask, request, url_for

from project.i18n import language_code
from project.rules.library.figures.catalogue import figures_mark
from project.rules.library.starter_library import starter_library
from project.rules.texts import clean_line

WAYS: Final = ("still", "moving")
_LONGEST: Final = 200


def figure_url(key: str, way: str = "still") -> str:
    """Return the address of a figure: still, or moving from start to end."""
    return _url(request.script_root, key, way)


@lru_cache(maxsize=1024)
def _url(root: str, key: str, way: str) -> str:
    return url_for("main.figure", mark=figures_mark(), way=way, key=key)


def figure_names() -> Mapping[str, str]:
    """Return the names of all figures by their keys: those of the levels they were drawn for."""
    return _names(language_code())


def figure_name(key: str) -> str:
    """Return the name of a figure; what there is not, as it came."""
    return figure_names().get(key, key)


def figure_of(name: str) -> str:
    """Return the key of the figure of this name; what there is not comes back as it was typed."""
    wanted = clean_line(name)[:_LONGEST]
    return _keys(language_code()).get(wanted.casefold(), wanted)


@cache
def _names(language: str) -> Mapping[str, str]:
    return {
        level.key: f"{level.name} ({ladder.title})"
        for ladder in starter_library(language)
        for level in ladder.levels
    }


@cache
def _keys(language: str) -> Mapping[str, str]:
    return {name.casefold(): key for key, name in _names(language).items()}


def init_figures(app: Flask) -> None:
    """Offer addresses and names of figures to templates."""
    app.jinja_env.globals |= {
        "figure_url": figure_url,
        "figure_name": figure_name,
        "figure_names": figure_names,
    }
