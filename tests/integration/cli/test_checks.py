"""What ``flask doctor`` finds in the files of an installation, one check at a time."""

import json
import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from inspect import isfunction
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask

from project.cli import checks, owner, probes
from project.cli.checks import Finding, Findings, Severity
from project.cli.databases import shown_address
from project.settings import ROOT, read_settings
from tests.support.processes import KEYS, run

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
    assert {each.level for each in found.values()} == {Severity.WARN}
    assert found["twice-MAIL_PORT"].text == (
        "MAIL_PORT is set 2 times; .env (CALI_MAIL_PORT) counts, not environment (MAIL_PORT)."
    )
    assert found["twice-ADMINS"].text == "ADMINS stands 2 times in .env; the last one counts."


@pytest.mark.parametrize("module", [checks, probes], ids=["checks", "probes"])
def test_doctor_leaves_out_no_check_there_is(module: ModuleType) -> None:
    """What looks for a fault is tried by itself; here it is that doctor asks it."""
    own = [each for each in vars(module).values() if isfunction(each)]
    looking = {
        each.__name__: each
        for each in own
        if each.__module__ == module.__name__ and each.__annotations__.get("return") is Findings
    }
    called = {name for each in looking.values() for name in each.__code__.co_names}
    assert {*looking} - called == {"on_this_machine" if module is checks else "by_asking"}


def test_an_env_file_that_others_may_read_is_found(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    assert one(checks.env_file(file)).level is Severity.OK
    file.write_text("SECRET_KEY=x")
    file.chmod(0o640)
    assert one(checks.env_file(file)) == Finding(
        "env-file", Severity.FAIL, "Others may read .env.", "chmod 600 .env"
    )
    file.chmod(0o600)
    assert one(checks.env_file(file)).level is Severity.OK


def test_a_start_up_file_the_panel_has_replaced_is_found(tmp_path: Path) -> None:
    assert one(checks.startup_file()).level is Severity.OK
    assert one(checks.startup_file(tmp_path / "missing.py")).level is Severity.FAIL
    file = tmp_path / "passenger_wsgi.py"
    file.write_text("def application(environ, start_response): ...")
    assert "git checkout" in one(checks.startup_file(file)).fix


def test_an_env_file_the_app_cannot_read_is_found(tmp_path: Path) -> None:
    """As root writes it; who runs the tests as root lets a nobody look."""
    file = tmp_path / ".env"
    file.write_text("A=1")
    file.chmod(0o000 if os.geteuid() else 0o600)
    found = as_nobody(tmp_path, "checks.env_file(tmp / '.env')")
    assert found == [("env-file", "fail", f"As root: chown {nobody()} {file}")]


def test_files_that_root_left_behind_are_found(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "ours.log").touch(0o666)
    (logs / "ours.log").chmod(0o666)
    assert as_nobody(tmp_path, "checks.closed_files({tmp / 'logs', tmp / 'logs' / 'in'})") == []
    (logs / "root.log").touch()
    (logs / "root.log").chmod(0o000 if os.geteuid() else 0o640)
    found = as_nobody(tmp_path, "checks.closed_files({tmp / 'logs', tmp / 'logs' / 'in'})")
    assert found == [("closed-files", "fail", f"As root: chown -R {nobody()}: {logs}")]


NOBODY = 65534


def nobody() -> str:
    return owner.name_of(os.geteuid() or NOBODY)


def as_nobody(folder: Path, check: str) -> list[tuple[str, str, str]]:
    """Run a check as a user to whom root's files are closed: ourselves, unless we are root."""
    give_to_nobody(folder)
    for parent in (folder, *folder.parents):
        parent.chmod(0o755)
        if parent.name.startswith("pytest-of-"):
            break
    code = f"""
import json, os, sys
from pathlib import Path
from flask import Flask

from project.cli import checks, owner, probes
tmp = Path({str(folder)!r})
os.geteuid() or os.setuid({NOBODY})
json.dump([(each.id, each.level, each.fix) for each in {check}], sys.stdout)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [(id_, level, fix) for id_, level, fix in json.loads(done.stdout)]


def give_to_nobody(folder: Path) -> None:
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)


@pytest.mark.parametrize("has_data", [True, False])
def test_root_goes_on_as_the_owner_of_the_site(tmp_path: Path, *, has_data: bool) -> None:
    """What commands make is then the app's; anybody else stays who they are."""
    site = tmp_path / "instance" if has_data else tmp_path
    site.mkdir(exist_ok=True)
    give_to_nobody(site)
    code = f"""
import os
from pathlib import Path
from project.cli.owner import become_owner
print(become_owner(Path({str(tmp_path)!r})), os.geteuid(), os.getegid(), os.getgroups(), sep="|")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    name, user, *groups = done.stdout.strip().split("|")
    if os.geteuid() == 0:
        gid = pwd.getpwuid(NOBODY).pw_gid
        assert (name, user, groups) == (nobody(), str(NOBODY), [str(gid), f"[{gid}]"])
    else:
        assert (name, user) == ("", str(os.geteuid()))


def test_every_command_of_root_goes_on_so_and_no_server_does(tmp_path: Path) -> None:
    """Before anything opens a log; a server gives up root by itself."""
    give_to_nobody(tmp_path)
    code = f"""
import os
from pathlib import Path
import project.wsgi
project.wsgi.ROOT = Path({str(tmp_path)!r})
try:
    project.wsgi.load_app()
finally:
    print(os.geteuid())
"""
    users = []
    for extra in ({}, {"FLASK_RUN_FROM_CLI": "true"}):
        settings = KEYS | {"LOG_TO_STDOUT": "1", "DATABASE_URL": "sqlite://"}
        done = run("-c", code, settings=settings, extra=extra)
        users.append(int(done.stdout.split()[-1]))
    assert users == [os.geteuid(), os.geteuid() or NOBODY]


def test_units_that_are_older_than_the_code_are_found(tmp_path: Path) -> None:
    assert list(checks.units(tmp_path)) == [], "no systemd, or another site's"
    for path in (ROOT / "deploy").glob("calisthenics*.*"):
        text = path.read_text(encoding="utf-8").replace("/srv/calisthenics", str(ROOT))
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    assert one(checks.units(tmp_path)).level is Severity.OK
    (tmp_path / "calisthenics-mail.timer").write_text("[Timer]\n")
    (tmp_path / "calisthenics-backup.timer").unlink()
    found = one(checks.units(tmp_path))
    assert found.level is Severity.WARN
    assert found.text.endswith(": calisthenics-backup.timer, calisthenics-mail.timer.")
    assert "systemctl daemon-reload" in found.fix


def test_where_timers_send_the_mail_nobody_is_asked_for_a_cron_job(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "instance_path", str(tmp_path))
    assert "Add this cron job" in one(probes.cron(app, tmp_path)).fix
    (tmp_path / "calisthenics.service").write_text(f"[Service]\nWorkingDirectory={ROOT}\n")
    (tmp_path / "calisthenics-mail.timer").touch()
    found = one(probes.cron(app, tmp_path))
    assert "cron job" not in found.fix
    assert "systemctl enable --now calisthenics-mail.timer" in found.fix
    assert found.text.startswith("calisthenics-mail.timer has not run `flask mail send` yet")


def test_packages_that_were_not_updated_are_found(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(
        "flask==0.1 \\\n    --hash=sha256:00\n# note\nnot-there-at-all==1.0\n"
        'nor-this==2 ; sys_platform == "win32" \\\n    --hash=sha256:00\n'
    )
    finding = one(checks.packages(file))
    assert finding.level is Severity.FAIL
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
