"""The switch that answers 503 to everybody while the site is being worked on."""

from pathlib import Path

from flask import Flask, request
from werkzeug.exceptions import ServiceUnavailable

FILE = "maintenance.on"
ALWAYS_OPEN = frozenset({"main.healthz", "main.readyz", "static"})


def switch_of(app: Flask) -> Path:
    """Return the file that switches maintenance on by being there."""
    return Path(app.instance_path) / FILE


def init_maintenance(app: Flask) -> None:
    """Refuse every page while the switch is on; looking costs one look at a file."""
    switch = switch_of(app)

    @app.before_request
    def refuse() -> None:
        if switch.exists() and request.endpoint not in ALWAYS_OPEN:
            raise ServiceUnavailable(retry_after=300)
