"""A visitor of a site that runs elsewhere: cookies, forms and redirects over a real connection."""

import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from http.cookiejar import Cookie, CookieJar
from typing import Any
from urllib.parse import urljoin, urlsplit

from werkzeug.test import EnvironBuilder

from tests.support.http import Page, Values, Visitor

TIMEOUT = 30.0  # seconds


@dataclass(frozen=True)
class Answer:
    """What came back, redirects not followed."""

    url: str
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def page(self) -> Page:
        return RemotePage(self)


class RemotePage(Page):
    """A page that came over a connection."""

    def __init__(self, answer: Answer) -> None:
        self.status = answer.status
        self.path = urlsplit(answer.url).path
        self.source = answer.text
        self.is_html = answer.headers.get_content_type() == "text/html"


class RemoteSite(Visitor):
    """One visitor of the site at ``base``, which may end in the folder it is mounted at."""

    def __init__(
        self, base: str, *, certificate: str = "", cookies: CookieJar | None = None
    ) -> None:
        self.base = base.rstrip("/")
        self.cookies = CookieJar() if cookies is None else cookies
        context = ssl.create_default_context(cafile=certificate) if certificate else None
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies),
            urllib.request.HTTPSHandler(context=context),
            _Stay,
        )

    def at(self, base: str) -> "RemoteSite":
        """Return the same visitor, with the same cookies, at another address of the site."""
        return RemoteSite(base, cookies=self.cookies)

    def get(self, path: str, **headers: str) -> Answer:
        """Fetch one address below the mount, or an absolute one."""
        return self._send(self._address(path), None, headers)

    def post(self, path: str, data: Values, *, files: bool = False, **headers: str) -> Answer:
        """Send a form; ``files``, or values that are some, make it a multipart one."""
        # Over TLS a form is accepted from a page of the site alone, as browsers say.
        headers.setdefault("referer", f"{self.base}/")
        kind = "multipart/form-data" if files else None
        builder = EnvironBuilder(method="POST", data=data, content_type=kind)
        environ = builder.get_environ()
        with environ["wsgi.input"] as stream:  # a file, where the form holds a large one
            body = stream.read()
        headers["content_type"] = environ["CONTENT_TYPE"]
        builder.close()
        return self._send(self._address(path), body, headers)

    def cookie(self, name: str) -> Cookie:
        """Return a cookie this visitor keeps."""
        (found,) = (cookie for cookie in self.cookies if cookie.name == name)
        return found

    def set_cookie(self, name: str, value: str) -> None:
        """Keep a cookie for the whole site."""
        host = urlsplit(self.base).hostname or ""
        rest: dict[str, str] = {}
        self.cookies.set_cookie(
            Cookie(0, name, value, None, False, host, False, False, "/", True,
                   False, None, True, None, None, rest)
        )  # fmt: skip

    def _visit(
        self, url: str, *, data: Values | None = None, files: bool = False, **arguments: Any
    ) -> Page:
        if data is None:
            answer = self.get(url, **arguments)
        else:
            answer = self.post(url, data, files=files, **arguments)
        for _ in range(5):
            if answer.status not in {301, 302, 303, 307, 308}:
                break
            answer = self.get(urljoin(answer.url, answer.headers["Location"]))
        return answer.page

    def _address(self, path: str) -> str:
        """Return where a path leads that is below the mount, or that a page of the site names."""
        mount = urlsplit(self.base).path
        if mount and (path == mount or path.startswith(f"{mount}/")):
            path = path.removeprefix(mount)
        return path if "://" in path else self.base + path

    def _send(self, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(url, body, names)
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                return Answer(url, answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(url, error.code, error.headers, error.read())


def answers(base: str) -> bool:
    """Return whether a server answers at ``base``, healthy or not."""
    try:
        RemoteSite(base).get("/healthz")
    except OSError:
        return False
    return True


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any) -> None:
        """Follow nothing: a redirect is an answer."""
