"""What holds for every script and style sheet."""

import re

import pytest

from project.settings import ROOT

pytestmark = pytest.mark.unit

STATIC = ROOT / "project" / "static"
SCRIPTS = sorted(path for path in (STATIC / "js").rglob("*") if path.suffix in {".js", ".mjs"})
STYLES = sorted(
    (STATIC / "css").rglob("*.css"), key=lambda path: path.relative_to(STATIC).as_posix()
)
FORBIDDEN = {
    "elements from text": re.compile(r"\.(inner|outer)HTML\s*=|insertAdjacentHTML|document\.write"),
    "code from text": re.compile(r"\beval\(|new Function\("),
    "a style from a script's text": re.compile(r"setAttribute\(\s*[\"']style"),
    "talk on the console": re.compile(r"console\.\w+\("),
    "a native dialog": re.compile(r"(?<![.\w])(alert|prompt)\("),
}
FOREIGN = re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", re.IGNORECASE)


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", text, flags=re.DOTALL)


def test_scripts_build_pages_from_elements_alone() -> None:
    found = [
        (path.name, what)
        for path in SCRIPTS
        for what, pattern in FORBIDDEN.items()
        if pattern.search(without_comments(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_scripts_and_styles_ask_no_other_site() -> None:
    found = [
        path.name
        for path in [*SCRIPTS, *STYLES]
        if FOREIGN.search(without_comments(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_every_module_is_started_by_an_element() -> None:
    # Flask-Moment writes its elements in Python.
    sources = [ROOT / "project" / "web" / "relative_times.py"]
    sources += (ROOT / "project" / "templates").rglob("*.html")
    pages = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    started = set(re.findall(r'data-module="([a-z-]+)"|data_module="([a-z-]+)"', pages))
    names = {name for pair in started for name in pair if name}
    modules = {path.stem for path in (STATIC / "js" / "modules").glob("*.mjs")}
    assert {name for name in modules if f'"{name}"' not in pages} == set()
    assert names - modules == set()


def test_every_style_sheet_is_part_of_one_that_is_served() -> None:
    lists = sorted((STATIC / "css").glob("*.list"))
    names = [name for path in lists for name in path.read_text(encoding="utf-8").split()]
    ours = sorted(name for name in names if not name.startswith("../vendor/"))
    assert ours == [path.relative_to(STATIC / "css").as_posix() for path in STYLES]
    assert all((STATIC / "css" / name).is_file() for name in names)
