"""Entry point of Phusion Passenger and LiteSpeed; an app that cannot be imported says so."""

import sys
import traceback
from pathlib import Path

# Some hosts start the app from another folder.
sys.path.insert(0, str(Path(__file__).resolve().parent))

try:
    from project.wsgi import load_app

    application = load_app()
except Exception as error:  # noqa: BLE001  visitors see this line instead of the host's page
    traceback.print_exc()
    reason = (
        f"Calisthenics Progression is not running: {type(error).__name__} under"
        f" Python {sys.version_info[0]}.{sys.version_info[1]}.\n"
        "It needs Python 3.11 or newer and the packages of requirements.txt;"
        " the server's error log says more.\n"
    ).encode()

    def application(environ, start_response):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201  old versions of Python must read this
        start_response(
            "503 Service Unavailable",
            [("Content-Type", "text/plain"), ("Content-Length", str(len(reason)))],
        )
        return [reason]
