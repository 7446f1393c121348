"""The switch that answers 503 to everybody while the site is being worked on."""

import os
from pathlib import Path

from flask import Flask, g, request
from werkzeug.exceptions import ServiceUnavailable

from project.extensions import login
from project.i18n import gettext

FILE = "maintenance.on"
ALWAYS_OPEN = frozenset({"main.healthz", "main.readyz", "static"})


def switch_of(app: Flask) -> Path:
    """Return the file that switches maintenance on by being there."""
    return Path(app.instance_path) / FILE


def init_maintenance(app: Flask) -> None:
    """Refuse every page while the switch is on; looking costs one look at a file.

    Before anything else looks at the request, and without knowing who asks: tables that are being
    rebuilt may be locked for minutes.
    """

    def refuse() -> None:
        # Not as a path: to make one takes four times as long as to look.
        if (
            os.access(f"{app.instance_path}/{FILE}", os.F_OK)
            and request.endpoint not in ALWAYS_OPEN
        ):
            g._login_user = login.anonymous_user()  # noqa: SLF001  where Flask-Login keeps it
            text = gettext(
                "Wir arbeiten gerade an der Seite. Was du gespeichert hast, ist sicher. Sätze, die du"
                " jetzt in einem laufenden Training abhakst, warten auf deinem Gerät und werden"
                " nachgereicht."
            )
            raise ServiceUnavailable(description=text, retry_after=300)

    app.before_request_funcs.setdefault(None, []).insert(0, refuse)
