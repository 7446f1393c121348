"""The app as it is measured: production settings over plain HTTP, and cookies that are signed in."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any, ClassVar

from flask import Flask

from project import create_app
from project.config import TestConfig
from project.settings import engine_options
from project.wsgi import undisturbed

ROOT = Path(__file__).resolve().parent.parent
KEY = "only-for-measuring-0123456789abcdef"
FILE = "BENCH_FILE"


def app_on(file: Path) -> Flask:
    """Return the app on the SQLite database ``file``."""

    class BenchConfig(TestConfig):
        TESTING = False
        SECRET_KEY = KEY
        SQLALCHEMY_DATABASE_URI = f"sqlite:///{file.resolve()}"
        SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, Any]] = engine_options("sqlite")
        WTF_CSRF_ENABLED = True
        LOG_FOLDER = ROOT / "instance" / "bench" / "logs"

    return create_app(BenchConfig)


def token_of(athlete: int) -> str:
    """Return the session secret of an athlete of the generated site."""
    return hashlib.sha256(f"bench {athlete}".encode()).hexdigest()[:43]


def token_hash_of(athlete: int) -> str:
    """Return what `user_session` holds for that secret."""
    return hashlib.sha256(token_of(athlete).encode()).hexdigest()


def cookie_of(app: Flask, athlete: int) -> str:
    """Return the Cookie header of a signed-in athlete, with a CSRF token in the session."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # the interface is Flask's own
    session = {
        "_user_id": f"{athlete}.{'0' * 32}.{token_of(athlete)}",
        "_fresh": True,
        "csrf_token": secrets.token_hex(20),
    }
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(session)}"


def served() -> Flask:
    """Return the app gunicorn serves: on the file named in the environment."""
    return undisturbed(lambda: app_on(Path(os.environ[FILE])))
