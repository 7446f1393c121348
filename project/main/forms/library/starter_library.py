"""What is wanted of the starter library."""

from flask import url_for
from wtforms import HiddenField

from project.i18n import gettext
from project.rules.library.starter_library import StarterLadder, starter_ladder, starter_library
from project.rules.texts import clean_line
from project.web.forms import Form


class AddLadderForm(Form):
    """Which ladder to add, by its title."""

    ladder = HiddenField(filters=[clean_line])

    def wanted(self) -> StarterLadder | None:
        """Return the ladder, None for what no button of ours sends."""
        return starter_ladder(self.ladder.data or "")


def shown_ladders(category: str | None) -> list[StarterLadder]:
    """Return the ladders of a category, all of them without one that there is."""
    found = [each for each in starter_library() if category in each.categories]
    return found or list(starter_library())


def category_links(chosen: str | None) -> list[tuple[str, str, bool]]:
    """Return the categories as (address, name, is it this one)."""
    names = dict.fromkeys(name for each in starter_library() for name in each.categories)
    chosen = chosen if chosen in names else None
    here = "main.starter_library"
    return [
        (url_for(here), gettext("Alle"), chosen is None),
        *((url_for(here, category=name), name, name == chosen) for name in names),
    ]
