"""Calisthenics Progression: log bodyweight training by levels.

`create_app` is the table of contents of the app: each step wires one thing.
"""

import os
from contextlib import suppress
from pathlib import Path

from flask import Flask
from sqlalchemy import make_url

from project.config import Config
from project.extensions import babel, csrf, db, login, mail

__all__ = ["Config", "create_app", "db", "login", "mail"]


def create_app(config_class: type[Config] = Config) -> Flask:
    """Return a wired app; raises `ConfigurationError` when it must not run as configured."""
    from project.web.requests import App  # noqa: PLC0415  the package must import without a cycle

    app: Flask = App(__name__, static_url_path="/static")
    app.config.from_object(config_class)
    _complete_configuration(app)
    _configure_logging(app)
    _trust_proxies(app)
    _bind_database(app)
    _guard_requests(app)
    _bind_extensions(app)
    _bound_hashing(app)
    _configure_templates(app)
    _register_blueprints(app)
    _register_commands(app)
    return app


def _complete_configuration(app: Flask) -> None:
    from project.startup import complete  # noqa: PLC0415  see create_app

    complete(app)


def _configure_logging(app: Flask) -> None:
    from project.alerts import init_alerts  # noqa: PLC0415  see create_app
    from project.logs import init_logging  # noqa: PLC0415  see create_app

    init_logging(app)
    init_alerts(app)


def _trust_proxies(app: Flask) -> None:
    """Believe as many forwarded addresses as there are proxies; never a forwarded host."""
    hops = app.config["PROXY_HOPS"]
    if hops:
        from werkzeug.middleware.proxy_fix import ProxyFix  # noqa: PLC0415  few hosts need it

        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]  # the documented way to wrap


def _bind_database(app: Flask) -> None:
    from project.database import prepare_engine  # noqa: PLC0415  see create_app

    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}:
        with suppress(OSError):  # what cannot be made, the first query complains about
            (Path(app.instance_path) / str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)


def _guard_requests(app: Flask) -> None:
    """Look at each request before any extension does; what is refused here costs no database."""
    from project.web import bodies, origin, requests  # noqa: PLC0415  see create_app

    for module_init in (requests.init_requests, bodies.init_bodies, origin.init_origin):
        module_init(app)


def _bind_extensions(app: Flask) -> None:
    from flask_bootstrap import Bootstrap5  # noqa: PLC0415  see create_app

    from project.i18n import init_texts  # noqa: PLC0415  see create_app
    from project.web import rate_limits  # noqa: PLC0415  see create_app
    from project.web.filters import time_zone  # noqa: PLC0415  see create_app
    from project.web.languages import reader_language  # noqa: PLC0415  see create_app

    login.init_app(app)
    csrf.init_app(app)
    mail.init_app(app)
    rate_limits.init_rate_limits(app)
    babel.init_app(app, locale_selector=reader_language, timezone_selector=time_zone)
    init_texts(app)
    Bootstrap5().init_app(app)


def _bound_hashing(app: Flask) -> None:
    from project.hashing import bound  # noqa: PLC0415  see create_app

    bound(Path(app.instance_path), app.config["HASHES_AT_ONCE"])


def _configure_templates(app: Flask) -> None:
    import jinja2  # noqa: PLC0415  see create_app

    from project.web import (  # noqa: PLC0415  see create_app
        assets,
        compression,
        context,
        figures,
        filters,
        headers,
        languages,
        maintenance,
        pictures,
        relative_times,
        templates,
    )

    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    for module_init in (
        templates.init_templates,
        maintenance.init_maintenance,
        headers.init_headers,
        languages.init_languages,
        compression.init_compression,
        filters.init_filters,
        relative_times.init_relative_times,
        context.init_context,
        figures.init_figures,
        pictures.init_pictures,
        assets.init_assets,
    ):
        module_init(app)


def _register_blueprints(app: Flask) -> None:
    from project.auth import bp as auth  # noqa: PLC0415  blueprints import the extensions above
    from project.errors import bp as errors  # noqa: PLC0415  as above
    from project.main import bp as main  # noqa: PLC0415  as above

    app.register_blueprint(errors)
    app.register_blueprint(auth, url_prefix="/auth")
    app.register_blueprint(main)


def _register_commands(app: Flask) -> None:
    """Offer the commands on the command line and to tests; a server starts without them.

    They bring Alembic along: a tenth of a second and eight megabytes.
    """
    if not app.testing and os.environ.get("FLASK_RUN_FROM_CLI") != "true":
        return
    from flask_migrate import Migrate  # noqa: PLC0415  see above

    from project.cli import register  # noqa: PLC0415  see above

    Migrate(app, db, directory=str(Path(__file__).parent.parent / "migrations"))
    register(app)
