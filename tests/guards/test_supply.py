"""What comes from others: pinned by its hash, with a licence that is written down."""

import re
from importlib.resources import files

import flask_moment
import pytest
from flask import Flask, has_app_context, has_request_context

from project.settings import ROOT
from tests.support import licences, newer_releases

pytestmark = pytest.mark.unit

PINS = {"requirements.txt": 20, "requirements-s3.txt": 1, "requirements-dev.txt": 20}


@pytest.mark.parametrize("name", PINS)
def test_every_package_is_pinned_by_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [
        line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    assert len(lines) > PINS[name]
    assert [
        line for line in lines if not re.match(r"[\w.-]+(\[[\w,.-]+\])?==\S+.*--hash=sha256:", line)
    ] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_pins_keep_the_extras_that_other_packages_want(name: str) -> None:
    """Without them an old pip takes the newest release for the extra, which has no hash."""
    assert newer_releases.unpinned_extras((ROOT / name).read_text(encoding="utf-8")) == set()


def test_a_pin_that_has_lost_its_extra_is_found() -> None:
    stripped = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").replace("[toml]==", "==")
    assert newer_releases.unpinned_extras(stripped) == {"coverage[toml]"}


def test_what_is_not_pinned_is_refused_when_there_are_newer_releases() -> None:
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    without = re.sub(r"(?m)^markupsafe==", "# markupsafe==", pins)
    assert newer_releases.refusal(newer_releases.NEWEST_PIP, [pins]) == ""
    assert "markupsafe" in newer_releases.refusal(newer_releases.NEWEST_PIP, [without])


def test_the_list_of_licences_is_that_of_the_pinned_packages() -> None:
    listed = dict(
        re.findall(r"^\| ([\w.-]+) \| (.+) \|$", licences.FILE.read_text("utf-8"), re.MULTILINE)
    )
    assert set(listed) - {"package"} <= set(licences.pinned())
    # Some are not for every platform and Python.
    here = {name: found for name in licences.pinned() if (found := licences.licence_of(name))}
    assert {name: listed.get(name) for name in here} == here
    assert licences.UNKNOWN not in here.values()


def test_everything_vendored_brings_its_licence() -> None:
    folders = {path.parent for path in (ROOT / "project/static/vendor").glob("*/*")}
    folders.add(ROOT / "project/static/icons")
    assert {folder.relative_to(ROOT).as_posix() for folder in folders} == set(licences.VENDORED)


def test_the_script_of_flask_moment_is_that_of_the_pinned_package() -> None:
    served = ROOT / "project/static/vendor/flask-moment/flask-moment.js"
    with Flask(__name__).app_context():
        script = flask_moment.moment.flask_moment_js()
    assert served.read_text(encoding="utf-8") == script + "\n", "write it anew"


def test_the_style_sheet_of_bootstrap_is_that_of_the_pinned_bootstrap_flask() -> None:
    served = ROOT / "project/static/vendor/bootstrap/bootstrap.min.css"
    theirs = files("flask_bootstrap") / "static/bootstrap5/css/bootstrap.min.css"
    assert served.read_bytes() == theirs.read_bytes()


def test_the_plugin_of_pytest_flask_puts_nothing_around_a_test(app: Flask) -> None:
    assert not has_request_context()
    assert not has_app_context()
    assert app.response_class is Flask.response_class


def test_every_demand_on_security_names_tests_that_exist() -> None:
    text = (ROOT / "docs" / "SECURITY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| .+ \| (.+) \|$", text, re.MULTILINE)
    assert [number for number, _ in rows] == [str(number) for number in range(1, 24)]
    for number, proofs in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", proofs)
        assert named, number
        for path, test in named:
            assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), (path, test)
