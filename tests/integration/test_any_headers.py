"""Whatever stands in the headers of a request, no route breaks."""

import pytest
from flask import Flask, url_for
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.integration.access_table import Row, Scene
from tests.integration.test_access_matrix import ROWS, address
from tests.support.http import Site
from tests.support.make import Make

pytestmark = pytest.mark.integration

HTTPS = "https://localhost"
NAMES = (
    "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization",
    "Content-Encoding", "Content-Type", "Cookie", "Forwarded", "If-Match", "If-Modified-Since",
    "If-None-Match", "If-Range", "Origin", "Range", "Referer", "Sec-Fetch-Mode", "Sec-Fetch-Site",
    "User-Agent", "X-CSRFToken", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
    "X-Requested-With",
)  # fmt: skip
LATIN = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=60)
PIECES = st.sampled_from(
    ["https://", "localhost", "[", "]", "::1", ":", "99999", "-1", "/", "?", "#", "@", "%", "%ff",
     "null", "text/html", "application/json", "multipart/form-data", "boundary=", ";", "q=", ",",
     "=", '"', "*", "bytes=", "session=", "gzip", "de-", "W/", "charset=", "utf-7", "base64"]
)  # fmt: skip
VALUES = LATIN | st.lists(PIECES | LATIN, max_size=8).map("".join)
HEADERS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4)


@pytest.fixture
def scene(make: Make) -> Scene:
    return Scene(make)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.endpoint}-{row.method}")
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(headers=HEADERS, signed_in=st.booleans())
@example(headers={"Referer": "https://127.0.0.1:55429.evil.example/"}, signed_in=True)
def test_no_header_breaks_a_route(
    app: Flask, scene: Scene, row: Row, headers: dict[str, str], signed_in: bool
) -> None:
    owner = scene.visitors["owner"]
    assert owner is not None
    site = Site(app).sign_in(owner) if signed_in else Site(app)
    sent = {"X-CSRFToken": site.csrf_token(), **headers}
    url = address(app, scene, row)
    answer = site.client.open(url, method=row.method, base_url=HTTPS, headers=sent, data=b"a=b")
    assert answer.status_code < 500 or row.endpoint == "main.readyz"


@settings(deadline=None, derandomize=True)
@given(headers=HEADERS)
def test_no_header_breaks_a_file(app: Flask, headers: dict[str, str]) -> None:
    with app.test_request_context():
        url = url_for("static", filename="css/app.css")
    assert app.test_client().get(url, base_url=HTTPS, headers=headers).status_code < 500
