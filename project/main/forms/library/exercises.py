"""Forms of the library: an exercise, and what is looked for."""

import re
from dataclasses import replace
from typing import Any, ClassVar, Final

from flask import url_for
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from project.enums import CountingType
from project.i18n import gettext, lazy_gettext, lazy_pgettext
from project.main.forms.library.criteria import NAMES, CriteriaField
from project.main.forms.library.ladder import LadderField
from project.models import ExerciseDefinition
from project.models.base import LONGEST_SORT_KEY
from project.queries.library.categories import CategoryRow
from project.queries.library.exercises import LevelRow
from project.queries.library.lists import Filters, TitleCursor
from project.rules.library.criteria import CriteriaOverride
from project.rules.library.durations import format_duration, parse_duration
from project.rules.library.level_texts import LevelTexts
from project.rules.library.sets import OPTIONAL, SWITCHES
from project.rules.limits import (
    CATEGORY_LENGTH,
    DESCRIPTION_LENGTH,
    MAX_REST,
    PINNED_NOTE_LENGTH,
    SEARCH_LENGTH,
    TITLE_LENGTH,
)
from project.rules.texts import clean_line, without_control_characters
from project.services.library.drafts import ExerciseDraft
from project.web.forms import Form, LineField, SelectChoice, TextField

MOST_FILTERS: Final = 10
_ID: Final = re.compile(r"[0-9]{1,9}")
_PLACE: Final = re.compile(rf"([0-9]{{1,9}})-(.{{1,{LONGEST_SORT_KEY}}})", re.DOTALL)


class CountingField(RadioField):
    """Repetitions or duration."""

    def pre_validate(self, form: BaseForm) -> None:
        if self.data not in set(CountingType):
            raise ValidationError(gettext("Bitte wähle, wie gezählt wird."))


class CategoriesField(SelectMultipleField):
    """Ids of categories; the known ones are set by `offer`."""

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().__init__(label, coerce=int, choices=[], **kwargs)
        self._known: set[int] = set()

    def offer(self, categories: list[CategoryRow]) -> None:
        self.choices = [SelectChoice(category.id, category.name) for category in categories]
        self._known = {category.id for category in categories}

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [int(value) for value in valuelist if _ID.fullmatch(value)]
        if len(self.data) < len(valuelist):
            raise ValueError(gettext("Diese Auswahl gibt es nicht."))

    def pre_validate(self, form: BaseForm) -> None:
        if not self._known.issuperset(self.data or []):
            self.data = [value for value in self.data or [] if value in self._known]
            raise ValidationError(gettext("Eine gewählte Kategorie gibt es nicht mehr."))


class RestField(LineField):
    """A pause, typed as ``1:30`` or in plain seconds; ``seconds`` is what was meant."""

    json_types: ClassVar[tuple[type, ...]] = (str, int)

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().__init__(label, longest=8, **kwargs)
        self.seconds = 0

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        if validation_stopped or self.errors:
            return
        seconds = parse_duration(self.data or "")
        if seconds is None or seconds > MAX_REST:
            raise ValidationError(
                gettext("Minuten und Sekunden bis 60:00, zum Beispiel 1:30, oder nur Sekunden.")
            )
        self.seconds = seconds


class ExerciseForm(Form):
    """An exercise with its ladder.

    ``archived_id`` names the archived exercise that has the typed title, to be brought back. For
    each optional figure of a set there is a switch beside the fields written here.
    """

    json_texts = re.compile("progressions|level_(?:name|description|link|figure)")
    archived_id: int | None = None

    title = LineField(lazy_gettext("Titel"), longest=TITLE_LENGTH)
    counting_type = CountingField(
        lazy_gettext("Was zählst du?"),
        choices=[
            SelectChoice(CountingType.REPS.value, lazy_gettext("Wiederholungen")),
            SelectChoice(CountingType.DURATION.value, lazy_gettext("Haltezeit")),
        ],
        default=CountingType.REPS.value,
    )
    levels = LadderField(lazy_pgettext("of levels", "Leiter"))
    criteria = CriteriaField(lazy_gettext("Ziele"))
    description = TextField(
        lazy_gettext("Beschreibung"), longest=DESCRIPTION_LENGTH, required=False
    )
    categories = CategoriesField(lazy_gettext("Kategorien"))
    new_category = LineField(
        lazy_gettext("Neue Kategorie"), longest=CATEGORY_LENGTH, required=False
    )
    pinned_note = TextField(
        lazy_gettext("Notiz, die immer dasteht"), longest=PINNED_NOTE_LENGTH, required=False
    )
    rest_seconds = RestField(lazy_gettext("Pause nach einem Satz"), default=format_duration(90))

    def fill(
        self,
        definition: ExerciseDefinition,
        levels: list[LevelRow],
        categories: list[int],
        criteria: dict[int, CriteriaOverride],
        texts: dict[int, LevelTexts],
    ) -> None:
        """Show a stored exercise; ``criteria`` and ``texts`` are those of its levels."""
        for name in ("title", "description", "pinned_note", "counting_type", *SWITCHES):
            self[name].data = getattr(definition, name)
        self.rest_seconds.data = format_duration(definition.rest_seconds)
        self.levels.show(levels, texts)
        self.categories.data = categories
        own = CriteriaOverride(*(getattr(definition, name) for name in NAMES))
        self.criteria.show(definition.counting_type, own, criteria)

    def draft(self, extra_category: int | None = None) -> ExerciseDraft:
        """Return what was typed; only call it on a valid form."""
        chosen = list(dict.fromkeys(self.categories.data or []))
        if extra_category is not None and extra_category not in chosen:
            chosen.append(extra_category)
        of_levels = self.criteria.of_levels()
        return ExerciseDraft(
            title=self.title.data or "",
            levels=[
                replace(level, criteria=of_levels.get(level.id or 0))
                for level in self.levels.drafts()
            ],
            description=self.description.data or "",
            counting_type=CountingType(self.counting_type.data),
            category_ids=chosen,
            rest_seconds=self.rest_seconds.seconds,
            switched_on=[switch for switch in SWITCHES if self[switch].data],
            criteria=self.criteria.own(),
            pinned_note=self.pinned_note.data if self.pinned_note.raw_data else None,
        )

    @property
    def switches(self) -> list[BooleanField]:
        return [self[switch] for switch in SWITCHES]


for _figure in (figure for figure in OPTIONAL if figure.switch):
    setattr(ExerciseForm, _figure.switch, BooleanField(_figure.switch_label))


class LibraryArguments:
    """The query parameters of the library; what cannot be read is left out, never an error."""

    def __init__(self, read: MultiDict[str, str]) -> None:
        chosen = [int(text) for text in read.getlist("category") if _ID.fullmatch(text)]
        self.filters = Filters(
            everybody=read.get("user") == "all",
            categories=tuple(dict.fromkeys(chosen))[:MOST_FILTERS],
            words=clean_line(without_control_characters(read.get("q", "")))[:SEARCH_LENGTH],
            archived=read.get("archived") == "1",
        )
        self.after = _place(read.get("after"))
        self.before = _place(read.get("before")) if self.after is None else None

    def kept(self) -> list[tuple[str, str]]:
        """Return what a new search keeps, as fields of its form."""
        fields = [("user", "all")] if self.filters.everybody else []
        fields += [("archived", "1")] if self.filters.archived else []
        return fields + [("category", str(number)) for number in self.filters.categories]

    def url(
        self,
        *,
        after: TitleCursor | None = None,
        before: TitleCursor | None = None,
        **changes: Any,  # noqa: ANN401  fields of Filters
    ) -> str:
        """Return the address of the library with these filters, some changed."""
        filters = replace(self.filters, **changes)
        arguments: dict[str, Any] = {
            "user": "all" if filters.everybody else None,
            "archived": "1" if filters.archived else None,
            "q": filters.words or None,
            "category": list(filters.categories),
            "after": after and f"{after.id}-{after.title_sort}",
            "before": before and f"{before.id}-{before.title_sort}",
        }
        return url_for("main.all_exercises", **arguments)

    def tabs(self) -> list[tuple[str, str, bool]]:
        """Return the lists of the library as (address, name, is it this one)."""
        everybody, archived = self.filters.everybody, self.filters.archived
        return [
            (
                self.url(everybody=False, archived=False),
                gettext("Meine"),
                not everybody and not archived,
            ),
            (
                self.url(everybody=True, archived=False),
                gettext("Alle"),
                everybody and not archived,
            ),
            (self.url(everybody=False, archived=True), gettext("Archiv"), archived),
            (url_for("main.manage_categories"), gettext("Kategorien"), False),
            (url_for("main.starter_library"), gettext("Starterbibliothek"), False),
        ]

    def category_links(self, categories: list[CategoryRow]) -> list[tuple[str, str, bool]]:
        """Return the categories, chosen ones first, as (address that switches it, name, is on)."""
        chosen = self.filters.categories
        links = [
            (
                self.url(
                    categories=tuple(other for other in chosen if other != category.id)
                    if category.id in chosen
                    else (*chosen, category.id)
                ),
                category.name,
                category.id in chosen,
            )
            for category in categories
        ]
        return sorted(links, key=lambda link: not link[2])


class OnProfileForm(Form):
    """Whether the ladder stands on the athlete's page: ``yes``, or anything else."""

    shown = HiddenField(filters=[clean_line])

    def wanted(self) -> bool:
        return self.shown.data == "yes"


def _place(text: str | None) -> TitleCursor | None:
    match = _PLACE.fullmatch(text or "")
    if match is None or "\x00" in match[2]:
        return None
    return TitleCursor(match[2], int(match[1]))
