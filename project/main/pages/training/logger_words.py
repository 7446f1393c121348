"""The words the logger's scripts put together; ``{name}`` stands for a value.

What counts something has a form for each kind of number, and where sets and other changes are
told apart, such forms for both.
"""

from project.i18n import gettext as _
from project.i18n import pgettext, plural_forms
from project.rules.library.word_joints import parted_words


def logger_words() -> dict[str, str | list[str] | dict[str, str] | dict[str, dict[str, str]]]:
    """Return the words in the reader's language, by the names that ``words.mjs`` knows."""
    return {
        # a set
        "set": _("Satz {n}"),
        "set_left": _("{set} links"),
        "set_right": _("{set} rechts"),
        "set_goes_on": _("{set}, leichter weiter"),
        "type_warmup": _("Aufwärmsatz"),
        "type_failure": _("bis zum Versagen"),
        "type_segment": _("leichter weiter"),
        "short_warmup": pgettext("type of a set", "Aufwärmen"),
        "short_failure": pgettext("type of a set", "Versagen"),
        "reps": plural_forms("{n} Wdh.", "{n} Wdh."),
        "step": _("Stufe {number}/{count}"),
        "no_load": _("ohne"),
        "left": _("links"),
        "right": _("rechts"),
        "rir": _("{n} in Reserve"),
        "of": _("{n} von {count}"),
        "target": _("Ziel {value}"),
        "why": _("Warum {value}?"),
        "why_plan": _("Auf dieser Stufe hast du noch nichts gemacht: Es gilt dein Plan."),
        # its buttons
        "level_of": _("{set}: {level}, ändern"),
        "copy_last": _("{set}: zuletzt {value}, übernehmen"),
        "value_of": _("{set}: {value}, anpassen"),
        "check_of": _("{set} mit {value} erledigt"),
        "less": _("{set}: weniger"),
        "more": _("{set}: mehr"),
        "count": _("Wdh. · zählen"),
        "clock": _("Uhr starten"),
        "count_for": _("{set}: {value}, Wiederholungen zählen"),
        "clock_for": _("{set}: {value}, Uhr starten"),
        "go_on": pgettext("to the next set", "Weiter"),
        "minutes": _("Dauer (mm:ss)"),
        "minutes_rule": _("Als mm:ss, zum Beispiel 1:30, oder in Sekunden."),
        "reps_field": _("Wiederholungen"),
        "reps_rule": _("Eine ganze Zahl von 0 bis 9999."),
        # the clock
        "get_ready": _("Mach dich bereit"),
        "tap_to_stop": _("Tippe zum Stoppen"),
        "reached": _("Ziel erreicht. Tippe zum Stoppen"),
        # exercises
        "exercise_of": _("Übung {n} von {count}"),
        "superset": _("Supersatz {letter}"),
        "current": _("jetzt"),
        "done": _("erledigt"),
        "open": pgettext("an exercise", "offen"),
        "no_set_yet": _("noch kein Satz"),
        "add_exercise": _("Übung hinzufügen"),
        "swap": _("Statt {title}"),
        "rest_of": _("Pause nach {title}"),
        "no_rest": _("keine Pause"),
        "by": _("von {name}"),
        "nothing_found": _("Nichts gefunden."),
        "library_empty": _(
            "Deine Bibliothek ist noch leer. Hol dir zuerst fertige Leitern, oder such bei anderen."
        ),
        "search_offline": _("Ohne Netz nur, was dieses Gerät schon kennt."),
        # what happened
        "set_stored": _("Satz gespeichert, {n} von {count} erledigt."),
        "rest_over": _("Pause vorbei."),
        "set_checked": _("{set}: {value} gespeichert."),
        "set_opened": _("{set} wieder offen."),
        "set_changed": _("{set} geändert: {value}."),
        "set_removed": _("Satz entfernt."),
        "goes_on_added": _("Weiter mit {level}. Trag ein, was noch geht."),
        "exercise_added": _("Übung hinzugefügt."),
        "exercise_removed": _("Übung entfernt."),
        "nothing_title": _("{set} mit 0:00 speichern?"),
        "nothing_text": _("Die Haltezeit ist null."),
        "nothing_yes": _("0:00 speichern"),
        # where it is stored
        "all_stored": _("Gespeichert"),
        "not_stored": plural_forms(
            "{n} Änderung nicht gespeichert", "{n} Änderungen nicht gespeichert"
        ),
        "being_stored": {
            "sets": plural_forms("{n} Satz ist unterwegs", "{n} Sätze sind unterwegs"),
            "changes": plural_forms("{n} Änderung ist unterwegs", "{n} Änderungen sind unterwegs"),
        },
        "waits_for_network": {
            "sets": plural_forms("{n} Satz wartet auf Netz", "{n} Sätze warten auf Netz"),
            "changes": plural_forms(
                "{n} Änderung wartet auf Netz", "{n} Änderungen warten auf Netz"
            ),
        },
        "waits_for_server": {
            "sets": plural_forms(
                "{n} Satz wartet auf den Server", "{n} Sätze warten auf den Server"
            ),
            "changes": plural_forms(
                "{n} Änderung wartet auf den Server", "{n} Änderungen warten auf den Server"
            ),
        },
        "waits_for_sign_in": {
            "sets": plural_forms(
                "{n} Satz wartet auf deine Anmeldung", "{n} Sätze warten auf deine Anmeldung"
            ),
            "changes": plural_forms(
                "{n} Änderung wartet auf deine Anmeldung",
                "{n} Änderungen warten auf deine Anmeldung",
            ),
        },
        "sign_in": {
            "sets": plural_forms(
                "Du bist abgemeldet. Melde dich an, dann wird {n} Satz gespeichert.",
                "Du bist abgemeldet. Melde dich an, dann werden {n} Sätze gespeichert.",
            ),
            "changes": plural_forms(
                "Du bist abgemeldet. Melde dich an, dann wird {n} Änderung gespeichert.",
                "Du bist abgemeldet. Melde dich an, dann werden {n} Änderungen gespeichert.",
            ),
        },
        "refused": plural_forms(
            "{n} Änderung konnte nicht gespeichert werden.",
            "{n} Änderungen konnten nicht gespeichert werden.",
        ),
        "keep_open": _(
            "Dieser Browser merkt sich nichts. Lass die Seite offen, bis wieder Netz ist."
        ),
        "over": _("Dieses Training ist abgeschlossen."),
        "gone": _(
            "Dieses Training gibt es nicht mehr, oder du bist mit einem anderen Konto angemeldet."
        ),
        "finish_waits": {
            "sets": plural_forms(
                "{n} Satz wartet noch. Beenden geht, sobald alles gespeichert ist.",
                "{n} Sätze warten noch. Beenden geht, sobald alles gespeichert ist.",
            ),
            "changes": plural_forms(
                "{n} Änderung wartet noch. Beenden geht, sobald alles gespeichert ist.",
                "{n} Änderungen warten noch. Beenden geht, sobald alles gespeichert ist.",
            ),
        },
        "finish_offline": _("Kein Netz. Beenden geht, sobald du wieder Netz hast."),
        "a_set": _("Satz: {level}, {value}"),
        "a_change": _("Änderung am Training"),
        # where long words are parted
        "parted": parted_words(),
    }
