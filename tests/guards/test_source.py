"""What holds for every file of the project."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType

import pytest

import project
from project.cli.checks import NAMES
from project.settings import ROOT

pytestmark = pytest.mark.unit

FOLDERS = ("project", "tests", "migrations", "bench", "deploy", "docs", ".ci")
SUFFIXES = {".py", ".html", ".txt", ".css", ".mjs", ".js", ".md", ".conf", ".yaml", ".ini", ""}
SOFT, HARD = 400, 500
# Files that are longer than they should be, each with its reason; none may pass HARD. Tests of
# one noun stay together up to there.
LONG = {
    "migrations/versions/0001_initial.py": "makes all tables at once",
}
# Lists, not texts.
LISTS = {"tests/routes.txt", "project/services/account/common_passwords.txt"}
VAGUE = {"utils", "helpers", "common", "misc", "helper", "util"}
ROUTE_LINES = 25


def files() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in SUFFIXES and "__pycache__" not in path.parts:
                yield path
    yield from (path for path in sorted(ROOT.iterdir()) if path.suffix in {".py", ".md", ".ini"})


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


FILES = list(files())
CODE = [path for path in FILES if path.suffix == ".py"]
WRITTEN = [path for path in FILES if path.suffix in {".py", ".html", ".css", ".mjs", ".js", ".txt"}]


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_no_file_is_long_without_a_reason() -> None:
    sizes = {name_of(path): lines(path) for path in WRITTEN}
    long = {name: size for name, size in sizes.items() if size > SOFT and name not in LISTS}
    free = {name for name in long if name.startswith("tests/")} | set(LONG)
    assert {name: size for name, size in long.items() if name not in free} == {}
    assert {name: size for name, size in long.items() if size > HARD} == {}
    assert set(LONG) - set(long) == set(), "short by now"


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [name_of(path) for path in CODE if path.stem in VAGUE] == []


def test_no_file_speaks_of_the_place_it_was_written_at() -> None:
    words = ("/" + "work/", "/" + "root/", "TO" + "DO", "FIX" + "ME", "X" * 3)
    found = [
        (name_of(path), word)
        for path in FILES
        for word in words
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_every_exception_to_a_rule_gives_its_reason() -> None:
    bare = re.compile(
        r"# noqa(?!: [A-Z]+\d+(, [A-Z]+\d+)*  \S)|# type: ignore(?!\[[\w,-]+\]  # \S)"
    )
    found = [
        f"{name_of(path)}:{number}"
        for path in CODE
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []


def test_every_test_file_says_what_kind_it_is() -> None:
    tests = [path for path in CODE if path.name.startswith("test_")]
    assert [name_of(path) for path in tests if "\npytestmark = " not in path.read_text()] == []


def test_no_test_is_skipped() -> None:
    skips = re.compile(r"pytest\.skip|mark\.(skip|xfail)|importorskip")
    tests = [path for path in CODE if path.parts[len(ROOT.parts)] == "tests"]
    found = [
        name_of(path)
        for path in tests
        if path != Path(__file__) and skips.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            yield node


def test_routes_are_short() -> None:
    """A route loads, authorises, validates, calls and answers; the rest is a service's."""
    folders = [ROOT / "project" / part / "routes" for part in ("auth", "main")]
    long = {
        f"{name_of(path)}:{function.name}": (function.end_lineno or 0) - function.body[0].lineno
        for folder in folders
        for path in folder.rglob("*.py")
        for function in functions(path)
        if any("bp." in ast.unparse(decorator) for decorator in function.decorator_list)
        and (function.end_lineno or 0) - function.body[0].lineno >= ROUTE_LINES
    }
    assert long == {}


def test_services_and_queries_never_commit() -> None:
    found = [
        name_of(path)
        for folder in ("services", "queries", "models")
        for path in (ROOT / "project" / folder).rglob("*.py")
        if re.search(r"\.commit\(\)", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def overridden(kind: type) -> Iterator[str]:
    """Return the private methods of libraries that a class of ours puts its own in place of."""
    for name, value in vars(kind).items():
        ours = isinstance(value, FunctionType) and value.__module__ == kind.__module__
        if ours and name.startswith("_") and not name.endswith("__"):
            for base in kind.__mro__[1:]:
                if base.__module__.partition(".")[0] != "project" and name in vars(base):
                    yield f"{kind.__module__}.{kind.__qualname__}.{name}"


def test_nothing_takes_the_place_of_a_librarys_private_method() -> None:
    names = [module.name for module in pkgutil.walk_packages(project.__path__, "project.")]
    modules = [importlib.import_module(name) for name in names]
    kinds = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
    }
    assert sorted(found for kind in kinds for found in overridden(kind)) == []


def settings_read() -> set[str]:
    """Return the names that the configuration reads."""
    found = set()
    for file, holder in (("config.py", "_settings"), ("settings.py", "settings")):
        tree = ast.parse((ROOT / "project" / file).read_text(encoding="utf-8"))
        found |= {
            call.args[0].value
            for call in ast.walk(tree)
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and ast.unparse(call.func.value) == holder
            and call.args
            and isinstance(call.args[0], ast.Constant)
            and isinstance(call.args[0].value, str)
            and call.args[0].value.isupper()
        }
    return found


def test_the_example_of_an_env_file_names_every_setting_and_no_other() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#?([A-Z][A-Z_]+)=", text, re.MULTILINE))
    assert named == settings_read()


def test_doctor_shows_the_origin_of_every_setting() -> None:
    assert settings_read() == set(NAMES)


def test_quotation_marks_are_german_wherever_athletes_read() -> None:
    shown = [path for path in WRITTEN if (ROOT / "project") in path.parents]
    marks = re.compile("[«»”]")
    assert [name_of(path) for path in shown if marks.search(path.read_text("utf-8"))] == []
