"""What is wanted of the starter library."""

from flask import url_for
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField

from project.i18n import gettext, language_code
from project.rules.library.starter_library import StarterLadder, starter_ladder, starter_library
from project.rules.texts import clean_line
from project.web.forms import Form


class KeysField(Field):
    """Any number of keys, as check boxes send them."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [clean_line(value) for value in valuelist]


class AddLaddersForm(Form):
    """Which ladders to add, by their keys: those that are chosen, and the one of a button."""

    ladder = KeysField()
    here = HiddenField(filters=[clean_line])

    def wanted(self) -> list[StarterLadder] | None:
        """Return the ladders, the button's last; None where no page of ours sends such a key."""
        chosen = [key for key in self.ladder.data or [] if key != self.here.data]
        keys = dict.fromkeys([*chosen, *([self.here.data] if self.here.data else [])])
        found = {key: starter_ladder(key, language_code()) for key in keys}
        ladders = [ladder for ladder in found.values() if ladder is not None]
        return ladders if len(ladders) == len(found) else None


def added_before(read: MultiDict[str, str]) -> list[str]:
    """Return the keys of the ladders that the page before has added, the last one first."""
    keys = dict.fromkeys(read.getlist("added"))
    return [key for key in keys if starter_ladder(key) is not None]


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
