"""What ES modules import: named to the browser at once, or joined into one file.

A browser learns of a module's imports when it has that module, so a graph five deep costs five round
trips. ``modulepreload`` links in the page make it one, but over HTTP/1.1 a browser asks for six
files at a time. A page of fifty modules is therefore joined when the tree of static files is made.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Final

_IMPORT: Final = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
_ALL_OF: Final = re.compile(r'^export \* from "(\.[^"]+)";\n', re.MULTILINE)
_PASSED_ON: Final = re.compile(r'^export \{([^}]*)\}(?: from "(\.[^"]+)")?;\n', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_COMMENT: Final = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
# What would mean something else in another file, or is not read by what stands above.
_UNKNOWN: Final = re.compile(r"^(?:import|export)\b|\bimport\.meta\b|\bimport\(", re.MULTILINE)


@lru_cache(maxsize=64)
def with_imports(tree: Path, *names: str) -> tuple[str, ...]:
    """Return the modules and whatever they import, nearest first; names go from the tree's root."""
    found = list(dict.fromkeys(names))
    for name in found:  # grows meanwhile
        text = (tree / name).read_text(encoding="utf-8")
        found.extend(each for each in dict.fromkeys(_imported(name, text)) if each not in found)
    return tuple(found)


def joined(tree: Path, name: str) -> str:
    """Return one module that does what this one and all it imports do together.

    Each becomes a function that runs once and returns what it exports, in an order in which
    whatever is imported was there before. Forms of import and export that it does not know, and
    imports in a circle, are a `ValueError`.
    """
    order = list(_in_order(tree, name, ()))
    variables = {each: f"$m{number}" for number, each in enumerate(dict.fromkeys(order))}
    parts = []
    for each, variable in variables.items():
        text = (tree / each).read_text(encoding="utf-8")
        body, exports = _rewritten(each, text, variables, is_entry=each == name)
        if each == name:
            parts.append(body)
        else:
            parts.append(
                f"const {variable} = (() => {{\n{body}return {{ {', '.join(exports)} }};\n}})();\n"
            )
    return "".join(parts)


def _in_order(tree: Path, name: str, above: tuple[str, ...]) -> Iterator[str]:
    if name in above:
        raise ValueError(f"{name} imports itself, by way of {above[-1]}")
    text = (tree / name).read_text(encoding="utf-8")
    for each in _imported(name, text):
        yield from _in_order(tree, each, (*above, name))
    yield name


def _imported(name: str, text: str) -> list[str]:
    """Return what a module imports in the order in which it names them."""
    found = [
        (match.start(), match.group(match.lastindex or 0))
        for pattern in (_IMPORT, _ALL_OF, _PASSED_ON)
        for match in pattern.finditer(text)
        if pattern is not _PASSED_ON or match[2]
    ]
    return [normpath(join(dirname(name), path)) for _, path in sorted(found)]


def _rewritten(
    name: str, text: str, variables: dict[str, str], *, is_entry: bool
) -> tuple[str, list[str]]:
    """Return a module's code without its imports and exports, and what it exports."""

    def variable(path: str) -> str:
        return variables[normpath(join(dirname(name), path))]

    exports = [f"...{variable(path)}" for path in _ALL_OF.findall(text)]
    for names, path in _PASSED_ON.findall(text):
        home = f"{variable(path)}." if path else ""
        for each in _names(names):
            inner, _, outer = each.partition(" as ")
            exports.append(f"{outer or inner}: {home}{inner}")
    exports += _EXPORT.findall(text)
    code = _COMMENT.sub("", text)
    code = _ALL_OF.sub("", _PASSED_ON.sub("", code))
    code = _IMPORT.sub(
        lambda match: (
            f"const {{ {', '.join(_names(match[1])).replace(' as ', ': ')} }}"
            f" = {variable(match[2])};\n"
        ),
        code,
    )
    code = _EXPORT.sub("", code)
    rest = code.replace("\nexport default class ", "\nclass ", 1) if is_entry else code
    unknown = _UNKNOWN.search(rest)
    if unknown:
        raise ValueError(f"{name}: this cannot be joined: {unknown[0]}")
    return code, exports


def _names(inside: str) -> list[str]:
    return [each for each in (part.strip() for part in inside.split(",")) if each]
