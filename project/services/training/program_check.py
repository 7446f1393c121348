"""What a program may be: the rules that its editor, files and ready-made ones all go through.

Nothing is read or stored here. What is wrong comes back as a sentence for each path (see
`project.rules.training.program_drafts`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from project.enums import DayKind, ProgramFocus, Visibility
from project.i18n import gettext, pgettext
from project.queries.training.programs import ProgramDayRow
from project.rules.limits import (
    DESCRIPTION_LENGTH,
    LONGEST_PROGRAM,
    MAX_PROGRAM_DAYS,
    RAREST_DELOAD,
    TITLE_LENGTH,
)
from project.rules.texts import clean_line, clean_text, has_control_characters
from project.rules.training.program_drafts import ProgramDayDraft, ProgramDraft

Errors = dict[str, str]


def check_program(
    draft: ProgramDraft,
    templates: Mapping[int, str],
    stored: Sequence[ProgramDayRow] = (),
) -> tuple[ProgramDraft, Errors]:
    """Check a whole program; ``templates`` are the athlete's own by what they are called.

    ``stored`` are the days it has now. A day whose template was deleted may stay without one.
    """
    errors = dict(draft.unreadable)
    title, description = clean_line(draft.title), clean_text(draft.description)
    found = {
        "title": _text_fault(title, TITLE_LENGTH)
        or ("" if title else gettext("Gib dem Programm einen Namen.")),
        "description": _text_fault(description, DESCRIPTION_LENGTH),
        "days_a_week": _number_fault(draft.days_a_week, 1, 7),
        "weeks": _number_fault(draft.weeks, 1, LONGEST_PROGRAM, or_none=True),
        "deload_every": _number_fault(draft.deload_every, 2, RAREST_DELOAD, or_none=True),
        "focus": ""
        if draft.focus in set(ProgramFocus)
        else gettext("Wähle, worum es in dem Programm geht."),
        "visibility": ""
        if draft.visibility in set(Visibility)
        else gettext("Wähle, wer es sehen darf."),
        "days": _days_fault(draft.days),
    }
    left = {day.id: day for day in stored}
    days = []
    for place, day in enumerate(draft.days):
        old = left.pop(day.id, None) if day.id is not None else None
        checked, faults = _checked_day(day, templates, old)
        days.append(checked)
        found |= {f"days.{place}.{name}": text for name, text in faults.items()}
    for path, text in found.items():
        if text:
            errors.setdefault(path, text)
    return replace(draft, title=title, description=description, days=tuple(days)), errors


def _checked_day(
    draft: ProgramDayDraft, templates: Mapping[int, str], old: ProgramDayRow | None
) -> tuple[ProgramDayDraft, Errors]:
    title, kind = clean_line(draft.title), draft.kind
    errors = {"title": _text_fault(title, TITLE_LENGTH)}
    if draft.id is not None and old is None:
        errors["id"] = gettext("Dieser Tag gehört nicht zu diesem Programm.")
    if kind not in set(DayKind):
        return draft, errors | {"kind": gettext("Wähle, was für ein Tag es ist.")}
    if kind == DayKind.REST:
        draft = replace(draft, template_id=None, new_template=False, in_turn=None)
        title = title or pgettext("kind of day in a program", "Ruhetag")
    elif draft.template_id is not None and draft.template_id not in templates:
        errors["template_id"] = gettext("Diese Vorlage gibt es nicht.")
    elif (
        draft.template_id is None
        and not draft.new_template
        and (old is None or not old.lacks_template)
    ):
        errors["template_id"] = gettext("Wähle eine Vorlage oder lass eine neue anlegen.")
    title = title or templates.get(draft.template_id or 0, "")
    if not title:
        errors["title"] = gettext("Gib dem Tag einen Namen.")
    return replace(draft, title=title, kind=DayKind(kind)), errors


def _days_fault(days: Sequence[ProgramDayDraft]) -> str:
    if len(days) > MAX_PROGRAM_DAYS:
        return gettext("Höchstens %(most)d Tage in einem Programm.", most=MAX_PROGRAM_DAYS)
    if not any(day.kind != DayKind.REST and not day.is_optional for day in days):
        return gettext(
            "Ein Programm braucht mindestens einen Tag, an dem trainiert wird und der nicht freiwillig ist."
        )
    return ""


def _number_fault(number: int | None, low: int, high: int, *, or_none: bool = False) -> str:
    if number is None and or_none:
        return ""
    if type(number) is int and low <= number <= high:
        return ""
    if or_none:
        return gettext("Eine ganze Zahl von %(low)d bis %(high)d oder keine.", low=low, high=high)
    return gettext("Eine ganze Zahl von %(low)d bis %(high)d.", low=low, high=high)


def _text_fault(text: str, longest: int) -> str:
    if len(text) > longest:
        return gettext("Höchstens %(max)d Zeichen.", max=longest)
    if has_control_characters(text):
        return gettext("Steuerzeichen sind hier nicht erlaubt.")
    return ""
