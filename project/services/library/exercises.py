"""The library's rules: titles are unique, ladders keep their rungs' identity, copies happen once."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from project.exceptions import DomainError, FieldError
from project.extensions import db
from project.i18n import gettext
from project.models import (
    ExerciseCategory,
    ExerciseCopy,
    ExerciseDefinition,
    ProgressionLevel,
    User,
    exercise_categories,
    fold,
    search_text,
)
from project.queries.library import exercises as queries
from project.queries.library.exercises import LevelRow
from project.queries.library.level_texts import held_texts, level_texts
from project.rules.library.criteria import CriteriaOverride
from project.rules.library.level_texts import LevelTexts
from project.rules.library.sets import SWITCHES
from project.rules.limits import MAX_LEVELS
from project.services.account import caps
from project.services.library.copy_titles import copy_title, without_suffix
from project.services.library.drafts import ExerciseDraft, LevelDraft
from project.services.library.level_pictures import check_pictures
from project.services.library.naming import check_name, key_of
from project.services.library.signals import ladder_changed
from project.services.library.texts import checked_pinned_note, checked_texts

COPY_TRIES: Final = 5
_SURE_OF_COPIES: Final = 60  # characters of a title that every copy keeps
_COPIED: Final = (
    "description",
    "counting_type",
    "rest_seconds",
    *SWITCHES,
    "goal_sets",
    "start_value",
    "goal_value",
    "goal_sessions",
    "step",
)
_LEVELS: Final = ProgressionLevel.__table__
_MOVE_LEVEL: Final = (
    update(_LEVELS)
    .where(_LEVELS.c.id == bindparam("which"))
    .values(name=bindparam("new_name"), level_order=bindparam("new_order"))
)
_SET_CRITERIA, _SET_TEXTS = (
    update(_LEVELS)
    .where(_LEVELS.c.id == bindparam("which"))
    .values({name: bindparam(f"new_{name}") for name in asdict(nothing)})
    for nothing in (CriteriaOverride(), LevelTexts())
)


class TitleTakenError(FieldError):
    """Another exercise of the athlete has this title; ``archived`` ones can be brought back."""

    def __init__(self, exercise_id: int, *, archived: bool) -> None:
        message = (
            gettext("Eine archivierte Übung von dir heißt schon so. Du kannst sie zurückholen.")
            if archived
            else gettext("Du hast schon eine Übung mit diesem Titel.")
        )
        super().__init__("title", message)
        self.exercise_id = exercise_id
        self.archived = archived


class CountingTypeFixedError(FieldError):
    """Logged values would change their meaning."""

    def __init__(self) -> None:
        super().__init__(
            "counting_type",
            gettext(
                "Mit dieser Übung wurde schon trainiert, deshalb bleibt die Zählweise, wie sie ist."
            ),
        )


def add_exercise(athlete: User, draft: ExerciseDraft) -> ExerciseDefinition:
    """Add an exercise to the athlete's library; raises `FieldError` where a rule says no."""
    _check_title(athlete.id, draft.title)
    draft = replace(draft, levels=_checked_levels(draft.levels))
    caps.check_exercises(athlete.id)
    check_pictures(athlete.id, draft.levels)
    definition = ExerciseDefinition(user_id=athlete.id, counting_type=draft.counting_type.value)
    _take_over(definition, draft)
    definition.levels = [
        ProgressionLevel(name=level.name, level_order=order, **level.columns())
        for order, level in enumerate(draft.levels, 1)
    ]
    definition.categories = _categories(draft.category_ids)
    try:
        with db.session.begin_nested():
            db.session.add(definition)
    except IntegrityError:
        # Somebody else's request used the title in the meantime.
        _check_title(athlete.id, draft.title)
        raise
    return definition


def update_exercise(definition: ExerciseDefinition, draft: ExerciseDraft) -> None:
    """Change an exercise; its levels are reconciled, so that logged sets keep theirs.

    Raises `FieldError` where a rule says no, before anything was changed.
    """
    # Two changes of one ladder must not meet half-way; SQLite has one writer anyway.
    db.session.refresh(definition, with_for_update=True)
    _check_title(definition.user_id, draft.title, except_id=definition.id)
    draft = replace(draft, levels=_checked_levels(draft.levels))
    check_pictures(definition.user_id, draft.levels)
    if definition.counting_type != draft.counting_type and queries.has_sets(definition.id):
        raise CountingTypeFixedError
    try:
        with db.session.begin_nested():
            _take_over(definition, draft)
            definition.counting_type = draft.counting_type.value
    except IntegrityError:
        _check_title(definition.user_id, draft.title, except_id=definition.id)
        raise
    reconcile_levels(definition, draft.levels)
    db.session.execute(
        delete(exercise_categories).where(
            exercise_categories.c.exercise_definition_id == definition.id
        )
    )
    chosen = [category.id for category in _categories(draft.category_ids)]
    if chosen:
        db.session.execute(
            insert(exercise_categories),
            [
                {"exercise_definition_id": definition.id, "category_id": category_id}
                for category_id in chosen
            ],
        )
    athlete = db.session.get_one(User, definition.user_id)
    ladder_changed.send(athlete, exercise_ids=[definition.id])


def reconcile_levels(definition: ExerciseDefinition, wanted: Sequence[LevelDraft]) -> None:
    """Make the ladder the wanted one: kept rungs stay the same rows, renamed and moved.

    A rung without an id of this ladder is the one with its name that nothing else asked for, else
    a new one. Sets of a removed rung keep its name as text. At most seven statements.
    """
    known = {row.id: row for row in queries.ladder_of([definition.id])[definition.id]}
    ids = _match(known, wanted)
    removed = [level_id for level_id in known if level_id not in ids]
    if removed:
        db.session.execute(delete(_LEVELS).where(_LEVELS.c.id.in_(removed)))
    rungs = list(enumerate(zip(wanted, ids, strict=True), 1))
    moved = [
        {"which": level_id, "new_name": level.name, "new_order": order}
        for order, (level, level_id) in rungs
        if level_id is not None and known[level_id] != LevelRow(level_id, level.name, order)
    ]
    if moved:
        # Names and places are unique, so two rungs cannot simply swap: all that change step aside
        # first, to names nobody can type and to places below zero.
        aside = [
            {"which": row["which"], "new_name": f"\x1f{row['which']}", "new_order": -place}
            for place, row in enumerate(moved, 1)
        ]
        db.session.execute(_MOVE_LEVEL, aside)
        db.session.execute(_MOVE_LEVEL, moved)
    kept = [(level, level_id) for _, (level, level_id) in rungs if level_id is not None]
    for statement, said in (
        (_SET_CRITERIA, [(level_id, level.criteria) for level, level_id in kept]),
        (_SET_TEXTS, [(level_id, level.texts) for level, level_id in kept]),
    ):
        chosen = [
            {"which": level_id} | {f"new_{name}": new for name, new in asdict(wish).items()}
            for level_id, wish in said
            if wish is not None
        ]
        if chosen:
            db.session.execute(statement, chosen)
    added = [
        {
            "exercise_definition_id": definition.id,
            "name": level.name,
            "level_order": order,
            **level.columns(),
        }
        for order, (level, level_id) in rungs
        if level_id is None
    ]
    if added:
        db.session.execute(insert(_LEVELS), added)


def _match(known: Mapping[int, LevelRow], wanted: Sequence[LevelDraft]) -> list[int | None]:
    ids: list[int | None] = []
    for level in wanted:
        ids.append(level.id if level.id in known and level.id not in ids else None)
    nameless = {row.name: row.id for row in known.values() if row.id not in ids}
    for same in (str, fold):  # a name that is exactly the same goes before one in other letters
        by_name = {same(name): level_id for name, level_id in nameless.items()}
        for place, level in enumerate(wanted):
            if ids[place] is None and (level_id := by_name.pop(same(level.name), None)):
                ids[place] = level_id
                del nameless[known[level_id].name]
    return ids


def archive(definition: ExerciseDefinition) -> None:
    """Hide an exercise from library and pickers; every log stays readable."""
    definition.archived = True


def bring_back(definition: ExerciseDefinition) -> None:
    """Undo `archive`; its title was kept free for it."""
    definition.archived = False


def bring_back_all(exercise_ids: Collection[int]) -> None:
    """Bring back those of the athlete's exercises that are archived; one statement."""
    if exercise_ids:
        db.session.execute(
            update(ExerciseDefinition)
            .where(ExerciseDefinition.id.in_(list(exercise_ids)), ExerciseDefinition.archived)
            .values(archived=False)
        )


def show_on_profile(definition: ExerciseDefinition, *, shown: bool) -> None:
    """Let others see on the athlete's page where they stand on this ladder, or no longer."""
    definition.on_profile = shown


def copy_exercise(source: ExerciseDefinition, athlete: User) -> ExerciseDefinition:
    """Copy an exercise with levels and categories into the athlete's library.

    It is called ``… (Kopie)``, or ``… (Kopie 2)`` when that is taken. The first copy of somebody
    else's stands in for it from then on (`exercise_for_logging`). Its levels are loaded.
    """
    return _copy(source, athlete, for_logging=False)


def exercise_for_logging(exercise_id: int, athlete: User) -> ExerciseDefinition | None:
    """Return the athlete's own exercise to log with when they chose ``exercise_id``.

    Their own one is itself, archived too. Somebody else's is copied, once: the same copy comes
    back from then on, out of the archive if need be, however many requests ask at once. None for
    what does not exist or is not visible to them. A copy made long ago may lack rungs that the
    source has now; names are matched by the caller.
    """
    definition = queries.visible(exercise_id, athlete.id)
    if definition is None or definition.user_id == athlete.id:
        return definition
    copy = _copy(definition, athlete, for_logging=True)
    bring_back(copy)
    return copy


def _stand_in(exercise_id: int, athlete_id: int) -> ExerciseDefinition | None:
    return db.session.scalar(
        select(ExerciseDefinition)
        .join(ExerciseCopy, ExerciseCopy.copy_id == ExerciseDefinition.id)
        .where(ExerciseCopy.user_id == athlete_id, ExerciseCopy.source_id == exercise_id)
    )


def _copy(source: ExerciseDefinition, athlete: User, *, for_logging: bool) -> ExerciseDefinition:
    """Insert a copy; a title or place that another request took is seen by the failed insert.

    For logging, the copy that stands in for the source is returned instead where there is one.
    """
    foreign = source.user_id != athlete.id
    levels = queries.ladder_of([source.id])[source.id]
    criteria, texts = queries.level_criteria(source.id), level_texts([source.id])
    if any(said.picture for said in texts.values()):
        texts = held_texts(source.id)
    categories = _categories(queries.category_ids_of(source.id))
    for _ in range(COPY_TRIES):
        standing = _stand_in(source.id, athlete.id) if foreign else None
        if standing is not None and for_logging:
            return standing
        caps.check_exercises(athlete.id)
        copy = ExerciseDefinition(
            title=copy_title(source.title, _copy_titles(source.title, athlete.id)),
            user_id=athlete.id,
            levels=[
                ProgressionLevel(
                    name=row.name,
                    level_order=row.order,
                    **LevelDraft(
                        row.name, criteria=criteria[row.id], texts=texts.get(row.id)
                    ).columns(),
                )
                for row in levels
            ],
            pinned_note="" if foreign else source.pinned_note,
            categories=list(categories),
            **{name: getattr(source, name) for name in _COPIED},
        )
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(copy)
            db.session.flush()  # gives the id that the next row names
            if foreign and standing is None:
                link = {"user_id": athlete.id, "source_id": source.id, "copy_id": copy.id}
                db.session.execute(insert(ExerciseCopy), [link])
            return copy
    raise DomainError(gettext("Das Kopieren hat gerade nicht geklappt. Versuch es noch einmal."))


def _copy_titles(title: str, athlete_id: int) -> set[str]:
    """Return the folded titles of the athlete's that copies of ``title`` could collide with."""
    start = fold(without_suffix(title)[:_SURE_OF_COPIES])
    return set(
        db.session.scalars(
            select(ExerciseDefinition.title_key).where(
                ExerciseDefinition.user_id == athlete_id,
                ExerciseDefinition.title_key.startswith(start, autoescape=True),
            )
        )
    )


def _check_title(athlete_id: int, title: str, *, except_id: int | None = None) -> None:
    key = key_of("title", title, gettext("Dieser Titel ist zu lang."))
    taken = db.session.execute(
        select(ExerciseDefinition.id, ExerciseDefinition.archived).where(
            ExerciseDefinition.user_id == athlete_id, ExerciseDefinition.title_key == key
        )
    ).one_or_none()
    if taken is not None and taken.id != except_id:
        raise TitleTakenError(taken.id, archived=taken.archived)


def _checked_levels(levels: Sequence[LevelDraft]) -> list[LevelDraft]:
    if not 1 <= len(levels) <= MAX_LEVELS:
        raise FieldError(
            "levels", gettext("Eine Leiter hat 1 bis %(most)d Stufen.", most=MAX_LEVELS)
        )
    for level in levels:
        check_name("levels", level.name)
    if len({fold(level.name) for level in levels}) < len(levels):
        raise FieldError("levels", gettext("Zwei Stufen heißen gleich."))
    return checked_texts(levels)


def _take_over(definition: ExerciseDefinition, draft: ExerciseDraft) -> None:
    definition.title = draft.title
    definition.description = draft.description
    definition.rest_seconds = draft.rest_seconds
    if draft.pinned_note is not None:
        definition.pinned_note = checked_pinned_note(draft.pinned_note)
    for switch in SWITCHES:
        setattr(definition, switch, switch in draft.switched_on)
    if draft.criteria is not None:
        for name, value in asdict(draft.criteria).items():
            setattr(definition, name, value)
    definition.search_text = search_text(draft.title, (level.name for level in draft.levels))


def _categories(category_ids: Sequence[int]) -> list[ExerciseCategory]:
    """Return these categories, locked against being deleted before the exercise is stored."""
    if not category_ids:
        return []
    rows = db.session.scalars(
        select(ExerciseCategory)
        .where(ExerciseCategory.id.in_(category_ids))
        .order_by(ExerciseCategory.id)
        .with_for_update(read=True)
    )
    return list(rows)
