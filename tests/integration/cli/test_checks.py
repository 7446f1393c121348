"""What ``flask doctor`` finds in the files of an installation, one check at a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from project.cli import checks
from project.cli.checks import Finding, Level
from project.cli.databases import shown_address
from project.settings import read_settings

pytestmark = pytest.mark.integration

PASSWORD = "geheimes-kennwort"


def one(findings: Iterator[Finding]) -> Finding:
    (found,) = findings
    return found


def test_settings_that_stand_twice_are_found(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("CALI_MAIL_PORT=25\nADMINS=a@example.org\nexport ADMINS=b@example.org\n")
    environment = {"MAIL_PORT": "465", "DB_NAME": "d", "CALI_DATABASE_URL": "sqlite://"}
    settings = read_settings(environment, file)
    found = {each.id: each for each in checks.set_twice(settings, file)}
    assert {*found} == {"twice-MAIL_PORT", "twice-database", "twice-ADMINS"}
    assert {each.level for each in found.values()} == {Level.WARN}
    assert found["twice-MAIL_PORT"].text == (
        "MAIL_PORT is set 2 times; .env (CALI_MAIL_PORT) counts, not environment (MAIL_PORT)."
    )
    assert found["twice-ADMINS"].text == "ADMINS stands 2 times in .env; the last one counts."


def test_an_env_file_that_others_may_read_is_found(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    assert one(checks.env_file(file)).level is Level.OK
    file.write_text("SECRET_KEY=x")
    file.chmod(0o640)
    assert one(checks.env_file(file)) == Finding(
        "env-file", Level.FAIL, "Others may read .env.", "chmod 600 .env"
    )
    file.chmod(0o600)
    assert one(checks.env_file(file)).level is Level.OK


def test_a_start_up_file_the_panel_has_replaced_is_found(tmp_path: Path) -> None:
    assert one(checks.startup_file()).level is Level.OK
    assert one(checks.startup_file(tmp_path / "missing.py")).level is Level.FAIL
    file = tmp_path / "passenger_wsgi.py"
    file.write_text("def application(environ, start_response): ...")
    assert "git checkout" in one(checks.startup_file(file)).fix


def test_packages_that_were_not_updated_are_found(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(
        "flask==0.1 \\\n    --hash=sha256:00\n# note\nnot-there-at-all==1.0\n"
        'nor-this==2 ; sys_platform == "win32" \\\n    --hash=sha256:00\n'
    )
    finding = one(checks.packages(file))
    assert finding.level is Level.FAIL
    assert finding.text.endswith(", not ==0.1, not-there-at-all is missing.")
    assert "pip install" in finding.fix


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"mysql://u:{PASSWORD}@h/d", "mysql://u:***@h/d"),
        (f"postgresql://u@/d?host=a,b&password={PASSWORD}", "postgresql://u@/d?host=a%2Cb"),
        (
            f"mysql://u:x@{PASSWORD}@h/d",
            "(an address with two @; write one in the password as %40)",
        ),
        (f"{PASSWORD}://[", "(not a valid address)"),
        ("https://example.org/train", "https://example.org/train"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    assert shown_address(url) == shown
