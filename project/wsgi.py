"""The app for a server or the command line, with configuration errors made visible.

A server shows its own unhelpful page when the import fails, so it gets a tiny app that answers
503 with the reason; the command line gets the reasons and exit status 1.
"""

import gc
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask

from project import Config, create_app
from project.cli.owner import become_owner
from project.exceptions import ConfigurationError
from project.extensions import mail
from project.settings import ROOT

# Commands that must work when the app itself must not.
REPAIRS = frozenset({"doctor", "setup"})

# An address with its host, which a client may send instead of the path alone.
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/]*")

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def load_app() -> Flask | Wsgi:
    """Return the app, or the app that says why there is none."""
    is_command = os.environ.get("FLASK_RUN_FROM_CLI") == "true"
    if is_command and not Config.DEVELOPMENT and (owner := become_owner(ROOT)):
        sys.stderr.write(f"You are root; this runs as {owner}, whose files these are.\n")
    try:
        app = undisturbed(create_app)
    except ConfigurationError as error:
        if is_command and not REPAIRS.isdisjoint(sys.argv[1:]):
            return repair_app(error.problems)
        for problem in error.problems:
            sys.stderr.write(f"Configuration error: {problem}\n")
        if is_command:
            raise SystemExit(1) from None
        return refusal(error.problems)
    except Exception:
        if is_command:
            raise
        traceback.print_exc()
        return refusal(["It could not start; the reason stands in the server's error log."])
    if os.environ.get("IN_PASSENGER") == "1":
        app.wsgi_app = passenger_path(app.wsgi_app)  # type: ignore[method-assign,assignment]  # the documented way to wrap
    return app


def undisturbed(make: Callable[[], Flask]) -> Flask:
    """Make an app without looking for garbage meanwhile, nor in what it is made of ever after.

    It lives as long as its process: looking through its objects again and again finds nothing.
    """
    gc.disable()
    try:
        app = make()
        gc.collect()  # what the start left behind is used again, and not kept for ever
        return app
    finally:
        gc.freeze()
        gc.enable()


def repair_app(problems: list[str]) -> Flask:
    """Return an app that has only the commands that mend a configuration."""
    from project.cli import doctor, setup  # noqa: PLC0415  a server never needs them

    app = Flask("project")
    app.config.from_object(Config)
    app.config["CONFIGURATION_PROBLEMS"] = problems
    mail.init_app(app)
    app.cli.add_command(doctor.doctor_command)
    app.cli.add_command(setup.setup_command)
    return app


def passenger_path(inner: Wsgi) -> Wsgi:
    """Decode the path, which Passenger alone leaves percent-encoded.

    Read from the request's own line, so that a Passenger that decodes does no harm.
    """

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("REQUEST_URI"):
            environ["PATH_INFO"] = _path_of(environ["REQUEST_URI"], environ.get("SCRIPT_NAME", ""))
        return inner(environ, start_response)

    return application


def _path_of(uri: str, mount: str) -> str:
    """Return the decoded path below ``mount``, each byte as one character as WSGI has it."""
    raw = uri.partition("?")[0]
    if not raw.startswith("/"):
        raw = ABSOLUTE.sub("", raw, count=1)
    path = unquote_to_bytes(raw).decode("latin-1")
    return path[len(mount) :] if path == mount or path.startswith(f"{mount}/") else path


def refusal(problems: list[str]) -> Wsgi:
    """Return a WSGI app that answers 503 with ``problems`` to everything."""
    body = ("Calisthenics Progression is not running.\n" + "\n".join(problems) + "\n").encode()

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
