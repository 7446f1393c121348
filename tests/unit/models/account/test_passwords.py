"""How passwords are stored."""

import subprocess
import sys

import pytest

from project.models import User
from tests.support.make import PASSWORD

pytestmark = pytest.mark.unit


def test_the_method_is_one_that_owasp_lists() -> None:
    """Asked of a fresh process, as the tests themselves hash with little work."""
    code = (
        "from project.models import User; u = User(); u.set_password('x'); print(u.password_hash)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("scrypt:32768:8:3$")


def test_a_password_is_checked_against_its_hash() -> None:
    user = User()
    user.set_password(PASSWORD)
    assert PASSWORD not in user.password_hash
    assert user.check_password(PASSWORD)
    assert not user.check_password(PASSWORD.upper())
    assert not user.needs_rehash()


def test_hashes_of_other_settings_are_due_for_a_new_one() -> None:
    assert User(password_hash="pbkdf2:sha256:600000$a$b").needs_rehash()
    assert User(password_hash="!").needs_rehash()
