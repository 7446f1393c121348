"""Load from wrk (Debian's package): requests as fast as they are answered, and how long each took."""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# wrk prints no 95th percentile by itself; its script interface knows them all.
REPORT: Final = """
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('\\nRESULT {"p50": %f, "p95": %f, "requests": %d, "rate": %f, "bad": %d}\\n',
    latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    summary.requests, summary.requests / (summary.duration / 1e6),
    errors.status + errors.read + errors.write + errors.timeout + errors.connect))
end
"""


@dataclass(frozen=True)
class Request:
    """What is asked again and again."""

    path: str
    method: str = "GET"
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Result:
    """Milliseconds at the median and the 95th percentile, requests in all and a second, failed ones."""

    p50: float
    p95: float
    requests: int
    rate: float
    bad: int


def quoted(text: str) -> str:
    """Return ``text`` as a Lua string."""
    return json.dumps(text)


def run(base: str, request: Request, *, connections: int, seconds: int) -> Result:
    """Send ``request`` over ``connections`` connections for some seconds."""
    lines = [f"wrk.method = {quoted(request.method)}"]
    if request.body:
        lines.append(f"wrk.body = {quoted(request.body)}")
    lines += [f"wrk.headers[{quoted(name)}] = {quoted(value)}" for name, value in request.headers]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "request.lua"
        script.write_text("\n".join(lines) + REPORT, encoding="utf-8")
        output = subprocess.run(
            [
                "wrk",
                "--threads",
                "1",
                "--connections",
                str(connections),
                "--duration",
                f"{seconds}s",
                "--script",
                str(script),
                base + request.path,
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    (line,) = (line for line in output.splitlines() if line.startswith("RESULT "))
    return Result(**json.loads(line.removeprefix("RESULT ")))
