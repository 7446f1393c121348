"""The ladders a new athlete can start from; adding one copies it, and everything may be changed.

``starter_library.json`` has what is the same in every language: a key for each ladder and level,
how they are counted, their criteria. ``starter_library.<language>.json`` has titles, names and
texts by these keys; where a language says nothing, German does. Texts and criteria are our own: the
site's defaults, made longer where a level is a basic skill and shorter where seconds or single
repetitions are the whole achievement.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from project.rules.library.criteria import Criteria, CriteriaOverride, resolve_criteria

SOURCE: Final = "de"
_FOLDER: Final = Path(__file__).parent
_Texts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StarterLevel:
    """A rung with one sentence on how it is done.

    ``chosen`` holds the numbers that differ from the site's defaults, ``criteria`` all of them.
    """

    key: str
    name: str
    description: str
    chosen: CriteriaOverride
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class StarterLadder:
    """An exercise of the starter library, its levels from easy to hard.

    ``titles`` are those of all languages: by any of them it is known in a library.
    """

    key: str
    title: str
    description: str
    counting_type: str
    tracks_sides: bool
    tracks_load: bool
    category_keys: tuple[str, ...]
    categories: tuple[str, ...]
    levels: tuple[StarterLevel, ...]
    titles: frozenset[str]


@cache
def starter_library(language: str = SOURCE) -> tuple[StarterLadder, ...]:
    """Read the library in a language; the files are read once in a process."""
    structure: list[_Texts] = json.loads((_FOLDER / "starter_library.json").read_text("utf-8"))[
        "ladders"
    ]
    return tuple(_ladder(ladder, _texts(language)) for ladder in structure)


def starter_ladder(key: str, language: str = SOURCE) -> StarterLadder | None:
    """Return the ladder of this key, None when there is none."""
    return next((ladder for ladder in starter_library(language) if ladder.key == key), None)


@cache
def common_names() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return what each level is called, here in all languages and elsewhere, by the keys of ladder and level.

    ``starter_names.json`` has the names that other apps and athletes use.
    """
    elsewhere: _Texts = json.loads((_FOLDER / "starter_names.json").read_text("utf-8"))
    return {
        (ladder, level): (
            *(_texts(each)["ladders"][ladder]["levels"][level]["name"] for each in _languages()),
            *names,
        )
        for ladder, levels in elsewhere.items()
        for level, names in levels.items()
    }


def category_name(key: str, language: str) -> str | None:
    """Return what one of the first categories is called in a language; None for another key."""
    name: str | None = _texts(language)["categories"].get(key)
    return name


@cache
def category_keys() -> Mapping[str, str]:
    """Return the keys of the first categories by their names in all languages."""
    return {
        name: key
        for language in _languages()
        for key, name in _texts(language)["categories"].items()
    }


def _languages() -> list[str]:
    """Return the languages that there are texts in, German last."""
    found = {path.name.split(".")[1] for path in _FOLDER.glob("starter_library.*.json")}
    return sorted(found, key=lambda language: language == SOURCE)


@cache
def _texts(language: str) -> _Texts:
    """Return the texts of a language, German ones where it has none."""
    texts: _Texts = json.loads((_FOLDER / f"starter_library.{SOURCE}.json").read_text("utf-8"))
    file = _FOLDER / f"starter_library.{language}.json"
    if language == SOURCE or language not in _languages():
        return texts
    return _over(texts, json.loads(file.read_text("utf-8")))


def _over(under: _Texts, above: _Texts) -> _Texts:
    """Lay one tree of texts over another."""
    return {
        key: _over(value, above.get(key, {})) if isinstance(value, dict) else above.get(key, value)
        for key, value in under.items()
    }


def _ladder(ladder: _Texts, texts: _Texts) -> StarterLadder:
    key, counting_type = ladder["key"], ladder["counting_type"]
    said = texts["ladders"][key]
    return StarterLadder(
        key=key,
        title=said["title"],
        description=said["description"],
        counting_type=counting_type,
        tracks_sides=ladder["tracks_sides"],
        tracks_load=ladder.get("tracks_load", False),
        category_keys=tuple(ladder["categories"]),
        categories=tuple(texts["categories"][each] for each in ladder["categories"]),
        levels=tuple(
            _level(level, said["levels"][level["key"]], counting_type) for level in ladder["levels"]
        ),
        titles=frozenset(_texts(each)["ladders"][key]["title"] for each in _languages()),
    )


def _level(level: _Texts, said: _Texts, counting_type: str) -> StarterLevel:
    chosen = CriteriaOverride(**level["criterion"])
    return StarterLevel(
        key=level["key"],
        name=said["name"],
        description=said["description"],
        chosen=chosen,
        criteria=resolve_criteria(counting_type, chosen),
    )
