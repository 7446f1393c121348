"""A ladder of the starter library becomes an exercise of the athlete's own."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from project.enums import CountingType
from project.exceptions import FieldError
from project.extensions import db
from project.models import ExerciseDefinition, User
from project.queries.library import starter_library as queries
from project.rules.library.level_texts import LevelTexts
from project.rules.library.sets import SWITCHES
from project.rules.library.starter_library import StarterLadder
from project.services.library import categories, exercises
from project.services.library.drafts import ExerciseDraft, LevelDraft
from project.services.library.exercises import TitleTakenError


@dataclass(frozen=True, slots=True)
class AddedLadder:
    """The exercise that holds the ladder now; ``is_new`` when it was not there before."""

    exercise_id: int
    is_new: bool


def add_ladder(athlete: User, ladder: StarterLadder) -> AddedLadder:
    """Copy a ladder with its criteria and categories into the athlete's library; they commit.

    An exercise of the same title, in whatever language, is taken for it, however it came there and
    whatever was changed in it: adding twice adds once. An archived one is brought back.
    """
    known = queries.owned(athlete.id, [ladder]).get(ladder.key)
    if known is not None:
        return AddedLadder(known, is_new=False)
    try:
        definition = exercises.add_exercise(athlete, draft_of(ladder))
        db.session.flush()  # gives the id
    except TitleTakenError as taken:
        if taken.archived:
            exercises.bring_back(db.session.get_one(ExerciseDefinition, taken.exercise_id))
        return AddedLadder(taken.exercise_id, is_new=taken.archived)
    return AddedLadder(definition.id, is_new=True)


def draft_of(ladder: StarterLadder) -> ExerciseDraft:
    """Return the ladder as an exercise to add; categories nobody has yet are made."""
    return ExerciseDraft(
        title=ladder.title,
        description=ladder.description,
        counting_type=CountingType(ladder.counting_type),
        switched_on=[name for name in SWITCHES if getattr(ladder, name, False)],
        category_ids=list(_category_ids(ladder.categories)),
        levels=[
            LevelDraft(
                level.name,
                criteria=level.chosen,
                texts=LevelTexts(level.description, figure=level.key),
            )
            for level in ladder.levels
        ],
    )


def _category_ids(names: Sequence[str]) -> Iterator[int]:
    for name in names:
        with suppress(FieldError):  # a site that is full of categories does without
            yield categories.find_or_add(name).id
