"""Pictures of levels: athletes' own, through the pipeline that profile pictures go through.

A copy of a level names the same file; it goes when no level names it any more.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Final

from project.exceptions import FieldError
from project.i18n import gettext
from project.queries.library import level_texts as queries
from project.rules import limits
from project.services.account import pictures
from project.services.account.picture_store import PictureStore
from project.services.library.drafts import LevelDraft

_SHOWN: Final = pictures.SIZES[0]


def check_pictures(athlete_id: int, levels: Sequence[LevelDraft]) -> None:
    """Refuse what is no stored picture, and more of them than an athlete may have."""
    wanted = {level.texts.picture for level in levels if level.texts and level.texts.picture}
    if any(pictures.file_name(name, _SHOWN) is None for name in wanted):
        raise FieldError("levels", gettext("Dieses Bild gibt es nicht."))
    known = set(queries.pictures_of(athlete_id)) if wanted else set()
    if not wanted <= known and len(wanted | known) > limits.MAX_LEVEL_PICTURES:
        message = gettext(
            "Deine Stufen haben schon %(most)d Bilder, mehr gehen nicht.",
            most=limits.MAX_LEVEL_PICTURES,
        )
        raise FieldError("levels", message)


def remove_unused(names: Collection[str], store: PictureStore) -> None:
    """Remove the files of those pictures that no level names; call it after the commit.

    What cannot be removed now is swept up later.
    """
    for name in set(names) - {""} - queries.named_pictures(names):
        with suppress(OSError):
            pictures.remove_picture(name, store)
