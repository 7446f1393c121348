"""Imports, ready to print."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from project.enums import ImportState
from project.i18n import format_day, gettext, language_code, ngettext
from project.main.pages.training.import_words import REASONS, state_word
from project.models import TrainingImport
from project.queries.training import imports as queries
from project.rules.library.starter_library import starter_library
from project.rules.training.transfer.matching import (
    LEFT_OUT,
    Choice,
    Library,
    Proposal,
    SourceName,
)
from project.rules.training.transfer.sentences import app_name, sentence_of
from project.rules.training.transfer.types import Gravity, SourceApp
from project.services.training.import_row import notices_of, summary_of
from project.web.forms import SelectChoice


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import in the list."""

    id: int
    title: str
    detail: str


def import_row(training_import: TrainingImport) -> ImportRow:
    state, file = state_word(training_import.state), training_import.file_name
    return ImportRow(
        training_import.id,
        app_name(SourceApp(training_import.source)),
        gettext("%(state)s: %(file)s", state=state, file=file) if file else state,
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What was read of a file."""

    app: str
    workouts: int
    sets: int
    first: str
    last: str
    known: int
    gone: int
    skipped: list[str]
    warnings: list[str]
    more: int
    warmups: int


def preview(training_import: TrainingImport) -> Preview:
    """Return the preview; notices are said in the reader's language."""
    summary = summary_of(training_import)
    notices = notices_of(training_import)
    first, last = summary["first"], summary["last"]
    said = {
        gravity: [sentence_of(each) for each in notices if each.gravity is gravity]
        for gravity in (Gravity.SKIPPED, Gravity.WARNING)
    }
    return Preview(
        app=app_name(SourceApp(training_import.source)),
        workouts=summary["workouts"],
        sets=summary["sets"],
        first=format_day(date.fromisoformat(first)) if first else "",
        last=format_day(date.fromisoformat(last)) if last else "",
        known=summary["known"],
        gone=summary["gone"],
        skipped=said[Gravity.SKIPPED],
        warnings=said[Gravity.WARNING],
        more=max(0, sum(summary["counts"].values()) - len(notices)),
        warmups=summary["warmups"],
    )


@dataclass(frozen=True, slots=True)
class NameRow:
    """A foreign name with what may become of it."""

    number: int
    name: str
    sets: int
    workouts: int
    lasts: bool
    reason: str
    chosen: str
    choices: list[SelectChoice]
    known: dict[str, Choice]


class ChoiceWords:
    """Says what choices are, by one reading of the library."""

    def __init__(self, library: Library) -> None:
        self._levels = {(each.exercise_id, each.level_id): each for each in library.levels}
        self._library = library
        self._starter = {
            (ladder.key, level.key): (ladder.title, level.name)
            for ladder in starter_library(language_code())
            for level in ladder.levels
        }

    def of(self, choice: Choice) -> str | None:
        """Return the words; None for a level that is gone."""
        if choice.exercise_id:
            level = self._levels.get((choice.exercise_id, choice.level_id or 0))
            return None if level is None else _pair(level.title, level.name)
        if choice.ladder:
            names = self._starter.get((choice.ladder, choice.level))
            return names and gettext("%(level)s (aus der Starterbibliothek)", level=_pair(*names))
        if choice.title:
            new = _pair(choice.title, choice.level)
            return gettext("Neue Übung: %(name)s", name=new)
        return gettext("Weglassen")

    def everything(self, counting_type: str) -> list[tuple[Choice, str, str]]:
        """Return all levels counted so, as (choice, group, words): own ones, then those of the starter library."""
        own = [
            (Choice(each.exercise_id, each.level_id), each.title, each.name)
            for each in self._library.levels
            if each.counting_type == counting_type
        ]
        label = gettext("Starterbibliothek")
        return own + [
            (Choice(ladder=ladder.key, level=level.key), f"{label}: {ladder.title}", level.name)
            for ladder in starter_library(language_code())
            if ladder.counting_type == counting_type and ladder.key not in self._library.ladders
            for level in ladder.levels
        ]


def name_rows(
    rows: Sequence[tuple[SourceName, Choice, Proposal]], words: ChoiceWords
) -> list[NameRow]:
    """Return the names with what is chosen, what is proposed, and what is not far off."""
    found = []
    for number, (name, chosen, proposal) in enumerate(rows):
        new = proposal.choice if proposal.choice.title else as_new(name)
        if chosen.title:
            new = chosen
        offered: dict[str, Choice] = {}
        for choice in (chosen, proposal.choice, *proposal.others, new, LEFT_OUT):
            offered.setdefault(choice.value, choice)
        said = {value: words.of(choice) for value, choice in offered.items()}
        choices = [SelectChoice(value, text) for value, text in said.items() if text]
        is_proposed = chosen == proposal.choice
        found.append(
            NameRow(
                number=number,
                name=shown_name(name),
                sets=name.sets,
                workouts=name.workouts,
                lasts=name.in_seconds > name.in_reps,
                reason=str(REASONS[proposal.reason]) if is_proposed else gettext("Deine Wahl."),
                chosen=chosen.value if said[chosen.value] else new.value,
                choices=choices,
                known=offered,
            )
        )
    return found


def as_new(name: SourceName) -> Choice:
    """Return a name as an exercise of its own."""
    return Choice(title=name.ladder or name.name, level=name.level or name.name)


def shown_name(name: SourceName) -> str:
    """Return a foreign name as pages show it."""
    return _pair(name.ladder or name.name, name.level) if name.level else name.name


def _pair(title: str, level: str) -> str:
    return title if title == level or not level else f"{title} · {level}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an import."""

    state: str
    part: int
    parts: int
    sentences: list[str]
    stayed: list[str]
    can_be_undone: bool


def outcome(training_import: TrainingImport) -> Outcome:
    """Return what was stored, or taken back, so far."""
    summary = summary_of(training_import)
    return Outcome(
        state=training_import.state,
        part=training_import.part,
        parts=training_import.parts,
        sentences=list(_said(training_import, summary)),
        stayed=summary.get("stayed", []),
        can_be_undone=queries.can_be_undone(training_import),
    )


def _said(training_import: TrainingImport, summary: Mapping[str, int]) -> Iterator[str]:
    if training_import.state in {ImportState.UNDOING, ImportState.UNDONE}:
        if kept := training_import.workouts_kept:
            yield ngettext(
                "%(num)d Training hast du seitdem geändert. Es bleibt.",
                "%(num)d Trainings hast du seitdem geändert. Sie bleiben.",
                kept,
            )
        return
    added, sets = training_import.workouts_added, training_import.sets_added
    yield ngettext("%(num)d Training ist neu.", "%(num)d Trainings sind neu.", added)
    yield ngettext("%(num)d Satz ist neu.", "%(num)d Sätze sind neu.", sets)
    if grown := training_import.workouts_grown:
        yield ngettext(
            "%(num)d Training, das schon hier war, hat Sätze dazubekommen.",
            "%(num)d Trainings, die schon hier waren, haben Sätze dazubekommen.",
            grown,
        )
    if refused := summary.get("refused", 0):
        yield ngettext(
            "%(num)d Training passte nicht: zu viele Übungen oder ein unmöglicher Tag.",
            "%(num)d Trainings passten nicht: zu viele Übungen oder ein unmöglicher Tag.",
            refused,
        )
