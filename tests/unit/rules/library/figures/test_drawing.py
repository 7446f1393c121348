"""Pictures of levels: small, well-formed, without a word, and different from each other."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from project.rules.library.figures.catalogue import FILE
from project.rules.library.figures.drawing import LARGEST, Figure, moving, still
from project.rules.library.figures.reading import figures
from tests.support.figures import assert_every_figure

pytestmark = pytest.mark.unit

SCHEMA = FILE.with_suffix(".schema.json")
TYPES: dict[str, Any] = {
    "number": (int, float),
    "string": str,
    "array": list,
    "object": dict,
    "null": type(None),
}


@cache
def drawings(key: str) -> tuple[str, str]:
    """Return a figure still and moving, drawn once for all rules."""
    figure = figures()[key]
    return still(figure), moving(figure)


def test_a_picture_is_small_and_shows_neither_words_nor_scripts() -> None:
    def rule(figure: Figure) -> Iterator[object]:
        for drawn in drawings(figure.key):
            if len(drawn.encode()) > LARGEST:
                yield "bytes", len(drawn.encode())
            root = ET.fromstring(drawn)
            tags = {element.tag.rpartition("}")[2] for element in root.iter()}
            if tags - {"svg", "style", "g", "path", "use"}:
                yield "tags", tags
            if "on" in {name[:2] for element in root.iter() for name in element.attrib}:
                yield "listens"
            if "http" in drawn.replace("http://www.w3.org/2000/svg", ""):
                yield "leads elsewhere"

    assert_every_figure(rule)


def test_every_picture_is_twice_as_wide_as_high() -> None:
    def rule(figure: Figure) -> Iterator[object]:
        for drawn in drawings(figure.key):
            _, _, wide, high = map(int, re.findall(r'viewBox="([^"]+)"', drawn)[0].split())
            if abs(wide / high - 2) > 0.02:
                yield wide, high

    assert_every_figure(rule)


def test_what_moves_has_keyframes_for_who_welcomes_motion_only() -> None:
    welcome = "@media(prefers-reduced-motion:no-preference){path{animation:"

    def rule(figure: Figure) -> Iterator[object]:
        _, drawn = drawings(figure.key)
        moves = len(figure.poses) > 1
        if moves != ("@keyframes" in drawn):
            yield "moves" if moves else "stands still"
        if moves and (drawn.count("animation:") != 1 or welcome not in drawn):
            yield "moves for everybody"

    assert_every_figure(rule)


def test_no_two_levels_have_the_same_picture() -> None:
    drawn = [drawings(key)[0] for key in figures()]
    assert len(set(drawn)) == len(drawn)


def test_colours_are_variables_with_a_light_and_a_dark_face() -> None:
    drawn = still(figures()["liegestuetze"])
    light, dark = re.findall(r":root\{([^}]+)\}", drawn)
    assert re.findall(r"--\w", light) == re.findall(r"--\w", dark)
    assert "#" not in drawn.split("</style>")[1].replace('href="#', "")


def test_the_data_is_as_its_schema_says() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    assert faults(json.loads(FILE.read_text("utf-8")), schema, schema) == []


def test_the_check_against_the_schema_finds_what_is_wrong() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    data = {"poses": {"stand": {"leen": 90}}, "figures": {"x": {"view": "beside"}}}
    assert faults(data, schema, schema) == [
        "poses.stand: leen",
        "figures.x: start is missing",
        "figures.x.view: beside",
    ]


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str = "") -> list[str]:
    """Hold a value against the part of JSON Schema that our file uses."""
    if "$ref" in schema:
        return faults(value, root["$defs"][Path(schema["$ref"]).name], root, where)
    if "oneOf" in schema:
        found = [faults(value, each, root, where) for each in schema["oneOf"]]
        return [] if sum(not each for each in found) == 1 else found[0]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value}"]
    wanted = schema.get("type", [])
    names = [wanted] if isinstance(wanted, str) else wanted
    if names and not isinstance(value, tuple(TYPES[name] for name in names)):
        return [f"{where}: {value!r}"]
    if isinstance(value, dict):
        return _object_faults(value, schema, root, where)
    return _list_faults(value, schema, root, where) if isinstance(value, list) else []


def _list_faults(
    value: list[Any], schema: dict[str, Any], root: dict[str, Any], where: str
) -> list[str]:
    if value:
        firsts = schema.get("prefixItems", [])
        parts = [*firsts, *[schema.get("items", {})] * max(0, len(value) - len(firsts))]
        short = len(value) < schema.get("minItems", 0)
        long = len(value) > schema.get("maxItems", len(value))
        inner = [
            fault
            for number, (each, part) in enumerate(zip(value, parts, strict=False))
            for fault in faults(each, part, root, f"{where}.{number}")
        ]
        return [f"{where}: {len(value)} items"] * (short or long) + inner
    return []


def _object_faults(
    value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], where: str
) -> list[str]:
    properties, more = schema.get("properties", {}), schema.get("additionalProperties", {})
    found = [
        f"{where}: {name} is missing" for name in schema.get("required", []) if name not in value
    ]
    for name, each in value.items():
        part = properties.get(name, more)
        if part is False:
            found.append(f"{where}: {name}")
        else:
            found += faults(each, part, root, f"{where}.{name}".lstrip("."))
    return found


def test_the_readme_shows_figures_as_they_are_drawn_now() -> None:
    folder = Path(__file__).parents[5] / "docs" / "images"
    shown = {path.stem.removeprefix("figure-"): path for path in folder.glob("figure-*.svg")}
    assert len(shown) == 3
    for key, path in shown.items():
        assert path.read_text("utf-8") == still(figures()[key]) + "\n"
