"""What no browser sends, byte by byte to the served site: it answers or hangs up, and lives on."""

import re
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.support.live import Live

pytestmark = pytest.mark.e2e

WAITS = 5.0  # seconds
LONG = b"x" * 70_000
HEAD = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = b"POST /auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
REQUESTS = {
    "nothing of HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "no host": b"GET /auth/login HTTP/1.1\r\nConnection: close\r\n\r\n",
    "two hosts": HEAD + b"Host: evil.example\r\nConnection: close\r\n\r\n",
    "another site's address": b"GET http://evil.example/auth/login HTTP/1.1\r\nHost: evil.example\r\n"
    b"Connection: close\r\n\r\n",
    "a long address": b"GET /" + LONG + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "a long header": HEAD + b"X-A: " + LONG + b"\r\nConnection: close\r\n\r\n",
    "many headers": HEAD + b"X-A: 1\r\n" * 500 + b"Connection: close\r\n\r\n",
    "a header with a line end": HEAD + b"X-A: 1\r\n Set-Cookie: a=b\r\nConnection: close\r\n\r\n",
    "an unknown method": b"BREW / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
    "a body that ends early": POST + FORM + b"Content-Length: 500\r\n\r\nusername=a",
    "a length below zero": POST + FORM + b"Content-Length: -1\r\n\r\na=b",
    "two lengths": POST + FORM + b"Content-Length: 3\r\nContent-Length: 60\r\n\r\na=b",
    "a length that is none": POST + FORM + b"Content-Length: 1_0\r\n\r\na=b",
    "a length and chunks": POST
    + FORM
    + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /auth/x HTTP/1.1\r\n\r\n",
    "chunks": POST + FORM + b"Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n",
    "chunks of a foreign coding": POST + FORM + b"Transfer-Encoding: xchunked\r\n\r\n3\r\na=b\r\n",
    "a chunk that lies": POST
    + FORM
    + b"Transfer-Encoding: chunked\r\n\r\nffffff\r\na=b\r\n0\r\n\r\n",
    "a broken path": b"GET /%zz%ff%00/../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Connection: close\r\n\r\n",
}
# Half of a form whose token is good: the rest never comes.
CUT_OFF: dict[str, Callable[[bytes], bytes]] = {
    "a length": lambda form: b"Content-Length: 500\r\n\r\n" + form,
    "a chunk": lambda form: b"Transfer-Encoding: chunked\r\n\r\n1ff\r\n" + form,
    "no last chunk": lambda form: (
        b"Transfer-Encoding: chunked\r\n\r\n" + f"{len(form):x}".encode() + b"\r\n" + form + b"\r\n"
    ),
    "no number": lambda form: b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + form,
}


def answer(server: Live, request: bytes) -> bytes:
    """Send bytes, say that there are no more, and return everything that comes back."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=WAITS) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        try:
            while part := connection.recv(65_536):
                received += part
        except ConnectionResetError:
            pass
    return received


@pytest.mark.parametrize("name", REQUESTS)
def test_a_broken_request_is_refused_once_and_harms_nobody(server: Live, name: str) -> None:
    received = answer(server, REQUESTS[name])
    answers = received.count(b"HTTP/1.1 ")
    assert answers <= 1, received[:2000]
    if answers:
        status = int(received.split(b" ", 2)[1])
        assert status == 200 or 400 <= status < 500 or status in {501, 505}, received[:500]
    assert b"Traceback" not in received
    assert b"root:" not in received
    assert b"\r\nSet-Cookie: a=b" not in received
    assert answer(server, HEAD + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("end", CUT_OFF)
def test_a_form_that_was_cut_off_is_refused(server: Live, end: str) -> None:
    page = answer(server, HEAD.replace(b"/healthz", b"/auth/forgot") + b"Connection: close\r\n\r\n")
    cookie = re.search(rb"Set-Cookie: (\w+=[^;]+)", page)
    token = re.search(rb'name="csrf_token"\s+value="([^"]+)"', page)
    assert cookie
    assert token
    head = POST.replace(b"login", b"forgot") + FORM + b"Cookie: " + cookie[1] + b"\r\n"
    form = b"csrf_token=" + token[1] + b"&email=anna%40exam"
    whole = head + f"Content-Length: {len(form)}\r\n\r\n".encode() + form
    assert answer(server, whole).startswith(b"HTTP/1.1 422"), "it reaches the form"
    received = answer(server, head + CUT_OFF[end](form))
    assert received.startswith(b"HTTP/1.1 400"), received[:200]
    assert b"Traceback" not in received
