"""What a figure stands on, hangs from or leans against, as shapes with their depth."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any, Final

from project.rules.library.figures.camera import Camera, Dot
from project.rules.library.figures.limbs import Part
from project.rules.library.figures.skeleton import SIDES, Body
from project.rules.library.figures.vectors import Vector

LOW: Final = 160.0  # centimetres up to which a bar shows what it stands on
BAR: Final = 50.0  # half of a bar's length
DEEP: Final = 30.0  # half of how deep boxes are
MAT: Final = 36.0
WALL: Final = 44.0
BEHIND: Final = -1000.0
_POSTED: Final = 40.0  # below that a bar is a roll on the floor
Prop = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """The pose that is drawn, all poses of its figure, and the camera."""

    bodies: Sequence[Body]
    body: Body
    camera: Camera


def prop_parts(prop: Prop, scene: Scene) -> list[Part]:
    """Return the shapes of a prop; floor and wall reach as far as all bodies do."""
    kind, *where = prop
    return list(_DRAWN[kind](scene, *where))


def _floor(scene: Scene, *ends: float) -> Iterator[Part]:
    low, high = ends or _reach(scene.bodies)
    corners = [(low, -MAT), (high, -MAT), (high, MAT), (low, MAT)]
    yield _flat("o", [Vector(x, 0.0, z) for x, z in corners], scene.camera, BEHIND)


def _reach(bodies: Sequence[Body]) -> tuple[float, float]:
    across = [point.x for body in bodies for point in body.joints.values()]
    return min(across) - 14, max(across) + 14


def _wall(scene: Scene, x: float, top: float = 0.0) -> Iterator[Part]:
    high = top or max(point.y for each in scene.bodies for point in each.joints.values()) + 16
    corners = [(0.0, -WALL), (high, -WALL), (high, WALL), (0.0, WALL)]
    yield _flat("o", [Vector(x, y, z) for y, z in corners], scene.camera, BEHIND + 1)


def _bar(scene: Scene, x: float | None = None, y: float = 0.0) -> Iterator[Part]:
    """Draw a bar across, low ones on posts; where nothing is said, it is in the hands."""
    if x is None:
        x, y, _ = scene.bodies[0].joints["right_grip"]
    for end in (-BAR, BAR):
        if _POSTED < y < LOW:
            yield _line("q", [Vector(x, y, end), Vector(x, 0.0, end)], scene.camera, -0.3)
        yield _line("t", [Vector(x, y, 0.0), Vector(x, y, end)], scene.camera)


def _rings(scene: Scene, x: float, top: float) -> Iterator[Part]:
    """Hang rings where the hands are."""
    for side in SIDES:
        grip = scene.body.joints[f"{side}_grip"]
        hook = Vector(x, top, scene.bodies[0].joints[f"{side}_grip"].z)
        up = hook.minus(grip).unit
        round_ = [
            grip.plus(up, 9 - 9 * cos(turn)).plus(scene.camera.right, 9 * sin(turn))
            for turn in (pi * step / 6 for step in range(12))
        ]
        depth = scene.camera.depth(grip) - 2
        yield Part(
            "",
            "u",
            [scene.camera.seen(grip.plus(up, 18)), scene.camera.seen(hook)],
            depth - 0.1,
            closed=False,
        )
        yield Part("", "e", [scene.camera.seen(each) for each in round_], depth)


def _rails(scene: Scene, half: float = 30.0) -> Iterator[Part]:
    """Draw two rails that run forward through the hands."""
    grip = scene.bodies[0].joints["right_grip"]
    apart, y, low, high = abs(grip.z), grip.y, grip.x - half, grip.x + half
    for z in (-apart, apart):
        for x in (low + 6, high - 6):
            yield _line("t", [Vector(x, y, z), Vector(x, 0.0, z)], scene.camera, -0.2)
        yield _line("t", [Vector(low, y, z), Vector(high, y, z)], scene.camera, -0.1)


def _box(scene: Scene, *where: float) -> Iterator[Part]:
    low, high, y, *rest = where
    bottom, deep = rest or (0.0, DEEP)
    front = [(low, bottom), (high, bottom), (high, y), (low, y)]
    side = high if scene.camera.yaw > 0 else low
    ends = [(bottom, -deep), (y, -deep), (y, deep), (bottom, deep)]
    top = [(low, -deep), (high, -deep), (high, deep), (low, deep)]
    yield _flat("x", [Vector(x, up, deep) for x, up in front], scene.camera, BEHIND + 2)
    yield _flat("x", [Vector(side, up, z) for up, z in ends], scene.camera, BEHIND + 2)
    yield _flat("y", [Vector(x, y, z) for x, z in top], scene.camera, BEHIND + 2)


def _chair(scene: Scene, low: float, high: float, y: float) -> Iterator[Part]:
    for z in (-20.0, 20.0):
        for x in (low, high):
            yield _line("t", [Vector(x, y, z), Vector(x, 0.0, z)], scene.camera, BEHIND + 2)
        yield _line("t", [Vector(low, y, z), Vector(low - 4, y + 42, z)], scene.camera, BEHIND + 2)
    seat = [(low, -20.0), (high, -20.0), (high, 20.0), (low, 20.0)]
    rest = [
        (low - 2, y + 22, -20.0),
        (low - 4, y + 42, -20.0),
        (low - 4, y + 42, 20.0),
        (low - 2, y + 22, 20.0),
    ]
    yield _flat("y", [Vector(*each) for each in rest], scene.camera, BEHIND + 3)
    yield _flat("y", [Vector(x, y, z) for x, z in seat], scene.camera, BEHIND + 3)


def _band(scene: Scene, first: str, *end: float) -> Iterator[Part]:
    """Draw a band or a towel, from a point of the body to one in space."""
    yield _line("e", [scene.body.point(first), Vector(*end)], scene.camera)


def _fingers(scene: Scene, first: str, *end: float) -> Iterator[Part]:
    """Draw a hand that holds on with single fingers."""
    yield _line("n", [scene.body.point(first), Vector(*end)], scene.camera, 60.0)


def _pole(scene: Scene, x: float, top: float) -> Iterator[Part]:
    yield _line("q", [Vector(x, 0.0, 0.0), Vector(x, top, 0.0)], scene.camera, BEHIND + 2)


_DRAWN: Final[Mapping[str, Callable[..., Iterator[Part]]]] = {
    "floor": _floor,
    "wall": _wall,
    "bar": _bar,
    "rings": _rings,
    "bars": _rails,
    "parallettes": _rails,
    "box": _box,
    "cushion": _box,
    "chair": _chair,
    "band": _band,
    "towel": _band,
    "fingers": _fingers,
    "pole": _pole,
}


def _line(kind: str, points: Sequence[Vector], camera: Camera, depth: float = 0.0) -> Part:
    dots: list[Dot] = [camera.seen(each) for each in points]
    return Part(
        "", kind, dots, camera.depth_of(points) * (depth > BEHIND / 2) + depth, closed=False
    )


def _flat(kind: str, points: Sequence[Vector], camera: Camera, depth: float) -> Part:
    return Part("", kind, [camera.seen(each) for each in points], depth)
