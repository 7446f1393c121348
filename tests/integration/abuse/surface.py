"""What the routes read, learnt by watching them, and what their own forms send."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask, request
from flask.json.provider import DefaultJSONProvider
from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from project.web.requests import HeadIsGet
from tests.support.http import values_of

TOKEN = "csrf_token"


class WatchedFields(ImmutableMultiDict[str, Any]):
    """Fields that remember which of them were asked for."""

    @property
    def asked(self) -> set[str]:
        known: set[str] = self.__dict__.setdefault("_asked", set())
        return known

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)

    def __getitem__(self, name: Any) -> Any:
        self.asked.add(str(name))
        return super().__getitem__(name)

    def get(self, name: Any, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]  # the name is all it looks at
        self.asked.add(str(name))
        return super().get(name, *args, **kwargs)

    def getlist(self, name: Any, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]  # as above
        self.asked.add(str(name))
        return super().getlist(name, *args, **kwargs)


class WatchedRequest(HeadIsGet):
    """A request whose fields are watched."""

    parameter_storage_class = WatchedFields


class WatchedObject(dict[str, Any]):
    """A JSON object that remembers which of its members were asked for."""

    def __init__(self, members: Mapping[str, Any], asked: set[str], path: str) -> None:
        super().__init__(members)
        self._asked = asked
        self._path = path

    def get(self, name: str, default: Any = None) -> Any:
        self._asked.add(self._path + name)
        return super().get(name, default)


class WatchedJson(DefaultJSONProvider):
    """Reads JSON into watched objects; ``asked`` has what was asked for since it was cleared."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.asked: set[str] = set()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return self._watched(super().loads(s, **kwargs), "")

    def _watched(self, value: Any, path: str) -> Any:
        if isinstance(value, dict):
            inner = {name: self._watched(each, f"{path}{name}.") for name, each in value.items()}
            return WatchedObject(inner, self.asked, path)
        if isinstance(value, list):
            return [self._watched(each, path) for each in value]
        return value


class Watch:
    """Notes what the views of ``app`` ask for."""

    def __init__(self, app: Flask) -> None:
        self.query: set[str] = set()
        self.fields: set[str] = set()
        self.json = WatchedJson(app)
        app.request_class = WatchedRequest
        app.json = self.json
        app.after_request_funcs.setdefault(None, []).insert(0, self._note)

    def _note(self, response: Any) -> Any:
        self.query |= request.args.asked  # type: ignore[attr-defined]  # WatchedFields
        if "form" in request.__dict__:
            self.fields |= request.form.asked  # type: ignore[attr-defined]  # as above
        return response

    def forget(self) -> None:
        """Begin anew, for another route."""
        self.query, self.fields = set(), set()
        self.json.asked.clear()


Place = tuple[str, str]  # an endpoint and a method


def read_page(
    app: Flask, client: FlaskClient, url: str
) -> tuple[list[str], list[tuple[Place, dict[str, list[Any]]]]]:
    """Return the addresses a page links to, and what each of its forms sends, by its place."""
    response = client.get(url)
    if response.mimetype != "text/html" or response.status_code != HTTPStatus.OK:
        return [], []
    soup = BeautifulSoup(response.get_data(), "html.parser")
    forms = []
    for form in soup.select("form[action]"):
        method = str(form.get("method", "get")).upper()
        fields = {name: list(each) for name, each in values_of(form).items() if name != TOKEN}
        actions = [form["action"], *(each["formaction"] for each in form.select("[formaction]"))]
        places = {place_of(app, str(action), method) for action in actions}
        forms += [(place, fields) for place in places if place is not None]
    return [str(tag["href"]) for tag in soup.select("a[href^='/']")], forms


def place_of(app: Flask, address: str, method: str) -> Place | None:
    """Return the endpoint and method that an address leads to."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(address.split("?", maxsplit=1)[0], method)
    except HTTPException:
        return None
    return str(endpoint), method
