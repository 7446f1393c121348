"""The exercises of an archive in an athlete's library: found by title, or made.

What is here stays as it is. A ladder that is here gets those levels that it lacks and that something
new stands on; one of an exercise nobody has trained gets all of them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import update

from project.exceptions import DomainError, FieldError
from project.extensions import db
from project.i18n import gettext
from project.models import ExerciseDefinition, User, fold, search_text
from project.queries.library.exercises import ladder_of
from project.queries.site.restoring import KnownExercise, exercises_of
from project.rules.limits import MAX_LEVELS, TITLE_LENGTH
from project.rules.training.transfer.own_objects import OwnExercise, OwnLevel
from project.services.library import categories
from project.services.library.drafts import ExerciseDraft, LevelDraft
from project.services.library.exercises import add_exercise, reconcile_levels

MOST_NEW_CATEGORIES: Final = 5
"""In one restore: categories are everybody's, and an archive is no way to fill the site's list."""


@dataclass(slots=True)
class RestoredLibrary:
    """Where the archive's exercises and levels are now; a level that found no place is not among them."""

    exercises: dict[OwnExercise, int] = field(default_factory=dict)
    levels: dict[OwnLevel, int] = field(default_factory=dict)
    added: int = 0
    touched: set[int] = field(default_factory=set)
    """Exercises that were here and whose ladder grew."""


def restore_library(
    athlete: User,
    exercises: Collection[OwnExercise],
    *,
    seen: Mapping[OwnExercise, Counter[int]],
    needed: Collection[OwnLevel],
) -> RestoredLibrary:
    """Find or make the exercises; the caller commits.

    ``seen`` says which of the athlete's exercises stands where one of the archive stood, in workouts
    that are here: so one that was renamed is known. Four statements for each exercise that is new.
    """
    restored = RestoredLibrary()
    known = exercises_of(athlete.id)
    by_id = {each.id: each for each in known.values()}
    chosen = _Categories()
    for exercise in exercises:
        found, title = _find(exercise, known, by_id, seen.get(exercise, Counter()))
        if found is None:
            definition = _add(athlete, exercise, title, chosen)
            number = definition.id
            known[definition.title_key] = KnownExercise(
                number, definition.title_key, definition.counting_type, is_trained=False
            )
            restored.added += 1
        else:
            number = found.id
            wanted = [each for each in exercise.levels if each in needed or not found.is_trained]
            if _grow(number, exercise, wanted):
                restored.touched.add(number)
        restored.exercises[exercise] = number
    ladders = ladder_of(set(restored.exercises.values()))
    for exercise, number in restored.exercises.items():
        exact = {row.name: row.id for row in ladders[number]}
        folded = {fold(row.name): row.id for row in ladders[number]}
        for level in exercise.levels:
            level_id = exact.get(level.name) or folded.get(fold(level.name))
            if level_id is not None:
                restored.levels[level] = level_id
    return restored


def _find(
    exercise: OwnExercise,
    known: Mapping[str, KnownExercise],
    by_id: Mapping[int, KnownExercise],
    seen: Counter[int],
) -> tuple[KnownExercise | None, str]:
    """Return the exercise that this one is, else None and the title it is to have."""
    counted = exercise.counting_type
    title = exercise.title
    for number in range(2, 100):
        found = known.get(fold(title))
        if found is not None and found.counting_type == counted:
            return found, title
        if number == 2:  # noqa: PLR2004  once, where nothing bears its own title
            same = [by_id[each] for each, _ in seen.most_common() if each in by_id]
            renamed = next((each for each in same if each.counting_type == counted), None)
            if renamed is not None:
                return renamed, title
        if found is None:
            break
        ending = f" ({number})"  # what is called so here is counted in another way
        title = exercise.title[: TITLE_LENGTH - len(ending)].rstrip() + ending
    return None, title


def _add(
    athlete: User, exercise: OwnExercise, title: str, chosen: "_Categories"
) -> ExerciseDefinition:
    draft = ExerciseDraft(
        title=title,
        levels=[_draft(level) for level in exercise.levels],
        description=exercise.description,
        counting_type=exercise.counting_type,
        category_ids=chosen.ids_of(exercise.categories),
        rest_seconds=exercise.rest_seconds,
        switched_on=exercise.switched_on,
        criteria=exercise.criteria,
        pinned_note=exercise.pinned_note,
    )
    try:
        definition = add_exercise(athlete, draft)
    except FieldError as error:
        raise FieldError(
            "file",
            gettext("Zeile %(line)d: %(sentence)s", line=exercise.line, sentence=error.message),
        ) from error
    definition.archived = exercise.archived
    definition.on_profile = exercise.on_profile
    return definition


def _draft(level: OwnLevel) -> LevelDraft:
    return LevelDraft(level.name, criteria=level.criteria, texts=level.texts)


class _Categories:
    """The site's categories by the names that an archive has for them."""

    def __init__(self) -> None:
        self._ids: dict[str, int | None] = {}
        self._made = 0

    def ids_of(self, names: Iterable[str]) -> list[int]:
        """Return those there are; few are made, what is beyond that is left out."""
        found = (self._id_of(name) for name in names)
        return [number for number in found if number is not None]

    def _id_of(self, name: str) -> int | None:
        if name not in self._ids:
            with suppress(DomainError):  # the site's list takes no more, or not this name
                self._ids[name] = self._find(name)
        return self._ids.setdefault(name, None)

    def _find(self, name: str) -> int | None:
        found = categories.find(name)
        if found is None and self._made < MOST_NEW_CATEGORIES:
            found = categories.add_category(name)
            self._made += 1
        return None if found is None else found.id


def _grow(number: int, exercise: OwnExercise, wanted: Collection[OwnLevel]) -> bool:
    """Put levels that a ladder lacks behind the neighbour they had; say whether there were any."""
    rungs = [LevelDraft(row.name, row.id) for row in ladder_of([number])[number]]
    names = [fold(rung.name) for rung in rungs]
    place = 0
    missing = 0
    for level in exercise.levels:
        key = fold(level.name)
        if key in names:
            place = names.index(key) + 1
        elif level in wanted:
            rungs.insert(place, _draft(level))
            names.insert(place, key)
            place += 1
            missing += 1
    if not missing or len(rungs) > MAX_LEVELS:
        return False
    definition = db.session.get_one(ExerciseDefinition, number)
    reconcile_levels(definition, rungs)
    text = search_text(definition.title, (rung.name for rung in rungs))
    db.session.execute(
        update(ExerciseDefinition).where(ExerciseDefinition.id == number).values(search_text=text)
    )
    return True
