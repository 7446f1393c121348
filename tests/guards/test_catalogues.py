"""Every language says everything, with the same values in it, and the app reads what it says."""

from pathlib import Path

import pytest

from project.settings import TRANSLATIONS
from tests.support import catalogues

pytestmark = pytest.mark.unit

ENGLISH = TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"


def test_every_catalogue_is_whole_and_compiled() -> None:
    assert ENGLISH in catalogues.languages()
    assert catalogues.all_problems() == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ('msgstr ""', "not translated"),
        ('#, fuzzy\nmsgstr "Level %(name)s"', "fuzzy"),
        ('msgstr "Level"', "values or HTML differ"),
        ('msgstr "Level %(names)s"', "values or HTML differ"),
        ('msgstr "Level <b>%(name)s</b>"', "values or HTML differ"),
        ('msgstr "Level \\"%(name)s\\""', "straight quotation mark"),
    ],
)
def test_what_is_wrong_with_a_text_is_found(tmp_path: Path, said: str, fault: str) -> None:
    flag, _, string = said.rpartition("\n")
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    template, file = tmp_path / "messages.pot", tmp_path / "en" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    template.write_text(f'{header}msgid "Stufe %(name)s"\nmsgstr ""\n', encoding="utf-8")
    file.write_text(f'{header}{flag}\nmsgid "Stufe %(name)s"\n{string}\n', encoding="utf-8")
    file.with_suffix(".mo").write_bytes(catalogues.compiled(catalogues.read(file)))
    (found,) = catalogues.problems(file, catalogues.read(template))
    assert fault in found


def test_a_text_that_is_missing_or_compiled_otherwise_is_found(tmp_path: Path) -> None:
    template = tmp_path / "messages.pot"
    catalogues.collect(template)
    file = tmp_path / "en" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    text = ENGLISH.read_text(encoding="utf-8")
    assert 'msgid "Passwort"\n' in text
    file.write_text(text.replace('msgid "Passwort"\n', 'msgid "Kennwort"\n'), encoding="utf-8")
    file.with_suffix(".mo").write_bytes(ENGLISH.with_suffix(".mo").read_bytes())
    found = "\n".join(catalogues.problems(file, catalogues.read(template)))
    assert "missing: ('Passwort', None)" in found
    assert "nobody says it any more: ('Kennwort', None)" in found
    assert "make messages" in found
