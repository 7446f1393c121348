"""Headers that every answer carries, and those of particular ones."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.models import User
from tests.support.http import Site

pytestmark = pytest.mark.integration

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}


def check(response: Response) -> None:
    assert {name: response.headers.get(name) for name in ALWAYS} == ALWAYS
    policy = response.headers["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";")} == POLICY


@pytest.mark.parametrize(
    ("url", "status"),
    [("/", 200), ("/healthz", 200), ("/workouts", 303), ("/nowhere", 404), ("/add_workout", 303)],
)
def test_every_answer_is_private_and_protected(client: FlaskClient, url: str, status: int) -> None:
    response = client.get(url)
    assert response.status_code == status
    check(response)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Strict-Transport-Security" not in response.headers


def test_pages_of_athletes_and_refusals_are_protected_too(site: Site, alice: User) -> None:
    site.sign_in(alice)
    for response in (site.client.get("/workouts"), site.client.post("/add_workout")):
        check(response)
        assert response.headers["Cache-Control"] == "private, no-store"


def test_answers_by_https_bind_the_browser_to_https(client: FlaskClient) -> None:
    response = client.get("/healthz", base_url="https://localhost")
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_static_files_are_kept_for_a_year_and_not_sniffed(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        url = app.jinja_env.globals["asset"]("css/app.css")  # type: ignore[operator]  # a function of ours
    with client.get(url) as response:
        assert response.status_code == 200
        assert response.mimetype == "text/css"
        assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"
        assert "Access-Control-Allow-Origin" not in response.headers
        check(response)


def test_an_unknown_static_file_is_not_found(client: FlaskClient) -> None:
    assert client.get("/static/nowhere.css").status_code == 404
    assert client.get("/static/../config.py").status_code == 404


def test_a_foreign_host_name_is_refused_without_touching_the_site(client: FlaskClient) -> None:
    response = client.get("/", base_url="http://evil.example")
    assert response.status_code == 400
    assert "evil.example" not in response.get_data(as_text=True)
    check(response)


def test_a_forwarded_host_name_is_ignored(client: FlaskClient) -> None:
    response = client.get("/workouts", headers={"X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in response.headers["Location"]


@pytest.mark.parametrize(
    ("base_url", "name"),
    [("https://localhost", "__Host-session"), ("https://localhost/train", "__Secure-session")],
)
def test_cookies_of_a_site_in_production_are_out_of_reach(
    config: type[TestConfig], base_url: str, name: str
) -> None:
    class ProductionConfig(config):  # type: ignore[misc,valid-type]  # a class made by a fixture
        SESSION_COOKIE_SECURE = True
        APP_BASE_URL = base_url

    app = create_app(ProductionConfig)

    @app.get("/_cookie")
    def give() -> str:
        from flask import session

        session["x"] = 1
        return "ok"

    response = app.test_client().get("/_cookie", base_url=base_url)
    with app.app_context():
        db.engine.dispose()
    (cookie,) = response.headers.getlist("Set-Cookie")
    assert cookie.startswith(f"{name}=")
    assert cookie.split("; ")[1:] == [
        "Secure",
        "HttpOnly",
        f"Path={'/train' if base_url.endswith('/train') else '/'}",
        "SameSite=Lax",
    ]
