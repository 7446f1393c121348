"""A visitor's browser without JavaScript: opens pages, fills their real forms, checks each page.

A `Visitor` is the same wherever the site runs: a `Site` asks the app in this process, a `RemoteSite`
(``remote``) one that runs elsewhere.
"""

import hashlib
import secrets
from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urljoin

from bs4 import BeautifulSoup, Tag
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from project.extensions import db
from project.models import User, UserSession
from tests.support.markup import faults_in

Values = dict[str, Any]


class Page:
    """A page that was fetched: its status, address and parsed HTML."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.path = response.request.path
        self.source = response.get_data(as_text=True)
        self.is_html = response.mimetype == "text/html"

    @cached_property
    def html(self) -> BeautifulSoup:
        """What to look into; many pages are never looked into, and parsing takes its time."""
        return BeautifulSoup(self.source, "html.parser")

    @property
    def text(self) -> str:
        """The visible words, white space folded."""
        return words_of(self.html.select_one("main") or self.html)

    @property
    def heading(self) -> str:
        heading = self.html.select_one("h1")
        return words_of(heading) if heading else ""

    def flashes(self) -> list[str]:
        """The short messages shown after a change."""
        return [" ".join(tag.get_text(" ").split()) for tag in self.html.select(".flash-text")]

    def error(self, field: str) -> str:
        """The message at a field, empty when there is none."""
        note = self.html.find(id=f"{field}-error")
        return " ".join(note.get_text(" ").split()) if isinstance(note, Tag) else ""

    def value(self, field: str) -> str:
        """What a field of a form holds."""
        values = self.values_of(field)
        return values[0] if values else ""

    def values_of(self, field: str) -> list[str]:
        """What all fields with this name hold, in the order of the page."""
        for form in self.html.select("form"):
            values = values_of(form)
            if field in values:
                return values[field]
        return []

    def form(self, action: str = "") -> Tag:
        """Return the form whose action contains ``action``; the page's own by default."""
        return self.form_and_target(action)[0]

    def form_and_target(self, action: str = "") -> tuple[Tag, str]:
        """Return the form that leads to ``action``, by itself or by a button, and where it leads."""
        scope = self.html.select("main form") + self.html.select("form")
        for form in scope:
            buttons = form.select("[formaction]")
            targets = [str(form["action"]), *(str(button["formaction"]) for button in buttons)]
            for target in targets:
                if (action and action in target) or (not action and "logout" not in target):
                    return form, target
        raise AssertionError(f"no form to {action!r} on {self.path}")

    def texts(self, selector: str) -> list[str]:
        """Return what stands in each of these elements."""
        return [words_of(tag) for tag in self.html.select(selector)]

    def links(self) -> list[str]:
        return [str(tag["href"]) for tag in self.html.select("a[href]")]


def words_of(tag: Tag) -> str:
    """Return what is read in an element: white space folded, without where words may be parted."""
    return " ".join(tag.get_text(" ").replace("\u00ad", "").split())


def values_of(form: Tag) -> dict[str, list[str]]:
    """Return what a browser would send for ``form`` as it stands."""
    values: dict[str, list[str]] = {}
    for tag in form.select("input[name], select[name], textarea[name]"):
        name, kind = str(tag["name"]), str(tag.get("type", ""))
        if tag.has_attr("disabled") or kind in {"submit", "button", "file"}:
            continue
        if tag.name == "select":
            options = tag.select("option")
            chosen = [option for option in options if option.has_attr("selected")]
            if not chosen and not tag.has_attr("multiple"):
                chosen = options[:1]
            values.setdefault(name, []).extend(
                str(option.get("value", option.get_text())) for option in chosen
            )
        elif tag.name == "textarea":
            text = tag.get_text().replace("\r\n", "\n")
            values.setdefault(name, []).append(text.removeprefix("\n"))
        elif kind not in {"checkbox", "radio"} or tag.has_attr("checked"):
            values.setdefault(name, []).append(str(tag.get("value", "on" if kind else "")))
    return values


def pressed(form: Tag, target: str) -> dict[str, str]:
    """Return what the button that leads to ``target`` itself adds to what is sent."""
    for button in form.select("button[formaction][name]"):
        if button["formaction"] == target:
            return {str(button["name"]): str(button.get("value", ""))}
    return {}


class Visitor(ABC):
    """One visitor. Every HTML page is checked for being valid, titled and safe."""

    @abstractmethod
    def _visit(
        self, url: str, *, data: Values | None = None, files: bool = False, **arguments: Any
    ) -> Page:
        """Return the page that a GET, or a POST of ``data``, leads to in the end."""

    def open(self, url: str, *, status: int = 200, **arguments: Any) -> Page:
        """GET and follow redirects; the page that comes must have ``status``."""
        return checked(self._visit(url, **arguments), status)

    def submit(
        self, page: Page, values: Values | None = None, *, action: str = "", status: int = 200
    ) -> Page:
        """Send a form of ``page`` with some values changed; None leaves a field out."""
        form, target = page.form_and_target(action)
        data: dict[str, Any] = {**values_of(form), **pressed(form, target)}
        for name, value in (values or {}).items():
            data.pop(name, None)
            if value is not None:
                data[name] = value
        address = urljoin(page.path, target)
        if form.get("method") == "get":
            query = urlencode(data, doseq=True)
            return self.open(f"{address.partition('?')[0]}?{query}", status=status)
        files = str(form.get("enctype", "")) == "multipart/form-data"
        return checked(self._visit(address, data=data, files=files), status)


def checked(page: Page, status: int) -> Page:
    """Return the page, which must have ``status`` and, where it is HTML, no faults."""
    assert page.status == status, (page.status, page.path, page.source[:3000])
    faults = faults_in(page.source) if page.is_html else []
    assert faults == [], (page.path, faults)
    return page


class Site(Visitor):
    """A visitor of the app in this process."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def sign_in(self, user: User) -> "Site":
        """Sign in without a password, by the row and cookie that signing in makes."""
        token = secrets.token_urlsafe(32)
        with self.app.app_context():
            hashed = hashlib.sha256(token.encode()).hexdigest()
            db.session.add(UserSession(user_id=user.id, token_hash=hashed))
            epoch = db.session.get_one(User, user.id).session_epoch
            db.session.commit()
        with self.client.session_transaction() as session:
            session["_user_id"] = f"{user.id}.{epoch}.{token}"
            session["_fresh"] = True
        return self

    def csrf_token(self) -> str:
        """Return a token of this visitor's session, as its pages carry it."""
        with self.client.session_transaction() as session:
            known: str = session.setdefault("csrf_token", secrets.token_hex(20))
        return str(URLSafeTimedSerializer(self.app.secret_key or "", "wtf-csrf-token").dumps(known))

    def post(self, url: str, values: Values | None = None, *, status: int = 200) -> Page:
        """POST with a token but without a page, for addresses tried from outside."""
        data = {"csrf_token": self.csrf_token(), **(values or {})}
        return checked(self._visit(url, data=data), status)

    def post_json(self, url: str, data: Any, *, status: int = 200) -> Any:
        """POST JSON as our scripts do; return the JSON of the answer."""
        headers = {"X-CSRFToken": self.csrf_token(), "Accept": "application/json"}
        response = self.client.post(url, json=data, headers=headers)
        assert response.status_code == status, (response.status_code, response.get_data(True))
        return response.get_json()

    def _visit(
        self, url: str, *, data: Values | None = None, files: bool = False, **arguments: Any
    ) -> Page:
        if data is None:
            return Page(self.client.get(url, follow_redirects=True, **arguments))
        kind = "multipart/form-data" if files else None
        return Page(
            self.client.post(url, data=data, content_type=kind, follow_redirects=True, **arguments)
        )
