"""The style sheet inside a figure: colours as variables, light and dark, and what wears them.

A picture in ``<img>`` follows the ``color-scheme`` of the page around it, so it goes with the
athlete's choice of theme and not only with the system's.
"""

import re
from collections.abc import Mapping
from typing import Final

# Each colour by its letter, in light and in dark.
COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    "A": ("#e3ac88", "#dca37d"),  # skin, on the near side
    "B": ("#b9805c", "#99694c"),  # skin, on the far side
    "D": ("#12908f", "#2fb3ae"),  # shirt
    "F": ("#4a6478", "#8aa4b8"),  # leg
    "E": ("#34495a", "#5c7488"),  # leg on the far side
    "G": ("#1f2d37", "#e6edf2"),  # shoes
    "H": ("#4a342b", "#6b4c3e"),  # hair and eyes
    "I": ("#fff", "#15191c"),  # the edge that sets a limb off
    "J": ("#8b979f", "#8d99a1"),  # bars and poles
    "K": ("#e1e8eb", "#2a3237"),  # floor, wall, what lies on top
    "L": ("#bcc8cf", "#4c5961"),  # sides of boxes
    "M": ("#c2571a", "#ff9a57"),  # rings, bands, signs
}
_LIMB: Final = (
    "fill:var(--c,var(--k));stroke:var(--c,var(--k));stroke-width:calc(var(--t) + var(--w))"
)
_RULES: Final[Mapping[str, str]] = {
    "a": "--t:13px;--k:var(--A)",  # arms, near and far
    "b": "--t:13px;--k:var(--B)",
    "l": "--t:16px;--k:var(--F)",  # legs, near and far
    "m": "--t:16px;--k:var(--E)",
    "f": "--t:11px;--k:var(--G)",  # feet
    "s": "--t:33px;--k:var(--D)",  # shirt
    "p": "--t:34px;--k:var(--F)",  # trousers
    "h": "--t:42px;--k:var(--A)",  # head
    "k": "stroke:var(--B);stroke-width:20",  # neck
    "n": "stroke:var(--A);stroke-width:8",  # nose, from the side and from the front
    "v": "stroke:var(--B);stroke-width:6",
    "c": "stroke:var(--H);stroke-width:5",  # eyes
    "r": "stroke:var(--H);stroke-width:17",  # hair
    "o": "fill:var(--K)",  # floor and wall
    "y": "fill:var(--K);stroke:var(--L);stroke-width:2",  # the top of a box
    "x": "fill:var(--L)",  # its sides
    "t": "stroke:var(--J);stroke-width:9",  # bars
    "q": "stroke:var(--J);stroke-width:14",  # poles
    "u": "stroke:var(--J);stroke-width:4",  # straps
    "e": "stroke:var(--M);stroke-width:7",  # rings, bands, towels
    "j": "stroke:var(--M);stroke-width:6",  # signs
    "d": "stroke:var(--M);stroke-width:3;stroke-dasharray:8 8",
}
_LIMBS: Final = frozenset("ablmfsph")
_BASE: Final = (
    "path{stroke-linecap:round;stroke-linejoin:round;fill:none}svg{--w:0px}.i{--w:4px;--c:var(--I)}"
)


def style_of(shapes: str) -> str:
    """Return the style sheet for these shapes, without what they do not use."""
    used = sorted(set(re.findall(r'class="(\w+)"', shapes)))
    limbs = ",".join(f".{kind}" for kind in used if kind in _LIMBS)
    rules = "".join(f".{kind}{{{_RULES[kind]}}}" for kind in used if kind in _RULES)
    rules = f"{_BASE}{limbs}{{{_LIMB}}}{rules}"
    light, dark = (
        "".join(
            f"--{letter}:{both[index]};"
            for letter, both in COLOURS.items()
            if f"--{letter})" in rules
        )
        for index in (0, 1)
    )
    return f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}{rules}"
