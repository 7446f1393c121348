"""The app for a server or the command line, with configuration errors made visible.

A server shows its own unhelpful page when the import fails, so it gets a tiny app that answers
503 with the reason; the command line gets the reasons and exit status 1.
"""

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from project import create_app
from project.exceptions import ConfigurationError

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def load_app() -> Flask | Wsgi:
    """Return the app, or the app that says why there is none."""
    try:
        return create_app()
    except ConfigurationError as error:
        for problem in error.problems:
            sys.stderr.write(f"Configuration error: {problem}\n")
        if os.environ.get("FLASK_RUN_FROM_CLI") == "true":
            raise SystemExit(1) from None
        return refusal(error.problems)


def refusal(problems: list[str]) -> Wsgi:
    """Return a WSGI app that answers 503 with ``problems`` to everything."""
    body = ("Calisthenics Progression is not configured.\n" + "\n".join(problems) + "\n").encode()

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response("503 Service Unavailable", headers)
        return [body]

    return application
