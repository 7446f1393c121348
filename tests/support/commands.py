"""Running the app's commands as an operator does, and looking into their archives."""

import json
import zipfile
from pathlib import Path
from typing import Any

from flask import Flask


def run(app: Flask, *arguments: str | Path, answers: str = "") -> str:
    """Run a command that must succeed; return what it printed."""
    result = app.test_cli_runner().invoke(args=[str(each) for each in arguments], input=answers)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def refused(app: Flask, *arguments: str | Path, answers: str = "") -> str:
    """Run a command that must say no, without a trace; return what it printed."""
    result = app.test_cli_runner().invoke(args=[str(each) for each in arguments], input=answers)
    assert isinstance(result.exception, SystemExit), (result.output, result.exception)
    assert result.exit_code == 1, result.output
    return result.output


def manifest(archive: Path) -> dict[str, Any]:
    """Return an archive's table of contents."""
    with zipfile.ZipFile(archive) as source:
        found: dict[str, Any] = json.loads(source.read("manifest.json"))
    return found


def contents(archive: Path) -> dict[str, tuple[int, str]]:
    """Return the number of rows and their checksum for each table in an archive."""
    return {each["name"]: (each["rows"], each["sha256"]) for each in manifest(archive)["tables"]}
