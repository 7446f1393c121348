"""Is the process there, and can it work: for proxies and monitors, without login."""

from flask import Response, current_app, jsonify
from flask.typing import ResponseReturnValue

from project.main import bp
from project.web import readiness


@bp.get("/healthz")
def healthz() -> Response:
    """Answer while the process does; touches nothing else."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Answer 503 with what is wrong when the app cannot do its work."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  the documented way past the proxy
    found = readiness.problems(app)
    if found:
        return jsonify(status="failing", problems=found), 503
    return jsonify(status="ok")
