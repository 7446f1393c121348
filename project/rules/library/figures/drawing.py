"""From a figure to its picture: still with start and end side by side, or moving between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from project.rules.library.figures.camera import UNITS, Camera, Dot
from project.rules.library.figures.colours import style_of
from project.rules.library.figures.limbs import Part, parts, spots
from project.rules.library.figures.marks import mark_parts
from project.rules.library.figures.motion import between
from project.rules.library.figures.props import Scene, prop_parts
from project.rules.library.figures.skeleton import Body, Pose, solve

MARGIN: Final = 15.0  # centimetres around the joints
LARGEST: Final = 4096  # bytes of a picture
FAR: Final = 500.0
RATIO: Final = 2.0  # of width to height
_PACE: Final = "@media(prefers-reduced-motion:no-preference){path{animation:1.6s ease-in-out .4s infinite alternate both}}"
LEAST: Final = 150.0  # centimetres that a picture is high, so that nobody looks like a giant


@dataclass(frozen=True, slots=True)
class Figure:
    """A level's picture as data: one pose, or two for what moves."""

    key: str
    view: str
    props: Sequence[Sequence[Any]]
    poses: Sequence[Pose]
    marks: Sequence[Sequence[Any]] = ()


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float
    wide: float
    high: float


def still(figure: Figure) -> str:
    """Return the picture with its poses side by side, twice as wide as high."""
    camera, bodies = Camera.of(figure.view), [solve(pose) for pose in figure.poses]
    box = _box(figure, bodies, camera, RATIO / len(bodies))
    drawn = []
    for index, body in enumerate(bodies):
        shapes = _sorted(_all(figure, bodies, body, camera, index))
        inside = "".join(_part(each, str(index)) for each in shapes)
        moved = f'<g transform="translate({index * box.wide:.0f})">{inside}</g>'
        drawn.append(moved if index else inside)
    if len(bodies) > 1:
        drawn.append(_then(box))
    return _svg(replace(box, wide=box.wide * len(bodies)), "".join(drawn))


def _then(box: _Box) -> str:
    """Return the sign between start and end."""
    size = round(box.high / 40)
    x, y = round(box.x + box.wide) - size, round(box.y + box.high / 2) - 2 * size
    return f'<path class="j" d="M{x} {y}l{2 * size} {2 * size} {-2 * size} {2 * size}"/>'


def moving(figure: Figure) -> str:
    """Return the picture that goes from start to end and back; of one pose the still one.

    Where it would get too large, what moves nearly straight goes straight.
    """
    if len(figure.poses) == 1:
        return still(figure)
    camera = Camera.of(figure.view)
    start, end = (solve(pose) for pose in figure.poses)
    bodies = [start, between(start, end), end]
    box = _box(figure, bodies, camera, RATIO)
    first, half, last = (
        {
            part.name or f"t{number}": part
            for number, part in enumerate(_all(figure, bodies, body, camera, 0))
        }
        for body in bodies
    )
    marks = mark_parts(figure.marks, camera, 1)
    order = sorted(
        first, key=lambda name: first[name].depth + last[name].depth if name in last else 0
    )
    still_parts = "".join(
        _part(first[name], "")
        if first[name].name
        else _part(replace(first[name], name=name), "", named=_moves(first[name], last.get(name)))
        for name in order
    )
    straight = 2.0
    while True:
        rules = "".join(
            _frames(name, first[name], half[name], last[name], straight)
            for name in order
            if _moves(first[name], last.get(name))
        )
        drawn = _svg(box, still_parts + "".join(_part(each, "") for each in marks), rules + _PACE)
        if len(drawn) <= LARGEST or straight > FAR:
            return drawn
        straight *= 1.3


def _moves(first: Part, last: Part | None) -> bool:
    return last is not None and _way(first) != _way(last)


def _frames(name: str, first: Part, half: Part, last: Part, straight: float) -> str:
    """Return the keyframes of one shape; half-way only where it leaves the straight line."""
    away = max(
        abs((a + c) / 2 - b)
        for one, two, three in zip(first.dots, half.dots, last.dots, strict=True)
        for a, b, c in zip(one, two, three, strict=True)
    )
    middle = f'50%{{d:path("{_way(half)}")}}' if away > straight else ""
    return (
        f'#{name}{{animation-name:{name}}}@keyframes {name}{{{middle}to{{d:path("{_way(last)}")}}}}'
    )


def _all(
    figure: Figure, bodies: Sequence[Body], body: Body, camera: Camera, index: int
) -> list[Part]:
    limbs = parts(body, camera)
    props = [
        each for prop in figure.props for each in prop_parts(prop, Scene(bodies, body, camera))
    ]
    return _hands_over(limbs, props) + props + mark_parts(figure.marks, camera, index)


def _hands_over(limbs: Sequence[Part], props: Sequence[Part]) -> list[Part]:
    """Lay hands over what they hold."""
    held = [each for each in props if each.kind in "tue"]
    return [_laid_over(limb, held) if limb.name in ("al", "ar") else limb for limb in limbs]


def _laid_over(arm: Part, held: Sequence[Part]) -> Part:
    grip = arm.dots[len(arm.dots) // 2]
    depths = [each.depth + 0.1 for each in held if _near(grip, each)]
    return replace(arm, depth=max([arm.depth, *depths]))


def _near(dot: Dot, part: Part) -> bool:
    (left, right), (top, bottom) = (
        (min(values) - 6, max(values) + 6) for values in zip(*part.dots, strict=True)
    )
    return bool(left < dot[0] < right and top < dot[1] < bottom)


def _sorted(found: Iterable[Part]) -> list[Part]:
    return sorted(found, key=lambda part: part.depth)


def _box(figure: Figure, bodies: Sequence[Body], camera: Camera, aspect: float) -> _Box:
    """Return what the camera shows of one pose."""
    dots = [camera.seen(point) for body in bodies for point in spots(body)]
    for index, body in enumerate(bodies):
        for prop in figure.props:
            if prop[0] not in ("floor", "wall", "pole"):
                shapes = prop_parts(prop, Scene(bodies, body, camera))
                dots += [dot for part in shapes if part.kind != "u" for dot in part.dots]
        dots += [dot for part in mark_parts(figure.marks, camera, index) for dot in part.dots]
    (left, right), (top, bottom) = (
        (min(values), max(values)) for values in zip(*dots, strict=True)
    )
    edge = MARGIN * UNITS
    wide, high = right - left + 2 * edge, bottom - top + 2 * edge
    high = max(high, wide / aspect, LEAST * UNITS)
    wide = high * aspect
    floored = any(prop[0] == "floor" for prop in figure.props)
    middle = (top + bottom) / 2
    y = bottom + edge - high if floored and high > (bottom - top) * 1.6 else middle - high / 2
    if floored and high > (bottom - top) * 1.6:
        y += (high - (bottom - top) - 2 * edge) * 0.35
    return _Box((left + right) / 2 - wide / 2, y, wide, high)


def _part(part: Part, index: str, *, named: bool = False) -> str:
    name, way = f"{part.name}{index}", _way(part)
    if part.edged:
        return f'<use href="#{name}" class="i"/><path id="{name}" class="{part.kind}" d="{way}"/>'
    if named or (part.name and not index):
        return f'<path id="{name}" class="{part.kind}" d="{way}"/>'
    return f'<path class="{part.kind}" d="{way}"/>'


def _way(part: Part) -> str:
    """Return the shape in steps from point to point, which is shorter than points."""
    last = (round(part.dots[0][0]), round(part.dots[0][1]))
    steps = []
    for dot in part.dots[1:]:
        here = (round(dot[0]), round(dot[1]))
        steps.append(_pair(here[0] - last[0], here[1] - last[1]))
        last = here
    start = f"M{_pair(round(part.dots[0][0]), round(part.dots[0][1]))}"
    if not steps:
        return f"{start}h0"
    way = steps[0] + "".join(s if s.startswith("-") else f" {s}" for s in steps[1:])
    return f"{start}l{way}{'z' if part.closed else ''}"


def _pair(x: int, y: int) -> str:
    return f"{x}{y}" if y < 0 else f"{x} {y}"


def _svg(box: _Box, inside: str, rules: str = "") -> str:
    view = f"{box.x:.0f} {box.y:.0f} {box.wide:.0f} {box.high:.0f}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">'
    return f"{head}<style>{style_of(inside)}{rules}</style>{inside}</svg>"
