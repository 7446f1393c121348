"""The licences of what runs on the operator's host; ``python -m`` this to write docs/LICENCES.md."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from typing import Final

from project.settings import ROOT

FILE: Final = ROOT / "docs" / "LICENCES.md"
PINS: Final = ("requirements.txt", "requirements-s3.txt")
LONGEST: Final = 40
"""A longer text in a package's metadata is the licence itself and not its name."""

UNKNOWN: Final = "not said"

HEAD: Final = """# Licences

Of the packages in `requirements.txt` and `requirements-s3.txt`, by their own metadata, and of what comes with the project itself.
`make licences` writes this file; a test compares. None asks more of an operator than to keep its notice; psycopg (LGPL) is used as
it is, unchanged.

| package | licence |
|---|---|
"""
VENDORED: Final = {
    "project/static/vendor/bootstrap": "Bootstrap (CSS)",
    "project/static/vendor/uplot": "uPlot (charts)",
    "project/static/vendor/moment": "Moment.js (relative times)",
    "project/static/vendor/flask-moment": "Flask-Moment (its script)",
    "project/static/icons": "Bootstrap Icons",
}
MIT: Final = (
    "The MIT License (MIT)",
    "Permission is hereby granted, free of charge, to any person",
)
"""Its name and how it begins; some notices leave the name out."""


def pinned() -> list[str]:
    """Return the names of all pinned packages."""
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in PINS)
    return sorted(set(re.findall(r"^([\w.-]+)(?:\[.+\])?==", text, re.MULTILINE)))


def licence_of(name: str) -> str:
    """Return what a package says of itself; empty where it is not for this platform."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return ""
    classified = [
        each.rpartition(" :: ")[2]
        for each in said.get_all("Classifier", [])
        if each.startswith("License :: ")
    ]
    (named,) = said.get_all("License", [""])[:1]
    (expression,) = said.get_all("License-Expression", [""])[:1]
    short = named if 0 < len(named) <= LONGEST else ""
    return expression or short or ", ".join(classified) or UNKNOWN


def written() -> str:
    """Return the whole file."""
    lines = [f"| {name} | {found} |\n" for name in pinned() if (found := licence_of(name))]
    lines += ["\n| in the project | licence |\n|---|---|\n"]
    for folder, what in VENDORED.items():
        notice = (ROOT / folder / "LICENSE").read_text(encoding="utf-8").strip()
        name = MIT[0] if MIT[1] in notice else notice.splitlines()[0]
        lines.append(f"| {what}, `{folder}/` | {name} |\n")
    return HEAD + "".join(lines)


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
