"""What is said about a file and its lines: a sentence for each code, with the way on."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from project.i18n import gettext, lazy_gettext, lazy_pgettext
from project.rules.training.transfer.lines import LineFault
from project.rules.training.transfer.types import Meaning, Notice, SourceApp

_APPS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        SourceApp.STRONG: "Strong",
        SourceApp.HEVY: "Hevy",
        SourceApp.FITNOTES: "FitNotes",
        SourceApp.FITNOTES_2: "FitNotes 2",
        SourceApp.FIT_NOTES_IOS: "Fit Notes",
        SourceApp.LIFTLOG: "LiftLog",
        SourceApp.LIFTOSAUR: "Liftosaur",
        SourceApp.CALISTHENICS_MEMORY: "Calisthenics Memory",
        SourceApp.OWN: lazy_gettext("Archiv von hier"),
        SourceApp.COLUMNS: lazy_gettext("andere Tabelle"),
    }
)

MEANINGS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        Meaning.IGNORE: lazy_gettext("nicht einlesen"),
        Meaning.DATE: lazy_gettext("Datum"),
        Meaning.TIME: lazy_gettext("Uhrzeit"),
        Meaning.TITLE: lazy_gettext("Titel des Trainings"),
        Meaning.WORKOUT_NOTE: lazy_gettext("Notiz zum Training"),
        Meaning.LENGTH: lazy_gettext("Länge des Trainings"),
        Meaning.EXERCISE: lazy_gettext("Übung"),
        Meaning.LEVEL: lazy_pgettext("of a ladder", "Stufe"),
        Meaning.NOTE: lazy_gettext("Notiz zur Übung"),
        Meaning.SET_NUMBER: lazy_gettext("Nummer des Satzes"),
        Meaning.KIND: lazy_gettext("Art des Satzes"),
        Meaning.REPS: lazy_gettext("Wiederholungen"),
        Meaning.SECONDS: lazy_gettext("Sekunden"),
        Meaning.WEIGHT: lazy_gettext("Gewicht"),
        Meaning.WEIGHT_UNIT: lazy_gettext("Einheit des Gewichts"),
        Meaning.SIDE: lazy_pgettext("of the body", "Seite"),
        Meaning.RPE: lazy_gettext("RPE"),
        Meaning.RIR: lazy_gettext("Wiederholungen in Reserve"),
        Meaning.SUPERSET: lazy_gettext("Supersatz"),
    }
)

_COLUMNS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "date": MEANINGS[Meaning.DATE],
        "title": MEANINGS[Meaning.TITLE],
        "workout_note": MEANINGS[Meaning.WORKOUT_NOTE],
        "exercise": MEANINGS[Meaning.EXERCISE],
        "level": MEANINGS[Meaning.LEVEL],
        "note": MEANINGS[Meaning.NOTE],
        "reps": MEANINGS[Meaning.REPS],
        "seconds": MEANINGS[Meaning.SECONDS],
        "weight": MEANINGS[Meaning.WEIGHT],
    }
)

SENTENCES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        # Of the whole file
        "empty": lazy_gettext("Die Datei ist leer. Exportiere sie in der anderen App noch einmal."),
        "not_text": lazy_gettext(
            "Das ist keine Textdatei. Gebraucht wird die CSV-, TXT-, JSON- oder ZIP-Datei aus dem Export der anderen App."
        ),
        "nul": lazy_gettext(
            "Hier stehen Zeichen, die in keiner Textdatei vorkommen. Exportiere die Datei in der anderen App noch einmal."
        ),
        "html": lazy_gettext(
            "Das ist eine Webseite, keine Tabelle. Exportiere die Datei in der anderen App als CSV."
        ),
        "spreadsheet": lazy_gettext(
            "Das ist eine Arbeitsmappe. Speichere sie in deiner Tabellenkalkulation als CSV und lade diese Datei hoch."
        ),
        "database": lazy_gettext(
            "Das ist die Datensicherung einer App, die nur sie selbst lesen kann. Exportiere dort stattdessen als CSV."
        ),
        "zip_broken": lazy_gettext(
            "Das Archiv ist beschädigt. Lade es noch einmal herunter oder exportiere es neu."
        ),
        "zip_locked": lazy_gettext(
            "Das Archiv ist mit einem Passwort geschützt. Entpacke es und lade die Datei daraus hoch."
        ),
        "zip_nothing": lazy_gettext(
            "In dem Archiv ist keine CSV-, TXT- oder JSON-Datei. Gebraucht wird der Export der anderen App."
        ),
        "zip_several": lazy_gettext(
            "In dem Archiv sind mehrere Tabellen. Entpacke es und lade die mit den Sätzen hoch."
        ),
        "too_large": lazy_gettext(
            "Die Datei ist größer als %(most)d MB. Teile sie, etwa nach Jahren, und lade die Teile nacheinander hoch."
        ),
        "unpacked_too_large": lazy_gettext(
            "Entpackt ist das Archiv größer als %(most)d MB. Teile den Export, etwa nach Jahren."
        ),
        "unknown": lazy_gettext(
            "Diese Datei kennen wir nicht. Gebraucht wird eine Tabelle mit Datum, Übung und Wiederholungen oder Sekunden."
        ),
        "too_many_columns": lazy_gettext(
            "Die Tabelle hat %(number)d Spalten; mehr als %(most)d lesen wir nicht. Lösche die, die nicht gebraucht werden."
        ),
        "duplicate_header": lazy_gettext(
            "Zwei Spalten heißen „%(name)s“. Benenne eine davon um oder lösche sie."
        ),
        "cell_too_long": lazy_gettext(
            "Hier steht eine Zelle mit mehr als hunderttausend Zeichen. Wahrscheinlich fehlt ein Anführungszeichen; berichtige die Zeile."
        ),
        "unclosed_quote": lazy_gettext(
            "Hier beginnt eine Zelle mit einem Anführungszeichen, das nie geschlossen wird. Berichtige die Zeile."
        ),
        "json_broken": lazy_gettext(
            "Hier bricht die Datei ab oder ist beschädigt. Exportiere sie noch einmal."
        ),
        "newer_format": lazy_gettext(
            "Das Archiv hat das Format %(version)s und kommt aus einer neueren Version. Diese hier muss erst aktualisiert werden."
        ),
        "too_many_sets": lazy_gettext(
            "Die Datei hat mehr als %(most)d Sätze. Teile sie, etwa nach Jahren, und lade die Teile nacheinander hoch."
        ),
        "too_many_workouts": lazy_gettext(
            "Die Datei hat mehr als %(most)d Trainings. Teile sie, etwa nach Jahren, und lade die Teile nacheinander hoch."
        ),
        "mostly_wrong": lazy_gettext(
            "%(wrong)d von %(rows)d Zeilen sind nicht zu lesen. So wird nichts übernommen; was daran falsch ist, steht darunter."
        ),
        "columns_missing": lazy_gettext(
            "Noch keine Spalte ist als „%(meaning)s“ benannt. Ohne die lässt sich kein Satz lesen."
        ),
        "too_many_rows": lazy_gettext("Mehr als %(most)d Zeilen von einer Art lesen wir nicht."),
        "bad_value": lazy_gettext("Der Wert von „%(name)s“ ist hier keiner, den es gibt."),
        "nothing_done": lazy_gettext("In der Datei steht kein Satz, der gemacht wurde."),
        # Lines that are left out
        "no_exercise": lazy_gettext("Es fehlt der Name der Übung."),
        "no_date": lazy_gettext("Es fehlt das Datum."),
        "bad_date": lazy_gettext("„%(text)s“ ist kein Datum, das wir lesen können."),
        "early": lazy_gettext("Das Jahr %(year)d liegt vor %(first)d."),
        "late": lazy_gettext("Der Tag %(text)s liegt in der Zukunft."),
        "bad_number": lazy_gettext("„%(text)s“ ist keine Zahl (%(column)s)."),
        "formula": lazy_gettext(
            "Hier steht eine Formel (%(column)s): %(text)s. Speichere die Tabelle mit Werten."
        ),
        "negative": lazy_gettext("%(text)s ist kleiner als null (%(column)s)."),
        "too_much": lazy_gettext("%(text)s ist zu viel (%(column)s)."),
        "only_distance": lazy_gettext("Hier steht nur eine Strecke; die speichern wir nicht."),
        "bad_unit": lazy_gettext("„%(text)s“ ist weder kg noch lb."),
        "too_many_cells": lazy_gettext(
            "Die Zeile hat %(number)d Zellen, die Tabelle aber %(most)d Spalten. Vielleicht steht ein Komma ohne Anführungszeichen in einer Zahl."
        ),
        "sets_of_exercise": lazy_gettext("Mehr als %(most)d Sätze einer Übung in einem Training."),
        "exercises_of_workout": lazy_gettext("Mehr als %(most)d Übungen in einem Training."),
        "bad_row": lazy_gettext("Zu diesem Satz fehlt in der Datei die Übung oder das Training."),
        "not_done": lazy_gettext("Geplant, aber nicht gemacht."),
        "no_set": lazy_gettext("Eine Pause oder Notiz, kein Satz."),
        "template": lazy_gettext("Gehört zu einer Vorlage, nicht zu einem Training."),
        # Lines that were read, but are odd
        "text_cut": lazy_gettext("Länger als %(most)d Zeichen und darum gekürzt (%(column)s)."),
        "rpe_dropped": lazy_gettext("„%(text)s“ ist keine RPE von 1 bis 10 und bleibt weg."),
        "rir_dropped": lazy_gettext(
            "„%(text)s“ sind keine Wiederholungen in Reserve; das bleibt weg."
        ),
        "seconds_dropped": lazy_gettext(
            "Wiederholungen und Sekunden zugleich; die Sekunden bleiben weg."
        ),
        "distance_dropped": lazy_gettext("Die Strecke bleibt weg, die Zeit wird übernommen."),
        "rounded": lazy_gettext("%(text)s wird abgerundet (%(column)s)."),
        "orders_mixed": lazy_gettext(
            "Mal steht der Tag vorn, mal der Monat. Schau nach, ob die Daten stimmen."
        ),
        "headers_missing": lazy_gettext(
            "Das sieht aus wie eine Datei von %(app)s, aber es fehlen Spalten: %(names)s. Sag uns, was die anderen bedeuten."
        ),
        "many_reps": lazy_gettext("%(number)d Wiederholungen, %(name)s: stimmt das?"),
        "much_load": lazy_gettext("%(number)d kg, %(name)s: stimmt das?"),
        "long_hold": lazy_gettext("%(minutes)d Minuten, %(name)s: stimmt das?"),
    }
)

LINE_SENTENCES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "no_colon": lazy_gettext("Hinter der Übung fehlt ein Doppelpunkt."),
        "no_name": lazy_gettext("Vor dem Doppelpunkt fehlt die Übung."),
        "name_too_long": lazy_gettext("Der Name der Übung ist zu lang."),
        "no_sets": lazy_gettext("Hinter dem Doppelpunkt fehlen die Sätze."),
        "not_understood": lazy_gettext("Das verstehen wir nicht."),
        "mixed": lazy_gettext("Wiederholungen oder Zeiten, nicht beides in einer Zeile."),
        "too_much": lazy_gettext("Das ist zu viel."),
        "too_many_sets": lazy_gettext("Das sind zu viele Sätze."),
        "too_many_exercises": lazy_gettext("Das sind zu viele Übungen für ein Training."),
        "unclosed_quote": lazy_gettext("Hier fehlt das schließende Anführungszeichen."),
        "unknown_level": lazy_gettext("Diese Stufe hat die Übung nicht."),
        "unknown_exercise": lazy_gettext("Diese Übung steht nicht in deiner Bibliothek."),
        "counted_otherwise": lazy_gettext(
            "Diese Übung wird anders gezählt: Wiederholungen statt Zeiten oder umgekehrt."
        ),
    }
)


def app_name(app: str) -> str:
    """Return what people call an app."""
    return str(_APPS[app])


def sentence_of(notice: Notice) -> str:
    """Return what is said about a line or, where there is none, about the file."""
    values: dict[str, str | int] = dict(notice.values)
    if "column" in values:
        values["column"] = str(_COLUMNS[str(values["column"])])
    if "meaning" in values:
        values["meaning"] = str(MEANINGS[str(values["meaning"])])
    if "app" in values:
        values["app"] = app_name(str(values["app"]))
    sentence = str(SENTENCES[notice.code]) % values
    if notice.line is None:
        return sentence
    return gettext("Zeile %(line)d: %(sentence)s", line=notice.line, sentence=sentence)


def fault_sentence(fault: LineFault) -> str:
    """Return what is said about a line of text, and where in it."""
    return gettext(
        "Zeile %(line)d, Zeichen %(character)d: %(sentence)s",
        line=fault.line,
        character=fault.character,
        sentence=LINE_SENTENCES[fault.code],
    )
