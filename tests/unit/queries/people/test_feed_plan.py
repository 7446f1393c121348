"""How SQLite finds the streams of a feed: no list is sorted that grows with the site."""

from datetime import UTC, datetime

import pytest

from project.queries.people import feed as queries
from tests.support.make import Make

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("older", [True, False])
def test_every_stream_is_entered_by_an_index(make: Make, older: bool) -> None:
    statement = queries._feed_beginnings(older=older)  # noqa: SLF001  what is planned
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    with make.session() as session:
        compiled = statement.compile(
            session.get_bind(), compile_kwargs={"render_postcompile": True}
        )
        values = compiled.construct_params({"athlete": 1, "most": 21, "id": 0, "moment": moment})
        values["moment"] = str(moment)
        ordered = tuple(values[name] for name in compiled.positiontup or ())
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", ordered)
        steps = [str(row[3]) for row in plan]
    bound = "timestamp<?" if older else "timestamp>?"
    streams = [step for step in steps if "SEARCH workout" in step and bound in step]
    assert len(streams) == 5, steps  # two kinds of the followed, three of mine
    assert all("COVERING INDEX ix_workout_user_id_visibility" in step for step in streams), steps
    assert not [step for step in steps if step.startswith("SCAN workout")], steps
