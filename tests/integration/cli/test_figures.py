"""``flask figures``."""

from pathlib import Path

import pytest
from flask import Flask

from project.rules.library.figures.catalogue import figure_keys

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("options", [[], ["--moving", "--language", "de"]])
def test_the_sheet_shows_every_figure_in_both_themes(
    app: Flask, tmp_path: Path, options: list[str]
) -> None:
    file = tmp_path / "sheet.html"
    answer = app.test_cli_runner().invoke(args=["figures", "sheet", str(file), *options])
    assert (answer.exit_code, answer.output) == (0, f"148 figures in {file}\n")
    page = file.read_text("utf-8")
    assert page.count('<img class="large"') == 2 * len(figure_keys())
    assert '<section class="light">' in page
    assert '<section class="dark">' in page
    assert ("Liegestütze" if options else "Push-up") in page


def test_a_sheet_that_cannot_be_written_is_said_in_one_line(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "sheet.html"
    answer = app.test_cli_runner().invoke(args=["figures", "sheet", str(file)])
    assert answer.exit_code == 1
    assert answer.output == f"Error: {file}: No such file or directory\n"
