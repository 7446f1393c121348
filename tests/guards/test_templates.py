"""What holds for every template."""

import re

import pytest
from flask import Flask
from jinja2 import Environment, meta, nodes

from project.settings import ROOT

pytestmark = pytest.mark.integration

FOLDER = ROOT / "project" / "templates"
TEMPLATES = sorted(
    path.relative_to(FOLDER).as_posix()
    for path in FOLDER.rglob("*")
    if path.suffix in {".html", ".txt"}
)
MAIL = re.compile(r"email/|layouts/email")
PAGE = re.compile(r'{%-? *extends "layouts/(?!email)')
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
TEXT = re.compile(r"""_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
FORBIDDEN = {
    "a script without an address": re.compile(
        r"<script(?![^>]*(?:\bsrc=|application/json))", re.IGNORECASE
    ),
    "a style sheet of its own": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a handler attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "text that is not escaped": re.compile(r"\|\s*safe\b|autoescape\s+false"),
    "an address of another site": re.compile(r"(?:src|href|action)=\"(?:https?:)?//"),
}


def source(name: str) -> str:
    return COMMENT.sub("", (FOLDER / name).read_text(encoding="utf-8"))


def environment(app: Flask) -> Environment:
    return app.jinja_env


def test_there_are_templates() -> None:
    assert "layouts/base.html" in TEMPLATES


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles_and_finds_what_it_names(app: Flask, name: str) -> None:
    env = environment(app)
    env.get_template(name)
    for other in meta.find_referenced_templates(env.parse(source(name))):
        assert other is None or other in TEMPLATES, other


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_gives_macros_what_they_take(app: Flask, name: str) -> None:
    """Jinja itself would notice in the page that has the call, and only when it is drawn."""
    env = environment(app)
    tree = env.parse(source(name))
    macros = {macro.name: macro for macro in tree.find_all(nodes.Macro)}
    for imports in tree.find_all(nodes.FromImport):
        assert isinstance(imports.template, nodes.Const)
        theirs = env.parse(source(imports.template.value)).find_all(nodes.Macro)
        there = {macro.name: macro for macro in theirs}
        pairs = [(each, each) if isinstance(each, str) else each for each in imports.names]
        macros |= {ours: there[name_] for name_, ours in pairs if name_ in there}
    own_names = {arg.name for macro in tree.find_all(nodes.Macro) for arg in macro.args}
    for call in tree.find_all(nodes.Call):
        called = call.node.name if isinstance(call.node, nodes.Name) else ""
        if called not in macros or called in own_names:
            continue
        takes = [arg.name for arg in macros[called].args]
        given = [*takes[: len(call.args)], *(each.key for each in call.kwargs)]
        needed = takes[: len(takes) - len(macros[called].defaults)]
        assert len(call.args) <= len(takes), f"{called}, line {call.lineno}"
        assert set(needed) <= set(given) <= set(takes), f"{called}, line {call.lineno}"
        assert len(given) == len(set(given)), f"{called}, line {call.lineno}"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_uses_the_macros_it_imports(app: Flask, name: str) -> None:
    tree = environment(app).parse(source(name))
    imported = {
        each if isinstance(each, str) else each[1]
        for statement in tree.find_all(nodes.FromImport)
        for each in statement.names
    }
    used = {each.name for each in tree.find_all(nodes.Name) if each.ctx == "load"}
    assert imported - used == set()


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not MAIL.match(name)])
def test_a_template_brings_nothing_the_policy_forbids(name: str) -> None:
    text = source(name)
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("name", [name for name in TEMPLATES if PAGE.search(source(name))])
def test_a_page_says_its_title(app: Flask, name: str) -> None:
    tree = environment(app).parse(source(name))
    blocks = {block.name for block in tree.find_all(nodes.Block)}
    assert blocks & {"title", "page_title"} or name.startswith("layouts/")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_text_for_translators_escapes_its_percent_signs(name: str) -> None:
    texts = ["".join(match) for match in TEXT.findall(source(name))]
    assert [text for text in texts if re.search(r"%(?![%(])", text.replace("%%", ""))] == []


def test_every_template_is_used_by_code_or_by_another() -> None:
    everything = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "project").rglob("*")
        if path.suffix in {".py", ".html", ".txt"}
    )
    mails = re.compile(r"email/[a-z_]+/(subject\.txt|body\.txt|body\.html)")
    unused = [name for name in TEMPLATES if f'"{name}"' not in everything]
    assert [name for name in unused if not mails.fullmatch(name)] == []


def test_every_mail_has_a_subject_a_text_and_a_page() -> None:
    for folder in (FOLDER / "email").iterdir():
        parts = {path.name for path in folder.iterdir()}
        assert parts == {"subject.txt", "body.txt", "body.html"}, folder.name
