"""What the configuration needs before the app may run; wrong settings stop it at once."""

import os
import re
import secrets
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from project.enums import Registration
from project.exceptions import ConfigurationError
from project.settings import Settings, host_of, is_address, known_languages

SHORTEST_KEY: Final = 32
KEY_HINT: Final = 'python3 -c "import secrets; print(secrets.token_hex(32))"'
REDIS: Final = frozenset({"redis", "rediss", "redis+unix"})
# A bucket's name and, perhaps, the folder in it.
BUCKET: Final = re.compile(r"[A-Za-z0-9][\w.-]{1,62}(/[A-Za-z0-9_-][\w.-]*)*", re.ASCII)
HIGHEST_PORT: Final = 65535
KNOWN_KEYS: Final = frozenset({"dev-fallback-key", "change-me", "changeme", "secret"})


def complete(app: Flask) -> None:
    """Fill what development may do without, and refuse what production must not run with.

    Raises `ConfigurationError` with every problem and its remedy.
    """
    config = app.config
    if config["DEVELOPMENT"] and not config["TESTING"]:
        _make_development_keys(app)
    if not config["APP_BASE_URL"]:
        hosts = config["TRUSTED_HOSTS"]
        port = os.environ.get("PORT", "5000")
        config["APP_BASE_URL"] = f"https://{hosts[0]}" if hosts else f"http://127.0.0.1:{port}"
    problems = [] if config["TESTING"] else list(config["SETTINGS"].problems)
    key, salt = config["SECRET_KEY"], config["SECURITY_PASSWORD_SALT"]
    if not key:
        problems.append(f"SECRET_KEY is not set. Make one: {KEY_HINT}")
    elif len(key.encode()) < SHORTEST_KEY or key in KNOWN_KEYS or len(set(key)) < 8:  # noqa: PLR2004  "aaaa…" is no key
        problems.append(f"SECRET_KEY is too short or too simple (32 bytes). Make one: {KEY_HINT}")
    if not salt:
        problems.append(f"SECURITY_PASSWORD_SALT is not set. Make one: {KEY_HINT}")
    if config["REGISTRATION"] not in set(Registration):
        problems.append("REGISTRATION must be open, invite or closed.")
    problems += _language_problems(config)
    problems += _limit_problems(config["RATELIMIT_STORAGE_URI"])
    problems += _bucket_problems(config)
    problems += address_problems(config["APP_BASE_URL"])
    problems += mail_problems(config["SETTINGS"])
    problems += database_problems(config["SQLALCHEMY_DATABASE_URI"])
    if problems:
        raise ConfigurationError(problems)


def _language_problems(config: Mapping[str, Any]) -> Iterator[str]:
    known = known_languages(Path(config["BABEL_TRANSLATION_DIRECTORIES"]))
    offered = config["LANGUAGES"]
    for code in offered:
        if code not in known:
            yield f"LANGUAGES has {code}, which there are no words in. Choose of: {', '.join(known)}"
    if config["BABEL_DEFAULT_LOCALE"] not in offered:
        yield f"DEFAULT_LANGUAGE is not offered. Set it to one of: {', '.join(offered)}"


def _limit_problems(uri: str) -> list[str]:
    scheme = uri.partition("://")[0]
    if scheme in {"database", "memory", *REDIS}:
        if scheme not in REDIS or find_spec("redis"):
            return []
        return ["RATELIMIT_STORAGE_URI needs a package. pip install -r requirements.txt"]
    return ["RATELIMIT_STORAGE_URI cannot be used. Write it like redis://:password@host:6379/0."]


def _bucket_problems(config: Mapping[str, Any]) -> Iterator[str]:
    if not config["UPLOAD_BUCKET"]:
        return
    if not BUCKET.fullmatch(config["UPLOAD_BUCKET"]):
        yield "UPLOAD_BUCKET cannot be used. Write it like my-bucket, or my-bucket/training."
    endpoint = config["UPLOAD_ENDPOINT"]
    if endpoint and not (endpoint.startswith(("https://", "http://")) and host_of(endpoint)):
        yield "UPLOAD_ENDPOINT is no address. Write it like https://fsn1.your-objectstorage.com."
    for name in ("UPLOAD_KEY_ID", "UPLOAD_SECRET_KEY"):
        if not config[name]:
            yield f"{name} is not set, but UPLOAD_BUCKET is. The store gives out both keys."
    if not find_spec("obstore"):
        yield "UPLOAD_BUCKET needs a package. pip install --require-hashes -r requirements-s3.txt"


def address_problems(base_url: str) -> list[str]:
    if base_url.startswith(("https://", "http://")) and host_of(base_url):
        return []
    return ["APP_BASE_URL is no address. Write it like https://training.example.org."]


def mail_problems(settings: Settings) -> Iterator[str]:
    """Yield what every mail would fail by, and nobody would learn of before."""
    sender = settings.text("MAIL_DEFAULT_SENDER")
    if sender and not is_address(sender):
        yield (
            "MAIL_DEFAULT_SENDER is no address. Write it like training@example.org, or"
            " Training <training@example.org>."
        )
    if not all(is_address(each) and "<" not in each for each in settings.words("ADMINS")):
        yield "ADMINS holds what is no address. Write it like jule@example.org,kim@example.org."
    if settings.number("MAIL_PORT", 0) > HIGHEST_PORT:
        yield f"MAIL_PORT must be {HIGHEST_PORT} or less."


def database_problems(url: str) -> list[str]:
    """Return what is wrong with the address, without saying it: it holds a password."""
    try:
        make_url(url).get_dialect().import_dbapi()
    except (ArgumentError, NoSuchModuleError, ImportError, AttributeError, ValueError):
        return [
            (
                "DATABASE_URL cannot be used. Write it like mysql://user:password@localhost/name,"
                " with special characters of the password as %XX."
            )
        ]
    return []


def _make_development_keys(app: Flask) -> None:
    """Give development its own lasting keys, so that restarts sign nobody out."""
    folder = Path(app.instance_path)
    for name in ("SECRET_KEY", "SECURITY_PASSWORD_SALT"):
        if app.config[name]:
            continue
        file = folder / f"development-{name.lower()}"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
                new.write(secrets.token_hex(32))
        except FileExistsError:
            pass
        app.config[name] = file.read_text()
