"""What is wanted of the starter library."""

from flask import url_for
from wtforms import HiddenField

from project.i18n import gettext, language_code
from project.rules.library.starter_library import StarterLadder, starter_ladder, starter_library
from project.rules.texts import clean_line
from project.web.forms import Form


class AddLadderForm(Form):
    """Which ladder to add, by its key."""

    ladder = HiddenField(filters=[clean_line])

    def wanted(self) -> StarterLadder | None:
        """Return the ladder, None for what no button of ours sends."""
        return starter_ladder(self.ladder.data or "", language_code())


def shown_ladders(category: str | None) -> list[StarterLadder]:
    """Return the ladders of a category, all of them without one that there is."""
    ladders = starter_library(language_code())
    return [each for each in ladders if category in each.category_keys] or list(ladders)


def category_links(chosen: str | None) -> list[tuple[str, str, bool]]:
    """Return the categories as (address, name, is it this one)."""
    names = {
        key: name
        for each in starter_library(language_code())
        for key, name in zip(each.category_keys, each.categories, strict=True)
    }
    chosen = chosen if chosen in names else None
    here = "main.starter_library"
    return [
        (url_for(here), gettext("Alle"), chosen is None),
        *((url_for(here, category=key), name, key == chosen) for key, name in names.items()),
    ]
