"""The example of the settings' file is one."""

import pytest

from project.settings import ROOT, read_settings

pytestmark = pytest.mark.unit


def test_the_example_can_be_read() -> None:
    found = read_settings({}, ROOT / ".env.example")
    assert found.problems == []
    assert found.text("APP_BASE_URL") == "https://training.example.org"
    assert found.text("SECRET_KEY") == "", "nobody may run with a key from an example"
