"""Pages of lists: by cursor where lists grow for ever, by number where they stay small."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypedDict, TypeVar

from flask import current_app, request, url_for

from project.queries.training.cards import CardPage, WorkoutCard
from project.queries.training.cursor import Cursor

T = TypeVar("T")
MAX_PAGE = 1_000_000


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list with links to its neighbours; a link is None where there is none."""

    items: Sequence[T]
    next_url: str | None = None
    prev_url: str | None = None


def page_number() -> int:
    """Return the query parameter ``page`` as a number from 1; anything odd is 1."""
    text = request.args.get("page", "")
    if not re.fullmatch(r"[0-9]{1,7}", text):
        return 1
    return min(max(int(text), 1), MAX_PAGE)


class Stretch(TypedDict):
    """Which page of a list without numbers was asked for."""

    limit: int
    before: Cursor | None
    after: Cursor | None


class Window(Stretch):
    """Which page of a list was asked for; the keywords of `project.queries.training.cards.CardList.page`."""

    number: int


def asked_stretch() -> Stretch:
    """Return what the query parameters ``before`` and ``after`` ask for."""
    return Stretch(
        limit=current_app.config["WORKOUTS_PER_PAGE"],
        before=Cursor.parse(request.args.get("before")),
        after=Cursor.parse(request.args.get("after")),
    )


def asked_window() -> Window:
    """Return what the query parameters ``before``, ``after`` and ``page`` ask for."""
    return {**asked_stretch(), "number": page_number()}


def linked(page: CardPage) -> Page[WorkoutCard]:
    """Return the cards with the addresses of the older (next) and the newer (previous) page."""
    older, newer = page.older, page.newer
    return Page(
        page.cards,
        next_url=same_page_url(before=str(older), after=None, page=None) if older else None,
        prev_url=same_page_url(after=str(newer), before=None, page=None) if newer else None,
    )


def same_page_url(**changes: Any) -> str:  # noqa: ANN401  url_for's own signature
    """Return this page's address with some query parameters changed; None removes one."""
    arguments: dict[str, Any] = {**request.args.to_dict(flat=False), **(request.view_args or {})}
    arguments.update(changes)
    kept = {
        name: value
        for name, value in arguments.items()
        # What visitors call so would mean something else to url_for.
        if value is not None and name != "endpoint" and not name.startswith("_")
    }
    return url_for(request.endpoint or "main.index", **kept)
