"""Addresses of pages for mails: built from the configured base, never from a request."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from project.token import generate_stop_token


def site_url(endpoint: str, **values: Any) -> str:  # noqa: ANN401  url_for's own signature
    """Return the full address of a page, below ``APP_BASE_URL``."""
    base = urlsplit(current_app.config["APP_BASE_URL"])
    adapter = current_app.url_map.bind(
        base.netloc, script_name=f"{base.path.rstrip('/')}/", url_scheme=base.scheme
    )
    return adapter.build(endpoint, values, force_external=True)


def stop_url(athlete_id: int) -> str:
    """Return the address that stops an athlete's reminders, for whoever has the mail."""
    return site_url("main.stop_reminders", token=generate_stop_token(athlete_id))
