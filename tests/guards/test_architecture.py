"""What docs/ARCHITECTURE.md says of files is true of files."""

import re
from typing import Final

import pytest

from project.settings import ROOT

pytestmark = pytest.mark.unit

TEXT: Final = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
# Paths are said from one of these, so that they need not begin alike a hundred times.
BEGINNINGS: Final = ("", "docs/", "project/", "project/static/", "project/templates/macros/")
ENDINGS: Final = (".py", ".html", ".mjs", ".js", ".css", ".json", ".list", ".txt", ".md")
# What is written as code and is a path: no address (which begins with a slash), no pattern with <…>.
_PATH: Final = re.compile(r"[.\w][\w.*/-]*")


def paths() -> list[str]:
    said = set(re.findall(r"`([^`\n]+)`", TEXT)) | set(re.findall(r"\]\(([^)#:]+)\)", TEXT))
    return sorted(
        each
        for each in said
        if _PATH.fullmatch(each) and ("/" in each or each.endswith(ENDINGS)) and each != "."
    )


def test_paths_are_found_in_the_text() -> None:
    assert {"project/auth/", "rules/library/sets.py", "PROGRESSION.md"} < set(paths())


@pytest.mark.parametrize("path", paths())
def test_every_path_it_names_exists(path: str) -> None:
    assert any(list(ROOT.glob(f"{each}{path}".rstrip("/"))) for each in BEGINNINGS)


def test_what_is_named_with_a_file_is_in_it() -> None:
    named = [
        (path, name)
        for path, names in re.findall(r"`([\w/]+\.py)`,? \(((?:`\w+`(?:, )?)+)\)", TEXT)
        for name in re.findall(r"\w+", names)
    ]
    assert ("rules/library/sets.py", "figure_faults") in named
    assert [
        (path, name) for path, name in named if not re.search(rf"\b{name}\b", text_of(path))
    ] == []


def text_of(path: str) -> str:
    found = [file for each in BEGINNINGS if (file := ROOT / f"{each}{path}").is_file()]
    return "".join(file.read_text(encoding="utf-8") for file in found)
