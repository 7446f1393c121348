"""Modules that are joined into one file do what they did apart."""

import subprocess
from pathlib import Path

import pytest

from project.web.assets import SOURCE
from project.web.modules import joined, with_imports

pytestmark = pytest.mark.unit

JS = SOURCE / "js"
PAGES = (JS / "joined.list").read_text(encoding="utf-8").split()


def write(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.mjs").write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, text: str) -> str:
    """Return what the module's ``say`` gives when Node runs it."""
    (folder / "run.mjs").write_text(f"{text}\nconsole.log(new Page().say());", encoding="utf-8")
    done = subprocess.run(
        ["node", "run.mjs"], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_every_way_to_import_and_export_works_joined(tmp_path: Path) -> None:
    write(
        tmp_path,
        far='let count = 0;\nexport const WORD = "far";\nexport function next() {\n  return ++count;\n}\n',
        near=(
            "/**\n * Passes on.\n */\n"
            'export * from "./far.mjs";\nexport { next as again } from "./far.mjs";\n'
            'export class Near {\n  name = "near";\n}\nconst own = "own";\nexport { own };\n'
        ),
        page=(
            'import {\n  WORD,\n  again,\n  own as mine,\n  Near,\n} from "./near.mjs";\n'
            'import { next } from "./far.mjs";\n'
            "export default class Page {\n  say() {\n"
            "    return [WORD, mine, new Near().name, next(), again()].join();\n  }\n}\n"
        ),
    )
    text = joined(tmp_path, "page.mjs")
    assert run(tmp_path, text) == "far,own,near,1,2"
    assert "import" not in text
    assert "Passes on" not in text


@pytest.mark.parametrize(
    "text",
    [
        'import * as far from "./far.mjs";\n',
        'import far from "./far.mjs";\n',
        "export let changing = 1;\n",
        'export const here = () => import("./far.mjs");\n',
        "export const address = import.meta.url;\n",
    ],
)
def test_what_cannot_be_joined_is_refused(tmp_path: Path, text: str) -> None:
    write(tmp_path, page='import { a } from "./other.mjs";\n', other=text, far="")
    with pytest.raises(ValueError, match="cannot be joined"):
        joined(tmp_path, "page.mjs")


def test_modules_that_import_each_other_are_refused(tmp_path: Path) -> None:
    write(
        tmp_path,
        one='import { two } from "./two.mjs";\n',
        two='import { one } from "./one.mjs";\n',
    )
    with pytest.raises(ValueError, match="imports itself"):
        joined(tmp_path, "one.mjs")


@pytest.mark.parametrize("name", PAGES)
def test_our_joined_pages_are_read_by_a_javascript_engine(name: str, tmp_path: Path) -> None:
    page = tmp_path / "page.mjs"
    page.write_text(joined(JS, name), encoding="utf-8")
    subprocess.run(["node", "--check", str(page)], check=True)
    assert with_imports(tmp_path, "page.mjs") == ("page.mjs",)


def test_imports_are_found_however_deep() -> None:
    found = with_imports(JS, "modules/logger/page.mjs")
    assert "lib/training/outbox_queue.mjs" in found  # page, store, outbox, its queue
    assert len(found) == len(set(found))
