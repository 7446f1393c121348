"""The example of the settings' file is one."""

import re

import pytest

from project.cli.checks import NAMES
from project.settings import PREFIX, ROOT, SECRETS, read_settings

pytestmark = pytest.mark.unit

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def test_the_example_can_be_read() -> None:
    found = read_settings({}, ROOT / ".env.example")
    assert found.problems == []
    assert found.text("APP_BASE_URL") == "https://training.example.org"
    assert found.text("SECRET_KEY") == "", "nobody may run with a key from an example"


def test_every_setting_is_in_the_example_and_shown_by_doctor() -> None:
    code = "".join(
        (ROOT / "project" / name).read_text(encoding="utf-8")
        for name in ("config.py", "settings.py")
    )
    read = re.findall(r"\.(?:text|number|switch|words)\(\s*\"([A-Z_]+)\"", code)
    assert set(read) == set(NAMES)
    assert set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE)) == set(NAMES)
    assert {f"{name}_FILE" for name in SECRETS} == set(re.findall(r"\b[A-Z_]+_FILE\b", EXAMPLE))


@pytest.mark.parametrize("name", ["docs/OPERATING.md", "docs/ARCHITECTURE.md", "README.md"])
def test_documents_name_settings_that_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", text))
    # The last one is not ours, but that of a library's threads.
    known = {*NAMES, *(f"{secret}_FILE" for secret in SECRETS), "TOKIO_WORKER_THREADS"}
    assert {each.removeprefix(PREFIX) for each in named} <= known
