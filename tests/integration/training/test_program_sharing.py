"""A program's own address: read by everybody who knows it, taken over by athletes, taken back."""

import pytest
from flask import Flask

from project.enums import Visibility
from project.models import Program, User, Workout
from tests.support.http import Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

SECRET = "s" * 43
ADDRESS = f"/p/{SECRET}"


@pytest.fixture
def program(make: Make, alice: User) -> Program:
    """A private program of alice's that she gave away by its address."""
    push = make.exercise(owner=alice, title="Liegestütze", description="Mein Geheimnis")
    template = make.workout(
        athlete=alice,
        title="Drücken",
        exercises=[(push, [("Knie", 31), ("Voll", 32)])],
        is_template=True,
        visibility=Visibility.PRIVATE,
        note="Nur für mich",
    )
    make.workout(athlete=alice, title="Abends", visibility=Visibility.PRIVATE)
    return make.program(owner=alice, days=[template], title="Im Park", share_token=SECRET)


@pytest.mark.usefixtures("program")
def test_a_visitor_reads_the_days_and_nothing_else(site: Site) -> None:
    page = site.open(ADDRESS)
    assert page.heading == "Im Park"
    assert "Ein Programm von alice" in page.text
    assert "Liegestütze · 2 Sätze" in page.text
    for hidden in ("Abends", "Geheimnis", "Nur für mich", "31", "alice@example.org", "/user/"):
        assert hidden not in page.source, hidden
    assert page.response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.response.headers["Referrer-Policy"] == "strict-origin"
    assert f"/auth/login?next=/p/{SECRET}" in page.links()


@pytest.mark.usefixtures("program")
def test_an_athlete_takes_it_once_with_templates_of_their_own(
    site: Site, make: Make, bob: User
) -> None:
    page = site.sign_in(bob).open(ADDRESS)
    for _ in range(2):
        taken = site.submit(page, {}, action=f"{ADDRESS}/take")
    assert taken.path.endswith("/start")
    assert make.count(Program, user_id=bob.id) == 1
    assert make.count(Workout, user_id=bob.id, is_template=True) == 1
    with make.session() as session:
        copy = session.query(Program).filter_by(user_id=bob.id).one()
        assert (copy.title, copy.visibility, copy.share_token) == ("Im Park", "private", None)


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("reverse", [False, True])
def test_who_is_blocked_neither_reads_nor_takes_it(
    site: Site, make: Make, alice: User, bob: User, reverse: bool
) -> None:
    make.block(*((bob, alice) if reverse else (alice, bob)))
    site.sign_in(bob).open(ADDRESS, status=404)
    site.post(f"{ADDRESS}/take", status=404)
    assert make.count(Program, user_id=bob.id) == 0


def test_its_owner_makes_the_address_and_takes_it_back(
    app: Flask, site: Site, make: Make, alice: User
) -> None:
    program = make.program(owner=alice)
    page = site.sign_in(alice).open(f"/program/{program.id}/share")
    page = site.submit(page, {}, action="/share")
    stored = make.fresh(program)
    assert stored is not None
    assert stored.share_token is not None
    assert len(stored.share_token) == 43
    assert stored.version == program.version, "who edits it meanwhile goes on"
    address = f"/p/{stored.share_token}"
    assert address in page.source
    assert Site(app).open(address).heading == program.title
    site.submit(page, {}, action="/share/revoke")
    Site(app).open(address, status=404)


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("token", ["s" * 42, "S" * 43, "s" * 44, "%00"])
def test_another_address_leads_nowhere(site: Site, token: str) -> None:
    assert site.client.get(f"/p/{token}").status_code == 404


def test_nobody_shares_what_is_somebody_elses(
    site: Site, make: Make, program: Program, bob: User
) -> None:
    site.sign_in(bob)
    site.open(f"/program/{program.id}/share", status=404)
    site.post(f"/program/{program.id}/share", status=404)
    site.post(f"/program/{program.id}/share/revoke", status=404)
    stored = make.fresh(program)
    assert stored is not None
    assert stored.share_token == SECRET
