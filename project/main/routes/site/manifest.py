"""What a phone learns when the site is put on its home screen."""

from collections.abc import Callable
from typing import Any, Final, cast

from flask import Response, abort, current_app, json, url_for

from project.i18n import gettext, speaking
from project.main import bp
from project.web.languages import offered

_KEPT: Final = "public, max-age=86400"


@bp.get("/manifest/<language>")
def manifest(language: str) -> Response:
    """Answer in the language that the address names: browsers ask without cookies."""
    if language not in offered():
        abort(404)
    with speaking(language):
        description = gettext("Trainingstagebuch für Übungen mit dem eigenen Körper")
    text = json.dumps(_manifest(language.replace("_", "-"), description))
    return Response(text, mimetype="application/manifest+json", headers={"Cache-Control": _KEPT})


def _manifest(language: str, description: str) -> dict[str, Any]:
    asset = cast("Callable[[str], str]", current_app.jinja_env.globals["asset"])
    start = url_for("main.index")
    return {
        "name": "Calisthenics Progression",
        "short_name": "Calisthenics",
        "description": description,
        "lang": language,
        "id": start,
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#080b0b",
        "theme_color": "#0b7469",
        "icons": [
            {"src": asset("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": asset("img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {
                "src": asset("img/icon-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "any maskable",
            },
        ],
    }
