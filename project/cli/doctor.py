"""``flask doctor``: what is wrong with this installation, and how to mend it."""

import json
from dataclasses import asdict

import click
from flask import current_app
from flask.cli import with_appcontext

from project.cli.checks import NAMES, Finding, Severity, on_this_machine
from project.cli.databases import shown_address
from project.cli.probes import by_asking
from project.settings import Settings

SECRETS = ("KEY", "SALT", "PASSWORD")
MARKS = {Severity.OK: "ok  ", Severity.WARN: "warn", Severity.FAIL: "FAIL"}
COLOURS = {Severity.OK: "green", Severity.WARN: "yellow", Severity.FAIL: "red"}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print findings and settings as JSON.")
@with_appcontext
def doctor_command(*, as_json: bool) -> None:
    """Check the installation; exit status 1 when something must be mended."""
    problems: list[str] = current_app.config.get("CONFIGURATION_PROBLEMS", [])
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  the documented way past the proxy
    findings = [*on_this_machine(app, problems), *by_asking(app, runs=not problems)]
    sources = origins(current_app.config["SETTINGS"])
    if as_json:
        report = {"findings": [asdict(each) for each in findings], "settings": sources}
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            show(finding)
        click.echo("\nSettings:")
        for name, origin in sources.items():
            click.echo(f"  {name} = {origin['value']}  from {origin['source']}")
    if any(each.level is Severity.FAIL for each in findings):
        raise SystemExit(1)


def show(finding: Finding) -> None:
    """Print a finding as one line, and its fix as another."""
    click.secho(MARKS[finding.level], fg=COLOURS[finding.level], nl=False)
    click.echo(f"  {finding.id}: {finding.text}")
    if finding.fix:
        click.echo(f"        -> {finding.fix}")


def origins(settings: Settings) -> dict[str, dict[str, str]]:
    """Return each setting that is set with its place of origin, secrets masked."""
    found = {name: settings.find(name) for name in NAMES}
    return {
        name: {"value": _shown(name, value), "source": source}
        for name, (value, source) in found.items()
        if source
    }


def _shown(name: str, value: str) -> str:
    if any(word in name for word in SECRETS):
        return f"({len(value)} characters)"
    return shown_address(value) if "://" in value or name == "DATABASE_URL" else value
