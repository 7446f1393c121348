"""All configuration. Every name the environment may set is described in ``.env.example``."""

import os
from datetime import timedelta
from typing import Any, ClassVar

from flask.helpers import get_debug_flag

from project.enums import Registration
from project.settings import (
    ROOT,
    TRANSLATIONS,
    database_address,
    engine_options,
    host_of,
    known_languages,
    read_settings,
)

_settings = read_settings()
_INSTANCE = ROOT / "instance"
_MEGABYTE = 1024 * 1024


class Config:
    """Production unless ``FLASK_DEBUG`` is set; has no secrets of its own."""

    TESTING = False
    DEVELOPMENT = get_debug_flag()
    SETTINGS = _settings

    SECRET_KEY = _settings.text("SECRET_KEY")
    SECRET_KEY_FALLBACKS: ClassVar[list[str]] = _settings.words("SECRET_KEY_FALLBACKS")
    SECURITY_PASSWORD_SALT = _settings.text("SECURITY_PASSWORD_SALT")

    SQLALCHEMY_DATABASE_URI = database_address(_settings, _INSTANCE)
    SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, Any]] = {
        **engine_options(SQLALCHEMY_DATABASE_URI),
        # Errors are logged and mailed; the values in a statement are nobody's business there.
        "hide_parameters": not DEVELOPMENT,
    }

    APP_BASE_URL = _settings.text("APP_BASE_URL").rstrip("/")
    TRUSTED_HOSTS: ClassVar[list[str] | None] = _settings.words("TRUSTED_HOSTS") or (
        [host_of(APP_BASE_URL)] if APP_BASE_URL else None
    )
    PROXY_HOPS = _settings.number("PROXY_HOPS", 0)

    MAIL_SERVER = _settings.text("APP_MAIL_SERVER") or _settings.text("MAIL_SERVER")
    MAIL_USE_TLS = _settings.switch("MAIL_USE_TLS", default=False)
    MAIL_USE_SSL = _settings.switch("MAIL_USE_SSL", default=False)
    MAIL_PORT = _settings.number(
        "MAIL_PORT",
        465 if MAIL_USE_SSL else 587 if MAIL_USE_TLS else 25,
    )
    MAIL_USERNAME = _settings.text("MAIL_USERNAME") or None
    MAIL_PASSWORD = _settings.text("MAIL_PASSWORD") or None
    MAIL_DEFAULT_SENDER = _settings.text("MAIL_DEFAULT_SENDER") or (
        f"noreply@{host_of(APP_BASE_URL) or 'localhost'}"
    )
    MAIL_TIMEOUT = 10
    MAIL_PER_HOUR = _settings.number("MAIL_PER_HOUR", 100)
    ADMINS: ClassVar[list[str]] = _settings.words("ADMINS")

    LOG_TO_STDOUT = _settings.switch("LOG_TO_STDOUT", default=False)
    LOG_FOLDER = ROOT / _settings.text("LOG_FOLDER", "logs")
    LOG_BYTES = _MEGABYTE
    UPLOAD_FOLDER = ROOT / _settings.text("UPLOAD_FOLDER", "instance/uploads")
    UPLOAD_BUCKET = _settings.text("UPLOAD_BUCKET").removeprefix("s3://").strip("/")
    UPLOAD_ENDPOINT = _settings.text("UPLOAD_ENDPOINT").rstrip("/")
    UPLOAD_REGION = _settings.text("UPLOAD_REGION", "us-east-1")
    UPLOAD_KEY_ID = _settings.text("UPLOAD_KEY_ID")
    UPLOAD_SECRET_KEY = _settings.text("UPLOAD_SECRET_KEY")
    ASSET_FOLDER = _INSTANCE / "assets"
    MAIL_FOLDER = _INSTANCE / "mail"

    WORKOUTS_PER_PAGE = _settings.number("WORKOUTS_PER_PAGE", 20, least=1)
    TOKEN_MAX_AGE = _settings.number("TOKEN_MAX_AGE", 3600, least=60)
    REGISTRATION = _settings.text("REGISTRATION", Registration.OPEN.value)

    # The whole body; an editor of 50 exercises with 30 sets each stays below 1,000 parts a field
    # name, but not below Werkzeug's default number of them.
    MAX_CONTENT_LENGTH = 6 * _MEGABYTE
    # Of a form with a picture: one that is too large is said at its field, beside what was typed.
    MAX_UPLOAD_LENGTH = 24 * _MEGABYTE
    MAX_FORM_MEMORY_SIZE = 2 * _MEGABYTE
    MAX_FORM_PARTS = 10_000

    RATELIMIT_ENABLED = _settings.switch("RATELIMIT_ENABLED", default=not DEVELOPMENT)
    RATELIMIT_STORAGE_URI = _settings.text("RATELIMIT_STORAGE_URI", "database://")
    RATELIMIT_HEADERS_ENABLED = True
    RATELIMIT_STRATEGY = "fixed-window"

    # Passwords hashed at the same time on this machine; half of its cores stay for pages.
    HASHES_AT_ONCE = max(1, (os.cpu_count() or 1) // 2)

    SESSION_COOKIE_SECURE = _settings.switch("SESSION_COOKIE_SECURE", default=not DEVELOPMENT)
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_REFRESH_EACH_REQUEST = False
    # "Angemeldet bleiben"; without it the cookie ends with the browser.
    PERMANENT_SESSION_LIFETIME = timedelta(days=30)
    # The session bounds the token: a form left open over night can still be sent.
    WTF_CSRF_TIME_LIMIT = None
    # Where a form came from is looked at by `web/origin.py`, which can do without a Referer.
    WTF_CSRF_SSL_STRICT = False

    LANGUAGES: ClassVar[list[str]] = _settings.words("LANGUAGES") or known_languages()
    BABEL_DEFAULT_LOCALE = _settings.text("DEFAULT_LANGUAGE") or LANGUAGES[0]
    BABEL_DEFAULT_TIMEZONE = "Europe/Berlin"
    BABEL_TRANSLATION_DIRECTORIES = str(TRANSLATIONS)
    BOOTSTRAP_SERVE_LOCAL = True


class TestConfig(Config):
    """For tests: no files outside the test's folder, no mail server, no rate limits, no CSRF."""

    __test__ = False
    TESTING = True
    DEVELOPMENT = False
    SECRET_KEY = "a-key-that-only-the-tests-know-and-use"  # noqa: S105  not a secret
    SECURITY_PASSWORD_SALT = "a-salt-for-the-tests"  # noqa: S105  not a secret
    SQLALCHEMY_DATABASE_URI = "sqlite://"
    SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, Any]] = {}
    APP_BASE_URL = "http://localhost"
    TRUSTED_HOSTS: ClassVar[list[str] | None] = ["localhost", "127.0.0.1"]
    UPLOAD_BUCKET = ""
    MAIL_SERVER = ""
    ADMINS: ClassVar[list[str]] = []
    RATELIMIT_ENABLED = False
    HASHES_AT_ONCE = 0  # all that want
    SESSION_COOKIE_SECURE = False
    LANGUAGES: ClassVar[list[str]] = known_languages()
    BABEL_DEFAULT_LOCALE = "de"
    WTF_CSRF_ENABLED = False
    REGISTRATION = Registration.OPEN.value
