"""Transactions that lose against others are run again, unseen, and not for ever."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from flask import Flask

from project.extensions import db
from project.models import Workout
from project.web.requests import TRIES
from tests.faults.conftest import Tally
from tests.support.crew import Athlete
from tests.support.images import picture
from tests.support.live import Live
from tests.support.make import Make

pytestmark = pytest.mark.outages

# A trigger that makes the first so many writes fail as a lost conflict does. It counts where
# going back does not reach: in a sequence, in a table without transactions.
REFUSALS = {
    "postgresql": (
        [
            "CREATE SEQUENCE refusals",
            """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
               IF {when} AND nextval('refusals') <= {times} THEN
                 RAISE EXCEPTION 'lost' USING ERRCODE = '40001';
               END IF; RETURN NEW; END $$""",
            "CREATE TRIGGER refuse BEFORE {write} FOR EACH ROW EXECUTE FUNCTION refuse()",
        ],
        "SELECT last_value FROM refusals",
        [
            "DROP TRIGGER refuse ON {table}",
            "DROP FUNCTION refuse",
            "DROP SEQUENCE refusals",
        ],
    ),
    "mysql": (
        [
            "CREATE TABLE refusals (n INT) ENGINE=MyISAM",
            "INSERT INTO refusals VALUES (0)",
            """CREATE TRIGGER refuse BEFORE {write} FOR EACH ROW BEGIN
               IF {when} THEN UPDATE refusals SET n = n + 1;
                 IF (SELECT n FROM refusals) <= {times} THEN
                   SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'lost';
               END IF; END IF; END""",
        ],
        "SELECT n FROM refusals",
        ["DROP TRIGGER refuse", "DROP TABLE refusals"],
    ),
}


@contextmanager
def refusing(
    app: Flask, times: int, write: str = "INSERT ON workout", when: str = "true"
) -> Iterator[Callable[[], int]]:
    """Let ``times`` writes of a kind lose; what is returned counts all that were tried."""
    with app.app_context():
        engine = db.engine.execution_options(isolation_level="AUTOCOMMIT")
    quote = engine.dialect.identifier_preparer.quote
    kind, table = write.split(" ON ")
    words = {"times": times, "when": when, "table": quote(table)}
    words["write"] = f"{kind} ON {quote(table)}"
    before, count, after = REFUSALS[engine.dialect.name]
    with engine.connect() as connection:
        for statement in before:
            connection.exec_driver_sql(statement.format(**words))
        try:
            yield lambda: int(connection.exec_driver_sql(count).scalar_one())
        finally:
            for statement in after:
                connection.exec_driver_sql(statement.format(**words))


@pytest.mark.parametrize("conflicts", range(TRIES + 1))
def test_a_lost_transaction_is_tried_once_more_than_it_loses(
    app: Flask, make: Make, site: Live, tally: Tally, conflicts: int
) -> None:
    alice = make.user(username="alice")
    exercise = make.exercise(owner=alice)
    athlete = Athlete(app, site.url, alice)
    with refusing(app, conflicts) as tried:
        answer = athlete.send("/add_workout", athlete.workout("Zäh", [exercise]))
        tries = tried()
    wins = conflicts < TRIES
    assert answer.status == (303 if wins else 503), answer.text[:2000]
    assert make.count(Workout, title="Zäh") == (1 if wins else 0)
    assert tries == (conflicts + 1 if wins else TRIES)
    tally(conflicts=min(conflicts, TRIES))


def test_a_picture_is_stored_when_its_transaction_lost_before(
    app: Flask, make: Make, site: Live, tally: Tally
) -> None:
    alice = make.user(username="alice")
    athlete = Athlete(app, site.url, alice)
    changed = "NEW.image_file <> OLD.image_file"
    with refusing(app, 1, "UPDATE ON user", changed) as tried:
        page = athlete.open("/auth/edit_profile")
        athlete.submit(page, {"picture": (BytesIO(picture()), "me.jpg")}, action="edit_profile")
        assert tried() == 2
    fresh = make.fresh(alice)
    assert fresh is not None
    assert fresh.image_file != "default.jpg"
    tally(conflicts=1)
