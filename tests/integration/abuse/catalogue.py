"""What is sent where something else was expected."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

Values = list[Any]

MARK: Final = "\"><x-attack onload=alert(1)>'{{7*7}}"
"""Must never be found in a page as it is here."""

MISSING: Final = "missing"
SURROGATE: Final = b"a\xed\xa0\x80b"  # no UTF-8, though some programs write it
MANY: Final = 10_000
PARTS: Final = 10_001
BRACKETS: Final = 20_000

# Where a number, a choice, a date or a text of a certain length was expected. Numbers that may be
# somebody's id are left out: `FOREIGN` is meant.
NASTY: Final[dict[str, str | bytes]] = {
    "nothing": "",
    "NUL": "a\0b",
    "a mark": MARK,
    "huge": "9" * 40,
}
FURTHER: Final[dict[str, str | bytes]] = {
    "blanks": " \t\n ",
    "surrogate": SURROGATE,
    "long": "x" * 5_000,
    "minus": "-1",
    "zero": "0",
    "beyond an id": str(2**31),
    "beyond a bigint": str(2**63),
    "underscore": "1_0",
    "Arabic digit": "٣",
    "superscript": "²",
    "wide digits": "１２",
    "exponent": "1e9",
    "NaN": "NaN",
    "infinity": "-Infinity",
    "hexadecimal": "0x1f",
    "many seconds": "1:60",
    "many hours": "99999:59",
    "first year": "0001-01-01T00:00",
    "last year": "9999-12-31T23:59",
    "no day": "2026-02-30T25:61",
    "turned": "a\u202eb",
    "unfolds": "ﷺ" * 80,
    "combining": "e" + "\u0301" * 500,
    "emoji": "💪" * 80,
    "quote": "'; DROP TABLE workout;--",
    "like": "%_%",
    "format": "%s%(name)s{0}",
    "path": "../../../../etc/passwd",
    "address": "//evil.example/",
    "header": "a\r\nSet-Cookie: a=b",
    "not UTF-8": b"\xff\xfe\xfa",
    "switch": "on",
}
# In the place of one value.
JSON_VALUES: Final[dict[str, Any]] = {
    "null": None,
    "a list": ["x", 1],
    "an object": {"a": {"b": []}},
    "NUL": "a\0b",
    "surrogate": "a\ud800b",
    "huge": 10**400,
    "float": 1e308,
}
JSON_FURTHER: Final[dict[str, Any]] = {
    "true": True,
    "false": False,
    "fraction": 1.5,
    "minus": -1,
    "beyond an id": 2**31,
    "beyond a bigint": 2**63,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "long": "x" * 5_000,
    "a mark": MARK,
    "empty list": [],
    "empty objects": [{}, {}],
    "many": [1] * MANY,
    "nested": [[["x"]]],
    "digits": "12",
}
# In the place of an argument of the address, as it is written there.
PATHS: Final = (
    "0",
    "-1",
    "99999999999999999999",
    "2147483648",
    "1.5",
    "%D9%A3",
    "%00",
    "%ED%A0%80",
    "%FF",
    "..%2F..%2Fetc%2Fpasswd",
    "%F0%9F%92%AA",
    "%3Cx-attack%3E",
    "%E2%80%AE",
    "a%0D%0AX-A:%20b",
    "x" * 3_000,
    "'%20OR%201=1",
)


@dataclass(frozen=True)
class Body:
    """A body that no form sends."""

    data: bytes
    content_type: str | None
    headers: tuple[tuple[str, str], ...] = ()
    chunked: bool = False


def bodies(token: str, *, thorough: bool) -> Iterator[tuple[str, Body]]:
    """Yield broken bodies; ``token`` lets them come as far as they can."""
    form = f"csrf_token={token}&a=b".encode()
    header = (("X-CSRFToken", token),)
    yield "no type", Body(form, None)
    yield "chunked", Body(form, "application/x-www-form-urlencoded", chunked=True)
    yield "parts that end", Body(_part("a") + b"--b\r\n", "multipart/form-data; boundary=b", header)
    for name, text in _JSON_TEXTS.items():
        yield name, Body(text, "application/json", header)
    if not thorough:
        return
    yield "a foreign type", Body(form, "application/xml")
    yield "a broken type", Body(form, "multipart/form-data; boundary=")
    yield "an odd charset", Body(form, "application/x-www-form-urlencoded; charset=utf-7")
    yield "percent signs", Body(form + b"&%=%zz&%ff=%", "application/x-www-form-urlencoded")
    yield "many fields", Body(form + b"&x=1" * MANY, "application/x-www-form-urlencoded")
    for name, text in _JSON_FURTHER.items():
        yield name, Body(text, "application/json", header)


def big_bodies(token: str) -> Iterator[tuple[str, Body]]:
    """Yield bodies of more than may be sent."""
    header = (("X-CSRFToken", token),)
    parts = b"".join(map(_part, map(str, range(PARTS)))) + b"--b--\r\n"
    yield "many parts", Body(parts, "multipart/form-data; boundary=b", header)
    large = b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n" + b"x" * 2_100_000
    yield "a large part", Body(large + b"\r\n--b--\r\n", "multipart/form-data; boundary=b", header)
    yield "10 MB", Body(b"a=" + b"x" * 10_000_000, "application/x-www-form-urlencoded", header)
    yield "10 MB of JSON", Body(b'"' + b"x" * 10_000_000 + b'"', "application/json", header)


def _part(name: str) -> bytes:
    return f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n1\r\n'.encode()


_JSON_TEXTS: Final = {
    "a list": b"[]",
    "null": b"null",
    "no end": b'{"a": [',
    "deep objects": b'{"a":' * BRACKETS + b"1" + b"}" * BRACKETS,
}
_JSON_FURTHER: Final = {
    "a text": b'"x"',
    "a number": b"1",
    "nothing": b"",
    "empty": b"{}",
    "not UTF-8": b'{"a": "\xff"}',
    "deep lists": b"[" * BRACKETS,
    "a name twice": b'{"key": 1, "key": {}}',
}

Build = Callable[[str, Values], dict[str, Values]]
# What happens to the value itself, beside being replaced.
SHAPES: Final[dict[str, Build]] = {
    MISSING: lambda _, __: {},
    "twice": lambda name, values: {name: [*values, *values] or ["", ""]},
    "as an array": lambda name, values: {f"{name}[]": values},
    "many": lambda name, values: {name: (values or ["1"])[:1] * MANY},
}
