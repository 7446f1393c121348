"""Texts of the library that are cleaned and measured by whoever stores them."""

from collections.abc import Sequence
from dataclasses import replace

from project.exceptions import FieldError
from project.i18n import gettext
from project.rules.library.level_texts import texts_fault
from project.rules.limits import PINNED_NOTE_LENGTH
from project.rules.texts import clean_text, has_control_characters
from project.services.library.drafts import LevelDraft


def checked_texts(levels: Sequence[LevelDraft]) -> list[LevelDraft]:
    """Return the levels with their texts as they are kept; raises `FieldError`."""
    checked = []
    for level in levels:
        texts = None if level.texts is None else level.texts.cleaned()
        if texts is not None and (fault := texts_fault(texts)):
            raise FieldError("levels", f"{level.name}: {fault}")
        checked.append(replace(level, texts=texts))
    return checked


def checked_pinned_note(note: str) -> str:
    """Return the note as it is kept; raises `FieldError`."""
    text = clean_text(note)
    if fault := text_fault(text, PINNED_NOTE_LENGTH):
        raise FieldError("pinned_note", fault)
    return text


def text_fault(text: str, longest: int) -> str:
    """Say what is wrong with a cleaned text; empty for nothing."""
    if has_control_characters(text):
        return gettext("Steuerzeichen sind hier nicht erlaubt.")
    if len(text) > longest:
        return gettext("Höchstens %(max)d Zeichen.", max=longest)
    return ""
