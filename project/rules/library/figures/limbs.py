"""The parts of a body as they are drawn: narrow shapes under thick round lines, so limbs taper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Final

from project.rules.library.figures.camera import UNITS, Camera, Dot
from project.rules.library.figures.skeleton import SIDES, Body
from project.rules.library.figures.vectors import Vector, middle

# Widths of what is laid around a limb's middle, in centimetres: the line itself adds to them.
_ARM: Final = (2.4, 1.2, 1.3, 0.0)
_FACING: Final = 9.0  # centimetres of difference below which no side is the far one
_HALF: Final = 0.55  # how much of a face looks at the viewer, from here on
_LEG: Final = (5.0, 2.0, 2.6, 0.2)


@dataclass(frozen=True, slots=True)
class Part:
    """A shape with its place among the others; ``kind`` is its class, ``edged`` sets it off."""

    name: str
    kind: str
    dots: Sequence[Dot]
    depth: float
    edged: bool = False
    closed: bool = True


def parts(body: Body, camera: Camera) -> list[Part]:
    """Return all parts of a body."""
    far = _far_side(body, camera)
    found = [*_trunk(body, camera), *_head(body, camera)]
    for side in SIDES:
        found += _arm(body, camera, side, side == far)
        found += _leg(body, camera, side, side == far)
    return found


def _far_side(body: Body, camera: Camera) -> str | None:
    """Return the side that is turned away, None when the body is seen from the front."""
    left, right = (
        camera.depth(middle(body.joints[f"{side}_shoulder"], body.joints[f"{side}_hip"]))
        for side in SIDES
    )
    if abs(left - right) < _FACING:
        return None
    return "left" if left < right else "right"


def _trunk(body: Body, camera: Camera) -> Iterator[Part]:
    waist, chest, throat = (body.joints[name] for name in ("waist", "chest", "throat"))
    hips = body.joints["pelvis"]
    shirt = [
        throat.plus(body.chest.right, 11.5).plus(body.chest.up, -9),
        chest.plus(body.chest.right, 8),
        waist.plus(body.pelvis.right, 6).plus(body.pelvis.up, 3),
        waist.plus(body.pelvis.right, -6).plus(body.pelvis.up, 3),
        chest.plus(body.chest.right, -8),
        throat.plus(body.chest.right, -11.5).plus(body.chest.up, -9),
    ]
    trousers = [
        waist.plus(body.pelvis.right, 5).plus(body.pelvis.up, -6),
        hips.plus(body.pelvis.right, 8),
        hips.plus(body.pelvis.right, -8),
        waist.plus(body.pelvis.right, -5).plus(body.pelvis.up, -6),
    ]
    depth = camera.depth_of([hips, throat])
    yield Part("p", "p", [camera.seen(each) for each in trousers], depth - 1)
    yield Part("s", "s", [camera.seen(each) for each in shirt], depth, edged=True)


def _head(body: Body, camera: Camera) -> Iterator[Part]:
    throat, head, face = body.joints["throat"], body.joints["head"], body.face
    neck = [throat.plus(body.chest.up, -4), head]
    nose = [head.plus(face.front, 9).plus(face.up, -1), head.plus(face.front, 11).plus(face.up, -3)]
    depth = camera.depth(head)
    facing = camera.depth(head.plus(face.front)) - depth
    trunk = camera.depth(middle(throat, body.joints["pelvis"]))
    over = max(depth, trunk + 0.3) if depth > trunk - 8 else depth
    yield Part("k", "k", [camera.seen(each) for each in neck], over - 0.25, closed=False)
    yield Part("h", "h", [camera.seen(head)], over, edged=True)
    shown = 0.1 if facing > -_HALF else -0.1
    nosed = "v" if facing > _HALF else "n"
    yield Part("n", nosed, [camera.seen(each) for each in nose], over + shown, closed=False)
    wide = 5.0 if facing > _HALF else 0.0
    hair = [
        head.plus(face.front, 4 - wide).plus(face.up, 8).plus(face.right, wide),
        head.plus(face.front, -3).plus(face.up, 8).plus(face.right, -wide),
        head.plus(face.front, -7 + wide).plus(face.up, wide * 1.7).plus(face.right, -wide),
    ]
    yield Part("r", "r", [camera.seen(each) for each in hair], over + 0.2)
    for side in (-1, 1):
        eye = head.plus(face.front, 9).plus(face.right, 4 * side).plus(face.up, 1.5)
        if camera.depth(eye) - depth > 1:
            yield Part(f"y{side + 1}", "c", [camera.seen(eye)], over + 0.3)


def _arm(body: Body, camera: Camera, side: str, far: bool) -> Iterator[Part]:
    shoulder, elbow, wrist, grip = (
        body.joints[f"{side}_{name}"] for name in ("shoulder", "elbow", "wrist", "grip")
    )
    calf = elbow.plus(wrist.minus(elbow), 0.25)
    dots = _tapered([camera.seen(each) for each in (shoulder, elbow, calf, wrist)], _ARM)
    dots.insert(len(dots) // 2, camera.seen(grip))
    yield Part(
        f"a{side[0]}",
        "b" if far else "a",
        dots,
        camera.depth_of((shoulder, elbow, wrist)) + (-0.5 if far else 0.5),
        edged=True,
    )


def _leg(body: Body, camera: Camera, side: str, far: bool) -> Iterator[Part]:
    hip, knee, ankle, heel, toes = (
        body.joints[f"{side}_{name}"] for name in ("hip", "knee", "ankle", "heel", "toes")
    )
    calf = knee.plus(ankle.minus(knee), 0.3)
    dots = _tapered([camera.seen(each) for each in (hip, knee, calf, ankle)], _LEG)
    depth = camera.depth_of((hip, knee, ankle))
    yield Part(
        f"f{side[0]}",
        "f",
        [camera.seen(each) for each in (heel, ankle, toes)],
        depth - 0.01,
        edged=True,
    )
    yield Part(f"l{side[0]}", "m" if far else "l", dots, depth, edged=True)


def _tapered(line: Sequence[Dot], widths: Sequence[float]) -> list[Dot]:
    """Return a shape around a line, so wide at each of its points."""
    right, left = [], []
    for index, (x, y) in enumerate(line):
        ways = [
            _way(line[a], line[b])
            for a, b in ((index - 1, index), (index, index + 1))
            if a >= 0 and b < len(line)
        ]
        across, down = sum(way[0] for way in ways), sum(way[1] for way in ways)
        size = hypot(across, down) or 1.0
        wide = widths[index] * UNITS / size
        right.append((x - down * wide, y + across * wide))
        left.append((x + down * wide, y - across * wide))
    return [*right, *reversed(left)]


def _way(start: Dot, end: Dot) -> Dot:
    across, down = end[0] - start[0], end[1] - start[1]
    size = hypot(across, down) or 1.0
    return across / size, down / size


def spots(body: Body) -> list[Vector]:
    """Return what has to be inside of the picture."""
    return list(body.joints.values())
