"""What a reader of tables is: the columns it knows its file by, and how it reads a row."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from project.rules.training.transfer.gathering import Found
from project.rules.training.transfer.moments import Moment, parse_moment
from project.rules.training.transfer.notices import LeftOutError
from project.rules.training.transfer.tables import Row
from project.rules.training.transfer.types import Answers, DateOrder, SourceApp, WeightUnit

_YES: Final = frozenset({"1", "true", "yes", "ja"})
# Exercises that are done with one's own weight, so that a weight may be that of the athlete.
_BODYWEIGHT: Final = re.compile(
    r"(pull|chin|push|muscle|press|sit|leg raise|knee raise|dead)[ -]?(up|hang)|\bdips?\b|plank|lever"
    r"|planche|hang\b|l-?sit|burpee|pistol|nordic|handstand|toes? to bar|raises?\b.*\b(leg|knee)"
    r"|(leg|knee) raise|body ?weight|inverted row|klimmz|liegestütz|kniebeuge ohne",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Context:
    """What holds for all rows of a file."""

    answers: Answers
    order: DateOrder
    body_mass: dict[str, int] = field(default_factory=dict)
    """Exercises whose weight may be the athlete's own, with the first line."""

    def moment(self, text: str) -> Moment:
        """Return the moment that a cell means, or raise `LeftOutError`."""
        if not text:
            raise LeftOutError("no_date")
        moment = parse_moment(text, self.order)
        if moment is None:
            raise LeftOutError(
                "formula" if text[0] == "=" else "bad_date", column="date", text=text
            )
        return moment

    def without_body_mass(self, exercise: str, weight: str, line: int) -> str:
        """Return a weight, or nothing where it is the athlete's own by what was said or is likely."""
        if not weight.strip("0.,") or not _BODYWEIGHT.search(exercise):
            return weight
        self.body_mass.setdefault(exercise, line)
        said = self.answers.body_mass
        return "" if said is None or exercise in said else weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A form of an app's file; ``needs`` are the folded names of columns it is known by."""

    app: SourceApp
    shape: str
    needs: frozenset[str]
    read: Callable[[Row, Context], Iterator[Found]]
    """Yields what a row says: a set, two for both sides, none for what needs no word about it."""
    date: str = "date"
    """The column whose dates decide whether the day or the month comes first."""
    numbered: bool = False
    """Whether the rows of an exercise stand together."""


def columns(names: str) -> frozenset[str]:
    """Return the folded names in a line as a file's header has them."""
    return frozenset(name.strip().casefold() for name in names.split(","))


def is_yes(text: str) -> bool:
    """Return whether a cell says yes."""
    return text.casefold() in _YES


def index_of(text: str) -> int | None:
    """Return the number of a set, or None where something else stands."""
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None


def kilo_or_pound(row: Row, name: str) -> tuple[str, WeightUnit | None]:
    """Return the weight and its unit of a file that names the unit in the column's own name."""
    for ending, unit in (
        ("kg", WeightUnit.KG),
        ("kgs", WeightUnit.KG),
        ("lbs", WeightUnit.LB),
        ("lb", WeightUnit.LB),
    ):
        for column in (f"{name} ({ending})", f"{name}_{ending}"):
            if (text := row.get(column)) and text.strip("0.,"):
                return text, unit
    return row.get(name), None
