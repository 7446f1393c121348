"""Which figures there are, and a mark of how they are drawn; nothing is drawn for it."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent.parent / "starter_figures.json"


@cache
def figure_keys() -> frozenset[str]:
    """Return the keys of all figures."""
    return frozenset(json.loads(FILE.read_text("utf-8"))["figures"])


@cache
def figures_mark() -> str:
    """Return a mark of data and drawing: pictures of the same mark are the same."""
    digest = hashlib.sha256(FILE.read_bytes())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
