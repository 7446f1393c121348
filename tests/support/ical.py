"""A reader of iCalendar files that owes nothing to the library that writes ours: RFC 5545 by hand."""

import re
from dataclasses import dataclass, field

_LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', re.DOTALL)
_ESCAPED = re.compile(r"\\([\\;,nN])")
LONGEST = 75


@dataclass
class Component:
    """What stands between BEGIN and END; properties as (parameters, value)."""

    name: str
    properties: dict[str, tuple[str, str]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)

    def value(self, name: str) -> str:
        return self.properties[name][1]

    def text(self, name: str) -> str:
        """Return a value of the type TEXT as it was meant."""
        return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], self.value(name))


def read(content: bytes) -> Component:
    """Return the one calendar of a file; whatever is no calendar fails the test."""
    assert content.endswith(b"\r\n")
    raw = content.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= LONGEST for line in raw), "lines are folded"
    assert b"\n" not in content.replace(b"\r\n", b"")
    lines: list[bytes] = []
    for line in raw:
        if line.startswith((b" ", b"\t")):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    root = Component("")
    path = [root]
    for line in lines:
        found = _LINE.fullmatch(line.decode())
        assert found is not None, line
        name, parameters, value = found.groups()
        if name == "BEGIN":
            path[-1].parts.append(Component(value))
            path.append(path[-1].parts[-1])
        elif name == "END":
            assert path.pop().name == value
        else:
            assert name not in path[-1].properties, f"{name} twice"
            path[-1].properties[name] = (parameters, value)
    assert path == [root]
    (calendar,) = root.parts
    assert calendar.name == "VCALENDAR"
    assert calendar.value("VERSION") == "2.0"
    assert calendar.value("PRODID")
    return calendar
