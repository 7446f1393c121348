"""Pasted lists become names, the same here as in the browser."""

import json
from typing import Final

import pytest

from project.rules.library.level_lines import level_lines
from project.settings import ROOT

pytestmark = pytest.mark.unit

# Read by the scripts' test, too.
_CASES: Final = json.loads((ROOT / "tests/js/library/level_lines.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "names"), _CASES)
def test_a_list_becomes_names(text: str, names: list[str]) -> None:
    assert level_lines(text) == names
