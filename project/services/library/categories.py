"""Categories belong to everybody: names are unique, and a used one stays."""

from sqlalchemy import delete, func, or_, select
from sqlalchemy.exc import IntegrityError

from project.exceptions import DomainError, FieldError, RefusedError
from project.extensions import db
from project.i18n import gettext, ngettext
from project.models import ExerciseCategory, User
from project.queries.library import categories as queries
from project.rules.library.starter_library import category_keys
from project.rules.limits import MAX_CATEGORIES
from project.services.library.naming import key_of


class CategoryInUseError(DomainError):
    """A used category is not deleted."""

    def __init__(self, name: str, uses: int) -> None:
        super().__init__(
            ngettext(
                "„%(name)s“ wird von %(num)s Übung verwendet und bleibt deshalb.",
                "„%(name)s“ wird von %(num)s Übungen verwendet und bleibt deshalb.",
                uses,
                name=name,
            )
        )


class CategoryNameTakenError(FieldError):
    """Another category has this name, perhaps in other letters."""

    def __init__(self) -> None:
        super().__init__("name", gettext("Diese Kategorie gibt es schon."))


def find(name: str) -> ExerciseCategory | None:
    """Return the category with this name, ignoring case; the first ones have one in each language."""
    called = ExerciseCategory.name_key == _key(name)
    first = {each.casefold(): key for each, key in category_keys().items()}.get(name.casefold())
    if first is not None:
        called = or_(called, ExerciseCategory.starter_key == first)
    return db.session.scalar(select(ExerciseCategory).where(called))


def add_category(name: str) -> ExerciseCategory:
    """Add a category; raises `FieldError` when there is one with this name."""
    if find(name) is not None:
        raise CategoryNameTakenError
    count = db.session.scalar(select(func.count()).select_from(ExerciseCategory)) or 0
    if count >= MAX_CATEGORIES:
        raise FieldError(
            "name",
            gettext(
                "Es gibt schon %(most)d Kategorien. Lösche erst eine unbenutzte.",
                most=MAX_CATEGORIES,
            ),
        )
    category = ExerciseCategory(name=name)
    try:
        with db.session.begin_nested():
            db.session.add(category)
    except IntegrityError as error:
        raise CategoryNameTakenError from error
    return category


def find_or_add(name: str) -> ExerciseCategory:
    """Return the category with this name; made when there is none, also under a race."""
    try:
        return find(name) or add_category(name)
    except CategoryNameTakenError:
        winner = find(name)
        if winner is None:
            raise
        return winner


def rename_category(category: ExerciseCategory, name: str, athlete: User) -> None:
    """Rename a category that only the athlete's exercises use; admins may rename any."""
    # Whoever chooses it for an exercise in this moment waits for us, or we for them.
    db.session.refresh(category, with_for_update=True)
    _, foreign = queries.uses_of(category.id, athlete.id)
    if foreign and not athlete.admin:
        raise RefusedError(
            gettext(
                "„%(name)s“ wird auch von anderen verwendet. Umbenennen dürfen dann nur Admins.",
                name=category.shown_name,
            )
        )
    other = find(name)
    if other is not None and other.id != category.id:
        raise CategoryNameTakenError
    try:
        with db.session.begin_nested():
            category.name = name
    except IntegrityError as error:
        raise CategoryNameTakenError from error


def delete_category(category: ExerciseCategory) -> None:
    """Delete an unused category; the foreign key has the last word when a use comes in between."""
    uses, _ = queries.uses_of(category.id, athlete_id=0)
    if uses:
        raise CategoryInUseError(category.shown_name, uses)
    name, category_id = category.shown_name, category.id
    try:
        with db.session.begin_nested():
            db.session.execute(
                delete(ExerciseCategory).where(ExerciseCategory.id == category_id),
                execution_options={"synchronize_session": False},
            )
    except IntegrityError as error:
        raise CategoryInUseError(name, 1) from error


def _key(name: str) -> str:
    return key_of("name", name, gettext("Dieser Name ist zu lang."))
