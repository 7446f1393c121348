"""All figures on one page, large and small, in light and in dark: to look at them side by side."""

from base64 import b64encode
from collections.abc import Iterator
from html import escape
from typing import Final

from project.rules.library.figures.drawing import moving, still
from project.rules.library.figures.reading import figures
from project.rules.library.starter_library import starter_library

_STYLE: Final = """
body{margin:0;font:14px/1.4 system-ui,sans-serif}
section{padding:1rem}
.light{color-scheme:light;background:#fff;color:#1c2326}
.dark{color-scheme:dark;background:#15191c;color:#e8eef0}
h1,h2{margin:1rem 0 .5rem;font-size:1.2rem}
ol{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:.75rem;margin:0;padding:0;list-style:none}
img{display:block}.large{width:100%;height:auto}p{display:flex;gap:.75rem;align-items:center;margin:0}
"""


def sheet(language: str, *, moves: bool = False) -> str:
    """Return a page of HTML with every figure, ladder by ladder, once in each theme."""
    inside = "".join(
        f'<section class="{theme}"><h1>{theme}</h1>{"".join(_ladders(language, moves))}</section>'
        for theme in ("light", "dark")
    )
    return (
        f'<!DOCTYPE html><html lang="{language}"><meta charset="utf-8"><title>Figures</title>'
        f"<style>{_STYLE}</style>{inside}</html>\n"
    )


def _ladders(language: str, moves: bool) -> Iterator[str]:
    for ladder in starter_library(language):
        shown = "".join(_shown(level.key, level.name, moves) for level in ladder.levels)
        yield f"<h2>{escape(ladder.title)}</h2><ol>{shown}</ol>"


def _shown(key: str, name: str, moves: bool) -> str:
    drawn = (moving if moves else still)(figures()[key])
    source = f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"
    sizes = (("large", 480, 240), ("small", 128, 64))
    large, small = (
        f'<img class="{name_}" src="{source}" width="{wide}" height="{high}" alt="" loading="lazy">'
        for name_, wide, high in sizes
    )
    return f"<li>{large}<p>{small}<span>{escape(name)}<br><code>{key}</code></span></p></li>"
