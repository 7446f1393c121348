"""What the logger tells of an exercise on a tap: how it goes, the last times, notes, records."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from project.i18n import gettext
from project.main.pages.training import ladder_words as words
from project.queries.training.past_sessions import PastSession, PastSet
from project.rules.library.level_texts import LevelTexts
from project.rules.library.sets import COUNTED, at_load
from project.rules.training.records import Record, RecordKind
from project.services.account.pictures import SIZES
from project.web.figures import WAYS, figure_url
from project.web.pictures import level_picture_url


def of_exercise(sessions: Sequence[PastSession], counting_type: str) -> dict[str, Any]:
    """Return the last times, newest first, and what was noted the last time."""
    return {
        "last_note": words.DOT.join(sessions[0].notes) if sessions else "",
        "sessions": [
            {"day": words.day(session.day), "runs": _runs(session.sets, counting_type)}
            for session in sessions
        ],
    }


def of_level(texts: LevelTexts | None, records: Sequence[Record], kind: str) -> dict[str, Any]:
    """Return how a level goes, and the marks that stand at it; a first day is no news."""
    about: dict[str, Any] = {}
    if texts:
        about["how"] = {"text": texts.description, "link": texts.link, "host": texts.host}
        if texts.picture:
            about["how"]["figure"] = {"own": level_picture_url(texts.picture, SIZES[0])}
        elif texts.figure:
            about["how"]["figure"] = {way: figure_url(texts.figure, way) for way in WAYS}
    lines = [
        gettext(
            "%(record)s (%(day)s)", record=words.record_title(each, kind), day=words.day(each.at)
        )
        for each in records
        if each.kind in {RecordKind.BEST_SET, RecordKind.BEST_SUM, RecordKind.FIRST_MET}
    ]
    return about | ({"records": lines} if lines else {})


def _runs(sets: Sequence[PastSet], counting_type: str) -> list[tuple[str, str]]:
    """Return level and values, ``8 @ +10 · 7``, as the level changed."""
    name = COUNTED[counting_type].name
    return [
        (
            level,
            words.DOT.join(
                words.amount(getattr(row, name) or 0, counting_type) + at_load(row.load_kg)
                for row in rows
            ),
        )
        for level, rows in groupby(sets, key=lambda row: row.level)
    ]
