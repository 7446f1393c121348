"""The browser's copy of the list of figures says what the server's says."""

import re
from pathlib import Path

import pytest

from project.rules.library.counts import MAX_REPS
from project.rules.library.durations import MAX_DURATION
from project.rules.library.sets import MAX_LOAD, MAX_RIR, OPTIONAL
from project.rules.limits import MAX_REST

pytestmark = pytest.mark.unit

SCRIPTS = Path(__file__).parents[2] / "project" / "static" / "js"
BOUND = re.compile(r"^export const (MAX_[A-Z]+) = ([0-9.]+);$", re.MULTILINE)


def test_scripts_know_the_same_bounds() -> None:
    figures = (SCRIPTS / "lib" / "training" / "figures.mjs").read_text()
    rest = (SCRIPTS / "lib" / "training" / "rest_timer.mjs").read_text()
    assert {name: float(text) for name, text in BOUND.findall(figures + rest)} == {
        "MAX_REPS": MAX_REPS,
        "MAX_DURATION": MAX_DURATION,
        "MAX_LOAD": float(MAX_LOAD),
        "MAX_RIR": MAX_RIR,
        "MAX_REST": MAX_REST,
    }


def test_scripts_know_the_same_optional_figures() -> None:
    figures = (SCRIPTS / "lib" / "training" / "figures.mjs").read_text()
    named = re.findall(r'name: "(\w+)",\s+tracks: "(\w*)"', figures)
    assert named == [(figure.name, figure.switch) for figure in OPTIONAL]


def test_each_bound_stands_once_in_the_scripts() -> None:
    written = [path for path in SCRIPTS.rglob("*.mjs") if "vendor" not in path.parts]
    twice = {
        str(path.relative_to(SCRIPTS))
        for path in written
        if path.name != "figures.mjs"
        and re.search(
            r"\b(?:9_?999|86_?399|999\.99)\b", re.sub(r"(?m)^\s*/?\*.*$", "", path.read_text())
        )
    }
    assert twice == set()
