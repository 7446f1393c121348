"""Simulated athletes whose true line is known, to see how often a forecast tells the truth.

Each athlete has a true line of session values that climbs from near the start value to the goal in
a random number of weeks. They train two or three times a week, miss one session in eight, and every
session value is the line plus the form of the day, in whole repetitions or seconds. Once a week,
until they are ready, the forecast is asked for as the app does. Three shares of what it showed:

``crossing``  the true line crosses the goal between the two outer crossings, in days: this is what
              an interval of 80 % claims
``weeks``     the same for the span as shown, in whole weeks
``judged``    the first session at the goal after the forecast falls within the span: how the app
              judges itself

``python -m tests.unit.rules.simulation`` prints the table of docs/PROGRESSION.md.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date, datetime, timedelta
from itertools import cycle
from math import floor, sqrt
from operator import add
from random import Random

from project.rules.library.criteria import SITE_CRITERIA, Criteria
from project.rules.training.forecast import Forecast, Outcome, forecast, verdict_on
from project.rules.training.ladder import (
    LadderLevel,
    LevelSession,
    LoggedSet,
    Session,
    is_ready,
    read_history,
)
from tests.unit.rules.logbook import replayed_target

START = date(2026, 1, 5)
GAPS = ((2, 2, 3), (3, 4), (2, 3))
"""Days between sessions: three a week, two a week, and something between."""


@dataclass(frozen=True)
class Population:
    """Athletes of one kind.

    ``noise``        standard deviation of a session value, in steps of the target (1 repetition,
                     5 seconds), drawn for each athlete
    ``weeks``        from the start to the goal
    ``carry_over``   how much of a good or bad day is left at the next session, 0 to 1
    ``on_target``    they stop each set at the app's target instead of giving all they have
    """

    name: str
    counting_types: tuple[str, ...] = ("reps", "duration")
    noise: tuple[float, float] = (0.4, 1.0)
    weeks: tuple[float, float] = (4, 24)
    carry_over: float = 0.0
    on_target: bool = False


PLAIN = Population("plain")
POPULATIONS = (
    PLAIN,
    Population("only repetitions", counting_types=("reps",)),
    Population("only holds", counting_types=("duration",)),
    Population("steadier", noise=(0.2, 0.6)),
    Population("less steady", noise=(0.8, 1.3)),
    Population("slower", weeks=(8, 30)),
    Population("good and bad spells", carry_over=0.3),
    Population("stopping at the target", on_target=True),
)


@dataclass(frozen=True)
class Tally:
    shown: int = 0
    silent: int = 0
    crossing: int = 0
    weeks: int = 0
    judged: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*map(add, astuple(self), astuple(other)))

    def shares(self) -> dict[str, float]:
        return {
            "crossing": self.crossing / self.shown,
            "weeks": self.weeks / self.shown,
            "judged": self.judged / self.shown,
        }


@dataclass
class Athlete:
    """A true line, and the sessions it leads to."""

    random: Random
    population: Population
    criteria: Criteria = field(init=False)
    start: float = field(init=False)
    days_to_goal: float = field(init=False)

    def __post_init__(self) -> None:
        self.criteria = SITE_CRITERIA[self.random.choice(self.population.counting_types)]
        low, goal = self.criteria.start_value, self.criteria.goal_value
        self.start = self.random.uniform(low - 0.5 * self.criteria.step, low + 0.35 * (goal - low))
        self.days_to_goal = 7 * self.random.uniform(*self.population.weeks)

    def sessions(self) -> list[LevelSession]:
        """Train until ready, or until forty weeks after the true line has crossed the goal."""
        done: list[Session] = []
        rows: Sequence[LevelSession] = ()
        for day, form in zip(self._days(), self._forms(), strict=False):
            if day > self.days_to_goal + 280 or is_ready(rows, self.criteria):
                break
            climbed = (self.criteria.goal_value - self.start) * day / self.days_to_goal
            most = max(floor(self.start + climbed + form + 0.5), 0)
            at = datetime.combine(START + timedelta(days=day), datetime.min.time())
            sets = tuple(LoggedSet(1, value) for value in self._values(done, most, at.date()))
            done.append(Session(len(done) + 1, at, sets))
            rows = read_history([LadderLevel(1, self.criteria)], done).by_level[1]
        return list(rows)

    def _days(self) -> Iterator[int]:
        day = 0
        for gap in cycle(self.random.choice(GAPS)):
            if self.random.random() > 1 / 8:
                yield day
            day += gap

    def _forms(self) -> Iterator[float]:
        spread = self.random.uniform(*self.population.noise) * self.criteria.step
        carry_over = self.population.carry_over
        form = self.random.gauss(0, spread)
        while True:
            yield form
            fresh = self.random.gauss(0, spread)
            form = carry_over * form + sqrt(1 - carry_over**2) * fresh

    def _values(self, done: Sequence[Session], most: int, day: date) -> Sequence[int]:
        if not self.population.on_target:
            return [most] * self.criteria.goal_sets
        history = read_history([LadderLevel(1, self.criteria)], done)
        return [min(most, aim) for aim in replayed_target(history, 1, day).values]


def simulate(population: Population, seed: int, athletes: int = 500) -> Tally:
    random = Random(seed)
    tally = Tally()
    for _ in range(athletes):
        athlete = Athlete(random, population)
        rows = athlete.sessions()
        last = (rows[-1].day - START).days
        for made in range(7, last, 7):
            tally += _judged(athlete, rows, made)
    return tally


def _judged(athlete: Athlete, rows: Sequence[LevelSession], made: int) -> Tally:
    shown = forecast(rows, athlete.criteria, START + timedelta(days=made))
    if not isinstance(shown, Forecast):
        return Tally(silent=1)
    span = shown.span
    truth = athlete.days_to_goal - made
    # "Within 0–2 weeks" is also right when the line has crossed and the proof is still missing.
    begun = span.weeks_from == 0 or span.weeks_from * 7 <= truth
    return Tally(
        shown=1,
        crossing=shown.days_from <= truth <= shown.days_to,
        weeks=begun and truth <= span.weeks_to * 7,
        judged=verdict_on(span, rows, athlete.criteria, date.max) is Outcome.HIT,
    )


def table(seeds: Sequence[int]) -> Iterator[str]:
    """One line a population, over several times 500 athletes."""
    names = ("shown", "silent", *Tally(shown=1).shares())
    yield f"{'population':24}" + "".join(f"{name:>10}" for name in names)
    for population in POPULATIONS:
        tally = sum((simulate(population, seed) for seed in seeds), Tally())
        shares = "".join(f"{share:10.1%}" for share in tally.shares().values())
        yield f"{population.name:24}{tally.shown:10}{tally.silent:10}{shares}"


if __name__ == "__main__":
    for line in table(range(10)):
        sys.stdout.write(line + "\n")
