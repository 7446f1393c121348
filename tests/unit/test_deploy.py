"""The examples for hosts fit the app: files, commands and settings they name are there."""

import configparser
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import click
import pytest
import yaml
from flask import Flask

from project.cli.checks import NAMES
from project.settings import ROOT

pytestmark = pytest.mark.unit

DEPLOY = ROOT / "deploy"
COMMAND = re.compile(
    r"(?<![\w/.-])(?:python -m |\.venv/bin/|[\w/.]*/bin/)?flask ((?:[a-z]+[a-z_-]* ?){1,2}[^`\n&;|']*)"
)


def units() -> list[Path]:
    return sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])


def read_unit(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Return each section's settings; a name may come several times."""
    found: dict[str, list[tuple[str, str]]] = {}
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            found[section] = []
        elif line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found[section].append((name, value))
    return found


@pytest.mark.parametrize("path", units(), ids=lambda path: path.name)
def test_units_name_what_is_there(path: Path) -> None:
    unit = read_unit(path)
    assert "Description" in dict(unit["Unit"])
    if path.suffix == ".timer":
        assert path.with_suffix(".service").exists()
        assert "OnCalendar" in dict(unit["Timer"])
        assert dict(unit["Install"])["WantedBy"] == "timers.target"
        return
    service = dict(unit["Service"])
    assert service["User"] == "calisthenics"
    assert service["UMask"] == "0077", "others read nothing of what it writes"
    for name, value in unit["Service"]:
        if name == "ExecStart" and "gunicorn" in value:
            words = shlex.split(value)
            assert (ROOT / words[words.index("--config") + 1]).exists()
            assert words[-1] == "calisthenics_progression:app"


def flask_commands(text: str) -> Iterator[list[str]]:
    """Yield the arguments of every ``flask …`` in a text."""
    for line in text.splitlines():
        for found in COMMAND.finditer(line):
            words = re.split(r"\s+(?:#|→|>)", found[1])[0]
            try:
                yield shlex.split(words.replace("…", "X"))
            except ValueError:
                yield words.split()


@pytest.mark.parametrize(
    "name",
    ["deploy/cpanel/crontab", "deploy/docker/Dockerfile", "deploy/docker/compose.yaml",
     "deploy/calisthenics-mail.service", "deploy/calisthenics-backup.service",
     "docs/OPERATING.md", "README.md", ".env.example"],
)  # fmt: skip
def test_commands_in_examples_and_documents_exist(app: Flask, name: str) -> None:
    commands = list(flask_commands((ROOT / name).read_text(encoding="utf-8")))
    for words in commands:
        command: click.Command = app.cli
        parent = click.Context(app.cli)
        for word in words:
            known = command.get_command(parent, word) if isinstance(command, click.Group) else None
            if known is None:
                break
            command = known
        assert command is not app.cli, f"flask {words}"
        options = {option for each in command.params for option in each.opts} | {"--help"}
        given = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert given <= options, (command.name, given - options)
    if name.startswith("deploy/"):
        assert commands


def test_the_manual_names_files_and_units_that_are_there() -> None:
    text = (ROOT / "docs" / "OPERATING.md").read_text(encoding="utf-8")
    named = {name.rstrip("./") for name in re.findall(r"\b(?:deploy|project)/[\w./*-]+", text)}
    assert len(named) > 5
    assert [name for name in named if not list(ROOT.glob(name))] == []
    (enabled,) = re.findall(r"systemctl enable --now (.+)", text)
    started = {name if "." in name else f"{name}.service" for name in enabled.split()}
    installed = [path for path in units() if "Install" in read_unit(path)]
    assert started == {path.name for path in installed}, "all that start by themselves"


def test_the_manual_says_who_clones_and_installs_what_it_uses() -> None:
    """Who clones and who pulls must be who owns the folder: git refuses anybody else."""
    text = (ROOT / "docs" / "OPERATING.md").read_text(encoding="utf-8")
    server = text[text.index("## On a Debian server") : text.index("## Update")]
    (packages,) = re.findall(r"apt-get install (.+)", server)
    assert {"git", "nginx", "postgresql", "python3-venv", "certbot"} <= set(packages.split())
    assert (
        server.index("su - calisthenics") < server.index("git clone") < server.index("    exit\n")
    )
    update = text[text.index("## Update") : text.index("## Accounts")]
    assert update.index("su - calisthenics") < update.index("git pull")
    for copied in re.findall(r"^    (cp deploy/\S+ (?:deploy/\S+ )?\S+)", server, re.MULTILINE):
        assert copied in update, "what was copied once is copied again"


def test_cron_lines_have_five_fields_and_escape_percent_signs() -> None:
    lines = (DEPLOY / "cpanel" / "crontab").read_text(encoding="utf-8").splitlines()
    jobs = [line for line in lines if line and not line.startswith("#")]
    assert len(jobs) >= 3
    for job in jobs:
        *fields, command = job.split(None, 5)
        assert all(re.fullmatch(r"[\d*/,-]+", field) for field in fields), job
        assert command.startswith("cd /home/USER/calisthenics && ")
        assert not re.search(r"(?<!\\)%", command), "cron would end the command there"


def docker_steps() -> list[tuple[str, str]]:
    text = (DEPLOY / "docker" / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_is_built_from_what_is_there_and_runs_as_nobody_special() -> None:
    steps = docker_steps()
    words = [word for word, _ in steps]
    assert words[0] == "FROM"
    assert set(words) <= {"FROM", "ENV", "RUN", "WORKDIR", "COPY", "USER", "VOLUME", "EXPOSE",
                          "HEALTHCHECK", "CMD"}  # fmt: skip
    assert words.index("USER") < words.index("CMD")
    assert dict(steps)["USER"] not in {"root", "0"}
    for word, rest in steps:
        if word == "COPY":
            *sources, _ = [part for part in rest.split() if not part.startswith("--")]
            assert all((ROOT / source).exists() for source in sources)
    installs = [rest for word, rest in steps if word == "RUN" and "pip install" in rest]
    assert installs
    assert all("--require-hashes" in each and "--only-binary=:all:" in each for each in installs)
    assert "deploy/docker/pulse.py" in dict(steps)["HEALTHCHECK"]


@pytest.mark.parametrize(
    "name",
    [".env", "deploy/docker/.env", ".git/config", ".venv/bin/python", "instance/calisthenics.sqlite",
     "logs/calisthenics-progression.log", "project/__pycache__/x.pyc"],
)  # fmt: skip
def test_no_secret_and_no_data_gets_into_an_image(name: str) -> None:
    patterns = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    parts = [name, *(str(parent) for parent in Path(name).parents)]
    assert any(
        fnmatch(part, pattern) or fnmatch(part, pattern.removeprefix("**/"))
        for part in parts
        for pattern in patterns
    )


def test_what_the_image_needs_is_not_left_out() -> None:
    patterns = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for name in (
        "project",
        "migrations",
        "deploy",
        "requirements.txt",
        "requirements-s3.txt",
        ".flaskenv",
    ):
        assert name not in patterns


def test_containers_are_given_settings_that_exist() -> None:
    compose = yaml.safe_load((DEPLOY / "docker" / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    assert set(services) == {"database", "app", "mail"}
    for name in ("app", "mail"):
        service = services[name]
        assert set(service["environment"]) <= set(NAMES)
        build = service["build"]
        context = (DEPLOY / "docker" / build["context"]).resolve()
        assert context == ROOT
        assert (context / build["dockerfile"]).exists()
        assert "instance:/app/instance" in service["volumes"]
    assert services["mail"]["ports"] == []
    for service in services.values():
        for volume in service["volumes"]:
            assert volume.partition(":")[0] in compose["volumes"]
        for other in service.get("depends_on", {}):
            assert other in services
    assert services["app"]["ports"] == ["127.0.0.1:8000:8000"], "only the proxy reaches it"


class Pulse(BaseHTTPRequestHandler):
    """Says how it was asked."""

    asked: tuple[str, str] = ("", "")
    status = 200

    def do_GET(self) -> None:
        type(self).asked = (self.path, str(self.headers["Host"]))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Keep quiet."""


@pytest.mark.parametrize(("status", "exit_status"), [(200, 0), (503, 1)])
def test_the_containers_pulse_asks_by_the_sites_own_name(status: int, exit_status: int) -> None:
    class Handler(Pulse):
        pass

    Handler.status = status
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        done = subprocess.run(
            [sys.executable, str(DEPLOY / "docker" / "pulse.py")],
            env={
                "APP_BASE_URL": "https://training.example.org/train",
                "PULSE_PORT": str(server.server_port),
            },
            check=False,
            timeout=20,
        )
        thread.join()
    assert done.returncode == exit_status
    assert Handler.asked == ("/healthz", "training.example.org")


def test_the_maintenance_page_needs_nothing_else() -> None:
    page = (DEPLOY / "maintenance.html").read_text(encoding="utf-8")
    assert not re.findall(r"(?:href|src)=|url\(|@import", page)
    assert 'lang="de"' in page


def test_units_can_be_read_by_a_strict_parser() -> None:
    for path in units():
        parser = configparser.RawConfigParser(strict=False)
        parser.read(path)
        assert parser.sections()[0] == "Unit"
