"""The pages of one's own account, under one roof."""

import pytest
from flask import Flask

from project.enums import Registration
from project.models import User
from tests.support.http import Site
from tests.support.make import Make

pytestmark = pytest.mark.integration

ALWAYS = {
    "/auth/change_email",
    "/auth/change_password",
    "/auth/sessions",
    "/auth/export",
    "/auth/delete_account",
}
CONFIRMED = {
    "/auth/edit_profile",
    "/auth/restore",
    "/import",
    "/settings/calendar",
    "/settings/reminders",
}


def links(site: Site, athlete: User) -> set[str]:
    page = site.sign_in(athlete).open("/auth/settings")
    return {str(link["href"]) for link in page.html.select("main a[href]")}


def test_everything_about_the_account_is_one_tap_away(site: Site, alice: User) -> None:
    assert links(site, alice) == ALWAYS | CONFIRMED | {"/auth/invite"}


def test_an_unconfirmed_athlete_sees_what_is_open_to_them(site: Site, make: Make) -> None:
    assert links(site, make.user(confirmed=False)) == ALWAYS


def test_where_registration_is_closed_nobody_invites(
    app: Flask, site: Site, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "REGISTRATION", Registration.CLOSED.value)
    assert links(site, alice) == ALWAYS | CONFIRMED


def test_visitors_have_no_settings(site: Site) -> None:
    assert site.open("/auth/settings").path == "/auth/login"
