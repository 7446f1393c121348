"""What is said about files, names and columns of other apps."""

from collections.abc import Mapping
from typing import Any, Final

from project.i18n import gettext, lazy_gettext
from project.rules.training.transfer import sentences
from project.rules.training.transfer.matching import Reason
from project.rules.training.transfer.types import WeightUnit
from project.web.forms import SelectChoice

UNITS: Final = [
    SelectChoice(WeightUnit.KG.value, lazy_gettext("Kilogramm")),
    SelectChoice(WeightUnit.LB.value, lazy_gettext("Pfund (lb)")),
]

MEANINGS: Final = [SelectChoice(str(each), words) for each, words in sentences.MEANINGS.items()]

REASONS: Final[Mapping[Reason, Any]] = {
    Reason.LAST: lazy_gettext("Wie beim letzten Mal."),
    Reason.FILE: lazy_gettext("So steht es in der Datei."),
    Reason.SAME: lazy_gettext("So heißt deine Stufe."),
    Reason.KNOWN: lazy_gettext("Ein üblicher Name dieser Stufe."),
    Reason.SIMILAR: lazy_gettext("Klingt ähnlich. Sieh nach, ob es stimmt."),
    Reason.NONE: lazy_gettext("Nichts Passendes gefunden."),
}


def state_word(state: str) -> str:
    """Return how far an import is, for lists."""
    return {
        "open": gettext("Noch nicht begonnen"),
        "storing": gettext("Wird gespeichert"),
        "done": gettext("Gespeichert"),
        "undoing": gettext("Wird zurückgenommen"),
        "undone": gettext("Zurückgenommen"),
    }[state]
