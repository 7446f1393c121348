"""What foreign names become: levels there are, ladders of the starter library, or new exercises."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select

from project.exceptions import DomainError
from project.extensions import db
from project.i18n import gettext, language_code
from project.models import ExerciseDefinition, User, fold
from project.queries.library.exercises import ladder_of
from project.rules.account.names import is_name
from project.rules.library.starter_library import common_names, starter_ladder
from project.rules.limits import LEVEL_LENGTH, MAX_LEVELS, NAME_KEY_LENGTH, TITLE_LENGTH
from project.rules.texts import clean_line, without_control_characters
from project.rules.training.transfer.matching import Choice, SourceName
from project.rules.training.transfer.naming import name_parts
from project.rules.training.transfer.sentences import app_name
from project.rules.training.transfer.types import SourceApp
from project.services.library import exercises, starter_library
from project.services.library.drafts import ExerciseDraft, LevelDraft

Chosen = tuple[SourceName, Choice]
TRIES: Final = 20


@dataclass
class FoundLevels:
    """The exercise and level of each name that is not left out, and the exercises made for them.

    ``made`` says of each what it was made as: what is still so may be undone.
    """

    levels: dict[str, tuple[int, int]] = field(default_factory=dict)
    made: list[dict[str, Any]] = field(default_factory=list)


def find_levels(athlete: User, chosen: Iterable[Chosen], app: SourceApp) -> FoundLevels:
    """Return what the names become, adding the exercises that are not there; the caller commits.

    Raises `FieldError` where the library is full and `DomainError` for a level that is gone.
    """
    found = FoundLevels()
    ladders: dict[str, list[Chosen]] = {}
    new: dict[tuple[str, str], list[Chosen]] = {}
    for name, choice in chosen:
        if choice.exercise_id is not None:
            found.levels[name.key] = _checked(athlete, choice)
        elif choice.ladder:
            ladders.setdefault(choice.ladder, []).append((name, choice))
        elif choice.title:
            title = fitting(choice.title, TITLE_LENGTH)
            new.setdefault((fold(title), name.counting_type.value), []).append((name, choice))
    for ladder, names in ladders.items():
        _add_ladder(found, athlete, ladder, names)
    for names in new.values():
        for start in range(0, len(names), MAX_LEVELS):
            _add_exercise(found, athlete, names[start : start + MAX_LEVELS], app)
    return found


def fitting(name: str, longest: int) -> str:
    """Return a foreign name as one of the library: on one line, not too long, never without a sign."""
    text = clean_line(without_control_characters(name))[:longest].strip()
    while len(fold(text)) > NAME_KEY_LENGTH:
        text = text[:-1].rstrip()
    return text if is_name(text) else gettext("Übung")


def _checked(athlete: User, choice: Choice) -> tuple[int, int]:
    """Return an own level that was chosen; raises `DomainError` when it is none."""
    definition = db.session.get(ExerciseDefinition, choice.exercise_id)
    if definition is not None and definition.user_id == athlete.id and not definition.archived:
        for level in ladder_of([definition.id])[definition.id]:
            if level.id == choice.level_id:
                return definition.id, level.id
    raise DomainError(
        gettext("Eine gewählte Stufe gibt es nicht mehr. Wähle für diesen Namen neu.")
    )


def _add_ladder(found: FoundLevels, athlete: User, key: str, names: Sequence[Chosen]) -> None:
    ladder = starter_ladder(key, language_code())
    if ladder is None:
        raise DomainError(gettext("Diese Leiter gibt es in der Starterbibliothek nicht."))
    added = starter_library.add_ladder(athlete, ladder)
    db.session.flush()
    rungs = ladder_of([added.exercise_id])[added.exercise_id]
    by_words = {name_parts(level.name).words: level.id for level in rungs}
    for name, choice in names:
        known = common_names().get((key, choice.level), ())
        ids = (by_words.get(name_parts(each).words) for each in known)
        level_id = next((each for each in ids if each is not None), None)
        if level_id is None:
            raise DomainError(
                gettext("Eine gewählte Stufe gibt es nicht mehr. Wähle für diesen Namen neu.")
            )
        found.levels[name.key] = (added.exercise_id, level_id)
    if added.is_new:
        _note_made(found, added.exercise_id, [each for each, _ in names])


def _add_exercise(
    found: FoundLevels, athlete: User, names: Sequence[Chosen], app: SourceApp
) -> None:
    """Add one exercise for all names of a title; their levels are its ladder, by the file's rungs."""
    rungs = sorted(names, key=lambda each: each[0].rung)
    places: dict[str, int] = {}
    levels: list[str] = []
    for name, choice in rungs:
        level = fitting(choice.level or choice.title, LEVEL_LENGTH)
        if fold(level) not in places:
            places[fold(level)] = len(levels)
            levels.append(level)
        found.levels[name.key] = (0, places[fold(level)])
    definition = exercises.add_exercise(
        athlete,
        ExerciseDraft(
            title=_free_title(athlete.id, fitting(names[0][1].title, TITLE_LENGTH), app),
            levels=[LevelDraft(level) for level in levels],
            counting_type=names[0][0].counting_type,
        ),
    )
    db.session.flush()  # gives the ids
    stored = ladder_of([definition.id])[definition.id]
    for name, _ in rungs:
        found.levels[name.key] = (definition.id, stored[found.levels[name.key][1]].id)
    _note_made(found, definition.id, [each for each, _ in names])


def _note_made(found: FoundLevels, exercise_id: int, names: Sequence[SourceName]) -> None:
    """Switch on the figures that the file has, and note what the exercise is made as."""
    definition = db.session.get_one(ExerciseDefinition, exercise_id)
    definition.tracks_load |= any(each.loaded or each.helped for each in names)
    definition.tracks_sides |= any(each.one_sided for each in names)
    definition.tracks_rir |= any(each.with_rir for each in names)
    found.made.append(as_made(definition))


def as_made(definition: ExerciseDefinition) -> dict[str, Any]:
    """Return what an exercise is, to tell later whether somebody changed it."""
    levels = ladder_of([definition.id])[definition.id]
    return {
        "id": definition.id,
        "title": definition.title,
        "description": definition.description,
        "levels": [level.name for level in levels],
    }


def _free_title(user_id: int, title: str, app: SourceApp) -> str:
    """Return the title, with the app behind it where the athlete has such an exercise already."""
    for number in range(TRIES):
        suffix = ["", f" ({app_name(app)})"][number] if number < 2 else f" ({number})"  # noqa: PLR2004  the two that are tried first
        wanted = f"{title[: TITLE_LENGTH - len(suffix)].rstrip()}{suffix}"
        taken = select(ExerciseDefinition.id).where(
            ExerciseDefinition.user_id == user_id, ExerciseDefinition.title_key == fold(wanted)
        )
        if db.session.scalar(taken) is None:
            return wanted
    return title  # refused with the reason
