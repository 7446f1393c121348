"""A body that was cut off, or that the server cannot read, is refused on every route."""

from io import BytesIO, RawIOBase
from typing import Any

import pytest
from flask import Flask

from tests.integration.access_table import Row, Scene
from tests.integration.test_access_matrix import ROWS, address
from tests.support.http import Site
from tests.support.make import Make
from tests.support.snapshot import changed_tables, snapshot

pytestmark = pytest.mark.integration

END = {"wsgi.input_terminated": True}
LONGER = {"CONTENT_LENGTH": "500"}
KINDS = ("application/x-www-form-urlencoded", "application/json", "text/plain")


@pytest.fixture
def scene(make: Make) -> Scene:
    return Scene(make)


class BrokenChunksError(Exception):
    """What a server raises that is no OSError."""


class Broken(RawIOBase):
    """A body whose chunks cannot be read; after that the server takes it for ended."""

    def __init__(self, start: bytes, fault: Exception) -> None:
        self._parts: list[bytes | Exception] = [start, fault]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._parts.pop(0) if self._parts else b""
        if isinstance(part, Exception):
            raise part
        buffer[: len(part)] = part
        return len(part)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.endpoint}-{row.method}")
def test_half_a_body_is_refused_and_changes_nothing(app: Flask, scene: Scene, row: Row) -> None:
    owner = scene.visitors["owner"]
    assert owner is not None
    site = Site(app).sign_in(owner)
    token = site.csrf_token()
    url = address(app, scene, row)
    before = snapshot(app)
    for kind in KINDS:
        for terminated in (True, False):
            answer = site.client.open(
                url,
                method=row.method,
                headers={"X-CSRFToken": token},
                content_type=kind,
                input_stream=BytesIO(f"csrf_token={token}&title=half".encode()),
                environ_overrides=LONGER | END if terminated else LONGER,
            )
            assert answer.status_code == 400, (kind, terminated)
    assert changed_tables(before, snapshot(app)) == []


@pytest.mark.parametrize("fault", [BrokenChunksError(), OSError(), ValueError()], ids=repr)
@pytest.mark.parametrize("kind", [*KINDS, "multipart/form-data; boundary=x"])
def test_chunks_that_cannot_be_read_are_refused(app: Flask, fault: Exception, kind: str) -> None:
    site = Site(app)
    token = site.csrf_token()
    answer = site.client.post(
        "/auth/forgot",
        headers={"X-CSRFToken": token, "Transfer-Encoding": "chunked"},
        content_type=kind,
        environ_overrides={
            "wsgi.input": Broken(f"csrf_token={token}&email=".encode(), fault),
            **END,
        },
    )
    assert answer.status_code == 400


def test_chunks_are_refused_where_the_server_does_not_say_where_they_end(site: Site) -> None:
    token = site.csrf_token()
    answer = site.client.post(
        "/auth/logout",
        headers={"X-CSRFToken": token, "Transfer-Encoding": "chunked"},
        input_stream=BytesIO(b"whatever"),
    )
    assert answer.status_code == 400
