"""Attacks every route of an app as somebody who gets far there, and judges every answer."""

import json as plain_json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final
from urllib.parse import quote_plus, urlsplit
from zlib import crc32

from flask import Flask, url_for
from werkzeug.test import TestResponse

from tests.integration.abuse import catalogue
from tests.integration.abuse.catalogue import MARK, Body
from tests.integration.abuse.stage import Stage
from tests.integration.abuse.surface import TOKEN, Place, Watch, place_of, read_page
from tests.integration.access_table import Row, rows

Fields = dict[str, list[Any]]

ROWS: Final = [row for row in rows() if row.endpoint != "main.readyz"]
ANSWERS: Final = frozenset({200, 204, 302, 303, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429})
REFUSED: Final = 400
PART: Final = 4
# From "gets to the code of the route" to "is refused before it".
FAR: Final = ("200", "303", "422", "409", "403", "404")
VISITORS: Final = ("owner", "follower", "anonymous", "unconfirmed")
# JSON that is right so far; wrong values then come one at a time.
RIGHT: Final[dict[str, Any]] = {
    "key": "a-key",
    "exercise_key": "a-key",
    "level": "Leicht",
    "reps": 5,
    "order": 1,
    "done": True,
    "version": -1,
}


@dataclass
class Report:
    """What came of the attacks on a route: faults, and the status of each, which every database shares."""

    faults: list[str] = field(default_factory=list)
    verdicts: dict[str, int] = field(default_factory=dict)


@dataclass
class Target:
    """A route as one visitor may use it, what its form sends, and what it reads."""

    row: Row
    visitor: str
    form: Fields
    query: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)


class Battery:
    """Knows how to attack every route of one app.

    ``thorough`` sends everything everywhere; otherwise each route gets its own part of what is
    further in the catalogue, so that nothing is left out.
    """

    def __init__(self, app: Flask, *, thorough: bool = False) -> None:
        self.app = app
        self.stage = Stage(app)
        self._thorough = thorough
        self._watch = Watch(app)
        self._report = Report()
        self._dirty = False
        forms = self._forms()
        self.targets = {
            (row.endpoint, row.method): self._learnt(_chosen(row, forms)) for row in ROWS
        }
        self._dirty = True

    def attack(self, place: Place) -> Report:
        """Send everything to one route."""
        self._report = Report()
        self._dirty = True
        target = self.targets[place]
        self._attack_address(target)
        if target.query:
            self._attack_fields(target, target.query, where="query")
        if target.row.method == "GET":
            return self._report
        if target.fields:
            self._attack_fields(target, target.fields, where="form")
        self._attack_json(target)
        token = self.stage.sites[target.visitor].csrf_token()
        for name, body in catalogue.bodies(token, thorough=self._thorough):
            self._send(target, f"body {name}", body=body)
        return self._report

    def overload(self, place: Place) -> Report:
        """Send one route more than anybody may send."""
        self._report = Report()
        target = self.targets[place]
        token = self.stage.sites[target.visitor].csrf_token()
        for name, body in catalogue.big_bodies(token):
            self._send(target, f"body {name}", body=body)
        return self._report

    def _attack_address(self, target: Target) -> None:
        whole, row = self._address(target.row), target.row
        for name in sorted(self._arguments(row)):
            value = str(self.stage.scene.things[row.things.get(name, name)])
            head, _, tail = whole.rpartition(value)
            for bad in self._part(row, catalogue.PATHS):
                self._send(target, f"address {name}={bad[:30]}", url=f"{head}{bad}{tail}")

    def _attack_fields(self, target: Target, names: set[str], *, where: str) -> None:
        known = sorted(names)
        right = target.form if where == "form" else {}
        nasty, further, shapes = catalogue.NASTY, catalogue.FURTHER, catalogue.SHAPES
        one_by_one = nasty | further if self._thorough else nasty
        for what in (*nasty, *self._part(target.row, list(further))):
            everywhere = {name: [(nasty | further)[what]] for name in known}
            self._send(target, f"{where} *={what}", where, everywhere)
        for name in known:
            for what, bad in one_by_one.items():
                self._send(target, f"{where} {name}={what}", where, {**right, name: [bad]})
            foreign = [str(self.stage.foreign)]
            self._send(target, f"{where} {name}=foreign", where, {**right, name: foreign})
            rest = {each: values for each, values in right.items() if each != name}
            for what, shape in shapes.items():
                if self._thorough or what == catalogue.MISSING:
                    changed = rest | shape(name, right.get(name, []))
                    self._send(target, f"{where} {name} {what}", where, changed)

    def _attack_json(self, target: Target) -> None:
        values, further = catalogue.JSON_VALUES, catalogue.JSON_FURTHER
        members = sorted(target.members)
        names = members or sorted(target.fields)
        for what in self._part(target.row, [*values, *further]) if names else ():
            bad = (values | further)[what]
            self._send(target, f"json *={what}", "json", dict.fromkeys(names, bad))
        for member in members:
            right = {name: RIGHT[name] for name in members if name in RIGHT}
            outer, _, inner = member.partition(".")
            for what, bad in (values | further if self._thorough else values).items():
                body = {**right, outer: [{inner: bad}] if inner else bad}
                self._send(target, f"json {member}={what}", "json", body)

    def _part(self, row: Row, values: Sequence[str]) -> Sequence[str]:
        first = crc32(f"{row.endpoint} {row.method}".encode()) % PART
        return values if self._thorough else values[first::PART]

    def _send(
        self,
        target: Target,
        name: str,
        where: str = "",
        fields: Mapping[str, Any] | None = None,
        *,
        url: str = "",
        body: Body | None = None,
    ) -> None:
        if self._dirty:
            self.stage.reset()
            self._dirty = False
        self.stage.stored.clear()
        site = self.stage.sites[target.visitor]
        token = "" if target.row.method == "GET" else site.csrf_token()
        sent = _raw(body) if body else _request(target, token, where, fields or {})
        address = url or self._address(target.row)
        response = site.client.open(address, method=target.row.method, **sent)
        self._judge(f"{target.row.endpoint} {target.row.method} {name}", response)
        if target.row.method != "GET" and (self.stage.stored or response.status_code < REFUSED):
            self._dirty = True

    def _judge(self, label: str, response: TestResponse) -> None:
        status = response.status_code
        self._report.verdicts[label] = status
        wrong = []
        if status not in ANSWERS:
            wrong.append(f"status {status}")
        if status >= REFUSED and self.stage.stored:
            wrong.append(f"answered {status} and stored {self.stage.stored[:2]}")
        if response.mimetype == "text/html" and MARK in response.get_data(as_text=True):
            wrong.append("the mark came back unescaped")
        if response.location and urlsplit(response.location).netloc not in {"", "localhost"}:
            wrong.append(f"leads to {response.location}")
        self._report.faults += [f"{label}: {each}" for each in wrong]

    def _address(self, row: Row) -> str:
        arguments: dict[str, Any] = self.stage.scene.arguments(row, self._arguments(row))
        with self.app.test_request_context():
            return url_for(row.endpoint, **arguments)

    def _arguments(self, row: Row) -> set[str]:
        rules = self.app.url_map.iter_rules(row.endpoint)
        return {name for rule in rules for name in rule.arguments}

    def _forms(self) -> dict[tuple[Place, str], Fields]:
        """Return what each form sends, by its place and visitor; the fullest where it is on many pages.

        Pages are those of the routes, and those they link to.
        """
        forms: dict[tuple[Place, str], Fields] = {}
        for visitor in VISITORS:
            client = self.stage.sites[visitor].client
            pages = [
                self._address(row)
                for row in ROWS
                if row.method == "GET" and row.gets[visitor] == "200"
            ]
            read: set[Place | None] = set()
            for url in pages:  # grows as links are found
                links, found = read_page(self.app, client, url)
                read.add(place_of(self.app, url, "GET"))
                new = [
                    link
                    for link in links
                    if "?" in link or place_of(self.app, link, "GET") not in read
                ]
                pages += [link for link in dict.fromkeys(new) if link not in pages][
                    : 200 - len(pages)
                ]
                for place, fields in found:
                    if len(fields) >= len(forms.get((place, visitor), {})):
                        forms[place, visitor] = fields
        return forms

    def _learnt(self, target: Target) -> Target:
        """Watch what the route reads of a query, a form and a JSON object."""
        watch = self._watch
        watch.forget()
        self._send(target, "learning", "query", {})
        if target.row.method != "GET":
            self._send(target, "learning", "form", target.form)
            self._send(target, "learning", "json", {})
            for name in sorted(watch.json.asked):
                self._send(target, "learning", "json", {name: [{}]})
        target.query = watch.query - {TOKEN}
        target.fields = (watch.fields | set(target.form)) - {TOKEN}
        target.members = {name for name in watch.json.asked if not name.startswith("_")}
        return target


def _chosen(row: Row, forms: Mapping[tuple[Place, str], Fields]) -> Target:
    """Choose the visitor who gets furthest."""
    visitor = min(VISITORS, key=lambda each: _distance(row.gets[each], row))
    return Target(row, visitor, forms.get(((row.endpoint, row.method), visitor), {}))


def _distance(outcome: str, row: Row) -> int:
    """Return how far from the code of the route an answer is."""
    visitors_only = outcome == "303" and row.gets["anonymous"] in {"200", "422"}
    return len(FAR) if visitors_only or outcome not in FAR else FAR.index(outcome)


def _request(target: Target, token: str, where: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the client is told to send."""
    if where == "json":
        return {
            "data": plain_json.dumps(fields),
            "content_type": "application/json",
            "headers": {"X-CSRFToken": token, "Accept": "application/json"},
        }
    sent: dict[str, Any] = {"query_string": encoded(fields)} if where == "query" else {}
    if token:
        form = fields if where == "form" else target.form
        sent["data"] = encoded({**form, TOKEN: [token]})
        sent["content_type"] = "application/x-www-form-urlencoded"
    return sent


def _raw(body: Body) -> dict[str, Any]:
    sent: dict[str, Any] = {"headers": dict(body.headers), "data": body.data}
    if body.chunked:
        del sent["data"]
        sent["input_stream"] = BytesIO(body.data)
        sent["environ_overrides"] = {"wsgi.input_terminated": True}
        sent["headers"]["Transfer-Encoding"] = "chunked"
    if body.content_type is not None:
        sent["content_type"] = body.content_type
    return sent


def encoded(fields: Mapping[str, list[Any]]) -> str:
    """Return fields as a form sends them; bytes go as they are."""
    return "&".join(f"{quote_plus(name)}={quote_plus(each)}" for name, each in _pairs(fields))


def _pairs(fields: Mapping[str, list[Any]]) -> Iterator[tuple[str, str | bytes]]:
    for name, values in fields.items():
        for each in values:
            yield name, each if isinstance(each, bytes) else str(each)
