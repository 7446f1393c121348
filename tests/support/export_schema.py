"""The schema of an athlete's export, made from what the exporter exports, and a check against it.

``python -m tests.support.export_schema`` writes ``docs/export.schema.json`` anew.
"""

import json
import re
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Boolean, Column, Date, Double, Float, Integer, Numeric, String, Text

from project.models import User
from project.models.base import UtcDateTime
from project.queries.site.export import SECTIONS, Section
from project.rules.training.transfer.own import NEWEST_FORMAT, PRODUCT
from project.settings import ROOT

SCHEMA: Final = ROOT / "docs" / "export.schema.json"
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_MOMENT: Final = {"type": "string", "format": "date-time"}
# Numbers with places behind the point are texts, so that no reader rounds them.
_DECIMAL: Final = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"}

_VALUES: Final[list[tuple[Any, dict[str, Any]]]] = [
    (UtcDateTime, _MOMENT),
    (Date, {"type": "string", "format": "date"}),
    (Boolean, {"type": "boolean"}),
    (Integer, {"type": "integer"}),
    ((Float, Double), {"type": "number"}),
    (Numeric, _DECIMAL),
    (String, {"type": "string"}),
]


def schema() -> dict[str, Any]:
    """Return the schema of the file as it is exported now."""
    tables = {section.table.name: _table(section) for section in SECTIONS}
    return {
        "$schema": _DIALECT,
        "title": "Everything about an athlete, as their export has it",
        "type": "object",
        "properties": {
            "format": {"const": NEWEST_FORMAT},
            "product": {"const": PRODUCT},
            "exported_at": _MOMENT,
            **tables,
        },
        "required": ["format", "product", "exported_at", *tables],
        "additionalProperties": False,
    }


def written() -> str:
    return json.dumps(schema(), indent=2) + "\n"


def _table(section: Section) -> dict[str, Any]:
    columns = {name: _column(section, name) for name in section.columns}
    columns |= {shown: {"type": "string"} for shown in section.athletes.values()}
    row = {"type": "object", "properties": columns, "required": [*columns]}
    return {"type": "array", "items": {**row, "additionalProperties": False}}


def _column(section: Section, name: str) -> dict[str, Any]:
    column: Column[Any] = section.table.c[name]
    found = dict(_value(column))
    if column.nullable or (section.table is User.__table__ and name in section.shown_as):
        found["type"] = [found["type"], "null"]
    return found


def _value(column: Column[Any]) -> dict[str, Any]:
    value = next(value for kind, value in _VALUES if isinstance(column.type, kind))
    if isinstance(column.type, String) and not isinstance(column.type, Text):
        return {**value, "maxLength": column.type.length}
    return value


_TYPES: Final = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "array": list,
    "object": dict,
}
_FORMATS: Final = {"date": date.fromisoformat, "date-time": datetime.fromisoformat}


def faults(value: Any, rule: dict[str, Any], path: str = "") -> list[str]:
    """Return what of a value breaks the schema: the words of it that are used here, no others."""
    unknown = rule.keys() - {
        "$schema", "title", "type", "properties", "required", "additionalProperties", "items",
        "const", "format", "pattern", "maxLength",
    }  # fmt: skip
    assert not unknown, unknown
    if "const" in rule:
        return [] if value == rule["const"] else [f"{path}: {value!r}"]
    kinds = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
    if value is None:
        return [] if "null" in kinds else [f"{path}: null"]
    if type(value) not in [_TYPES[kind] for kind in kinds if kind != "null"]:
        return [f"{path}: {value!r}"]
    found: list[str] = []
    parts: list[tuple[str, Any, dict[str, Any]]] = []
    if isinstance(value, list):
        parts = [(f"{path}[{place}]", each, rule["items"]) for place, each in enumerate(value)]
    elif isinstance(value, dict):
        known = rule["properties"]
        found = [f"{path}.{name}: missing" for name in rule["required"] if name not in value]
        found += [f"{path}.{name}: unknown" for name in value.keys() - known.keys()]
        names = value.keys() & known.keys()
        parts = [(f"{path}.{name}", value[name], known[name]) for name in names]
    elif _is_wrong(value, rule):
        found = [f"{path}: {value!r}"]
    return found + [fault for place, each, of in parts for fault in faults(each, of, place)]


def _is_wrong(value: Any, rule: dict[str, Any]) -> bool:
    if not isinstance(value, str):
        return False
    if len(value) > rule.get("maxLength", len(value)):
        return True
    if "pattern" in rule and not re.search(rule["pattern"], value):
        return True
    if "format" not in rule:
        return False
    try:
        read = _FORMATS[rule["format"]](value)
    except ValueError:
        return True
    return isinstance(read, datetime) and read.tzinfo is None


if __name__ == "__main__":
    SCHEMA.write_text(written(), encoding="utf-8")
