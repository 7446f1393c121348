"""Why pages use macros of ours: what those of the pinned Bootstrap-Flask write.

A test that fails after a new pin says that a macro can do more now; docs/ARCHITECTURE.md has the
table, and the macro may take the place of ours.
"""

from importlib.resources import files
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from jinja2 import Undefined, UndefinedError
from wtforms import Form, StringField
from wtforms.validators import InputRequired, Length

from project.settings import ROOT

pytestmark = pytest.mark.unit

OURS = ROOT / "project" / "static" / "icons" / "sprite.svg"
THEIRS = files("flask_bootstrap") / "static" / "bootstrap5" / "icons" / "bootstrap-icons.svg"

FORM, CALL = "bootstrap5/form.html", "render_field(field)"


class Title(Form):
    """One field with a hint, left empty."""

    title = StringField("Titel", [Length(1, 80, "Fehlt.")], description="Höchstens 80 Zeichen")
    level = StringField("Stufe", [InputRequired()])


def drawn(app: Flask, file: str, call: str, *, strict: bool = True, **values: Any) -> BeautifulSoup:
    """Write what a macro writes; not ``strict``, whatever names it finds nothing behind."""
    env = app.jinja_env if strict else app.jinja_env.overlay(undefined=Undefined)
    name = call.partition("(")[0]
    template = env.from_string(f"{{% from '{file}' import {name} %}}{{{{ {call} }}}}")
    with app.test_request_context("/workouts"):
        return BeautifulSoup(template.render(**values), "html.parser")


def refused() -> Title:
    form = Title(data={"level": "Voll"})
    assert not form.validate()
    return form


def test_a_field_of_theirs_names_what_is_not_there(app: Flask) -> None:
    for field in Title():
        with pytest.raises(UndefinedError):
            drawn(app, FORM, CALL, field=field)


def test_a_field_of_theirs_is_not_tied_to_its_error_and_loses_its_hint(app: Flask) -> None:
    theirs = drawn(app, FORM, CALL, strict=False, field=refused().title)
    control, error = theirs.select_one("input"), theirs.select_one(".invalid-feedback")
    assert control is not None
    assert error is not None
    assert error.text == "Fehlt."
    assert set(control.attrs) & {"aria-describedby", "aria-invalid"} == set()
    assert "id" not in error.attrs
    assert "Höchstens" not in theirs.text

    ours = drawn(app, "macros/forms.html", "field(each)", each=refused().title)
    control = ours.select_one("input")
    assert control is not None
    assert control["aria-invalid"] == "true"
    tied = str(control["aria-describedby"]).split()
    assert [" ".join(ours.select_one(f"#{each}").text.split()) for each in tied] == [  # type: ignore[union-attr]  # there, or it fails
        "Höchstens 80 Zeichen",
        "Fehlt.",
    ]


def test_a_hint_of_theirs_is_not_escaped(app: Flask) -> None:
    form = Title()
    form.title.description = "<b>"
    assert drawn(app, FORM, CALL, strict=False, field=form.title).select("b")
    assert not drawn(app, "macros/forms.html", "field(each)", each=form.title).select("b")


def test_an_icon_of_theirs_is_read_out_and_lies_in_a_megabyte(app: Flask) -> None:
    theirs = drawn(app, "bootstrap5/utils.html", "render_icon('trash3')").select_one("svg")
    ours = drawn(app, "macros/icons.html", "icon('trash3')").select_one("svg")
    assert theirs is not None
    assert ours is not None
    assert ("aria-hidden" in theirs.attrs, "aria-hidden" in ours.attrs) == (False, True)
    assert len(THEIRS.read_bytes()) > 30 * OURS.stat().st_size


def test_a_message_of_theirs_interrupts_and_closes_in_english_by_a_script(app: Flask) -> None:
    call = "render_messages([('success', 'Gespeichert.')], dismissible=true)"
    theirs = drawn(app, "bootstrap5/utils.html", call)
    assert [each["role"] for each in theirs.select(".alert")] == ["alert"]
    (button,) = theirs.select("button")
    assert (button["aria-label"], button["data-bs-dismiss"]) == ("Close", "alert")

    ours = drawn(app, "macros/flash.html", "flashes([('success', 'Gespeichert.')])")
    assert [each["role"] for each in ours.select("[role]")] == ["status", "img"]
    assert [each["aria-label"] for each in ours.select("button [aria-label]")] == ["Schließen"]


def test_a_pager_of_theirs_counts_pages_and_links_to_nothing(app: Flask) -> None:
    pages = {"has_prev": False, "has_next": True, "prev_num": None, "next_num": 2}
    theirs = drawn(app, "bootstrap5/pagination.html", "render_pager(pages)", pages=pages)
    assert [each["href"] for each in theirs.select("a")] == ["#", "/workouts?page=2"]
    assert [each["aria-label"] for each in theirs.select("nav")] == ["Page navigation"]


def test_a_pill_of_theirs_is_current_whatever_the_address_asks_for(app: Flask) -> None:
    call = "render_nav_item('main.workouts', 'Offene', hide_done=1)"
    (theirs,) = drawn(app, "bootstrap5/nav.html", call).select("a")
    assert theirs["href"] == "/workouts?hide_done=1"
    assert theirs["aria-current"] == "page", "the page shows all"
