"""The work behind an answer tells nobody whether there is an account; counted, as clocks lie."""

import hashlib
from collections import Counter
from typing import Any

import pytest

from project.models import User
from tests.integration.account.test_signing_in import WRONG, log_in
from tests.support.http import Site
from tests.support.make import PASSWORD, Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def dora(make: Make) -> User:
    """An athlete with a password."""
    return make.member(username="dora")


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[int, ...]]:
    """Count the passwords that are hashed, by their setting."""
    found: Counter[tuple[int, ...]] = Counter()
    plain = hashlib.scrypt

    def counted(*args: Any, **settings: Any) -> bytes:
        found[settings["n"], settings["r"], settings["p"]] += 1
        return plain(*args, **settings)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    return found


def test_every_sign_in_does_the_same_work(
    site: Site,
    make: Make,
    dora: User,
    hashed: Counter[tuple[int, ...]],
    count_queries: QueryCounter,
) -> None:
    make.member(username="emil", confirmed=False)
    log_in(site, "nobody", "ein anderes Passwort")  # what is made once for all
    work = []
    for login in ("dora", "dora@example.org", "nobody", "nobody@example.org", "emil@example.org"):
        hashed.clear()
        with count_queries.watching() as statements:
            assert log_in(site, login, "ein anderes Passwort") == WRONG
        work.append((dict(hashed), len(statements)))
    assert work == [work[0]] * 5
    assert sum(work[0][0].values()) == 1


def test_every_forgotten_password_does_the_same_work(
    site: Site, dora: User, hashed: Counter[tuple[int, ...]], count_queries: QueryCounter
) -> None:
    work = []
    for email in ("dora@example.org", "nobody@example.org"):
        page = site.open("/auth/forgot")
        with count_queries.watching() as statements:
            site.submit(page, {"email": email})
        work.append([each.split()[0] for each in statements])
    known, unknown = work
    assert unknown == [*known, "DELETE"], "the mail to nobody is made, too, and thrown away"
    assert hashed == {}


def test_every_registration_hashes_one_password(
    site: Site, dora: User, hashed: Counter[tuple[int, ...]]
) -> None:
    work = []
    for name, email in (("anna", "dora@example.org"), ("berta", "berta@example.org")):
        fields = {"username": name, "email": email, "default_visibility": "private"}
        fields |= {"password": PASSWORD, "repeat_password": PASSWORD}
        visitor = Site(site.app)
        page = visitor.open("/auth/register")
        hashed.clear()
        data = {**fields, "csrf_token": page.value("csrf_token")}
        assert visitor.client.post("/auth/register", data=data).status_code == 303
        work.append(dict(hashed))
    assert work[0] == work[1]
    assert sum(work[0].values()) == 1
