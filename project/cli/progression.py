"""``flask progression``: make standings anew from the logs, and judge forecasts (for cron)."""

import sys
from collections.abc import Callable

import click
from flask.cli import AppGroup

from project.extensions import db
from project.models import User
from project.queries.training import progression_upkeep as queries
from project.services.training import progression_upkeep as service

group = AppGroup("progression", help="Check where ladders stand, and judge forecasts.")


@group.command("rebuild")
def rebuild() -> None:
    """Make the stored standing of every ladder anew from its log.

    Pages work without it, only slower; run it after an update that brought the standings, and
    when in doubt. Exit status 1 when something stored was wrong.
    """
    wrong = _for_each(queries.athletes_with(forecasts=False), service.rebuild)
    click.echo(f"{sum(wrong)} ladders were stored wrongly; all are right now")
    sys.exit(1 if any(wrong) else 0)


@group.command("judge")
def judge() -> None:
    """Judge the forecasts whose time has come and store this week's; for cron, once a week."""
    athletes = queries.athletes_with(forecasts=True)
    _for_each(athletes, service.judge)
    click.echo(f"looked at the forecasts of {len(athletes)} athletes")


def _for_each(athletes: list[int], do: Callable[[User], int | None]) -> list[int]:
    """Do it for one athlete after the other, each in a transaction of its own."""
    results = []
    for athlete_id in athletes:
        db.session.rollback()
        athlete = db.session.get(User, athlete_id)
        if athlete is not None:  # an account may be deleted meanwhile
            results.append(do(athlete) or 0)
            db.session.commit()
            db.session.expunge_all()
    return results
