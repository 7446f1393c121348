"""Templates are indented for people; browsers do not need the indentation."""

import re
from typing import Final

from jinja2.ext import Extension

_INDENTATION: Final = re.compile(r"\n[ \t]+")


class LeftAligned(Extension):
    """Drops the indentation of HTML templates when they are compiled, about a third of a page.

    A line break stays where one was, and HTML takes any white space for the same. Templates write
    what keeps its white space (``textarea``, ``pre``) without indentation anyway.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _INDENTATION.sub("\n", source) if (name or "").endswith(".html") else source
