"""Is the process there, and can it work: for proxies and monitors, without login."""

from flask import Response, jsonify

from project.main import bp


@bp.get("/healthz")
def healthz() -> Response:
    """Answer while the process does; touches nothing else."""
    return jsonify(status="ok")
