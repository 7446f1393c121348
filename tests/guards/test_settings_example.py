"""Every setting is explained in .env.example, and what is explained there is a setting."""

import re

import pytest

from project.cli.doctor import NAMES
from project.settings import ROOT, SECRETS, read_settings

pytestmark = pytest.mark.unit


def names(pattern: str, *files: str) -> set[str]:
    texts = [(ROOT / file).read_text(encoding="utf-8") for file in files]
    return {name for text in texts for name in re.findall(pattern, text)}


def test_every_setting_is_explained_and_shown_by_doctor() -> None:
    read = names(
        r"(?:_settings|settings)\.(?:text|number|switch|words)\(\s*\"([A-Z_]+)\"",
        "project/config.py",
        "project/settings.py",
    )
    assert len(read) > 25
    assert names(r"(?m)^#?([A-Z][A-Z_]+)=", ".env.example") == read
    assert set(NAMES) == read
    assert read >= SECRETS


def test_the_example_can_be_read() -> None:
    found = read_settings({}, ROOT / ".env.example")
    assert found.problems == []
    assert found.text("APP_BASE_URL") == "https://training.example.org"
    assert found.text("SECRET_KEY") == "", "nobody may run with a key from an example"
