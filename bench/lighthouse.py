"""Run Lighthouse (mobile) on the pages of a generated site and print its scores as a table.

    python -m bench.lighthouse [/workouts …] [--language en]

Needs Node and Chromium; Lighthouse itself comes from npm, pinned.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from bench.app import app_on, cookie_of
from bench.pages import ATHLETE
from bench.run import prepared
from bench.server import serving

LIGHTHOUSE: Final = "lighthouse@12.8.2"  # the last that runs on Debian's Node
WANTED: Final = {"performance": 95, "accessibility": 100, "best-practices": 100}
PAGES: Final = (
    "/",
    "/workouts",
    "/add_workout",
    "/exercises",
    f"/exercises/{(ATHLETE - 1) * 20 + 1}",
    "/progress",
    "/explore",
    "/user/athlet8",
    "/people",
    "/messages",
    "/notifications/list",
    "/auth/settings",
)
VISITORS: Final = ("/", "/auth/login", "/auth/register")
CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Now and then the browser's trace is cut off, and Lighthouse asks to be run again.
TRIES: Final = 3
FLAGS: Final = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


def report(url: str, headers: dict[str, str]) -> dict[str, Any]:
    """Return Lighthouse's report on a page that is asked for with these headers."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        command = [
            "npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={file}",
            f"--only-categories={','.join(WANTED)}", f"--chrome-flags={FLAGS}",
        ]  # fmt: skip
        if headers:
            command.append(f"--extra-headers={json.dumps(headers)}")
        environment = {**os.environ, "CHROME_PATH": chromium}
        for left in reversed(range(TRIES)):
            if subprocess.run(command, check=not left, env=environment).returncode == 0:
                break
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return found


def line(name: str, found: dict[str, Any]) -> tuple[str, bool]:
    """Return a row of the table, and whether the page has the wanted scores."""
    scores = {key: round((found["categories"][key]["score"] or 0) * 100, 1) for key in WANTED}
    audits = found["audits"]
    paint = audits["largest-contentful-paint"]["numericValue"]
    shift = audits["cumulative-layout-shift"]["numericValue"]
    requests = audits["network-requests"]["details"]["items"]
    kilobytes = sum(each.get("transferSize", 0) for each in requests) / 1024
    faults = [
        key
        for key, audit in audits.items()
        if audit["score"] is not None
        and audit["score"] < 0.9
        and audit["scoreDisplayMode"] in {"binary", "numeric", "metricSavings"}
    ]
    text = (
        f"{name:<24} {scores['performance']:>11.0f} {scores['accessibility']:>13.0f}"
        f" {scores['best-practices']:>14.0f} {paint:>7.0f} {shift:>6.3f} {len(requests):>8}"
        f" {kilobytes:>6.1f}  {' '.join(faults)}"
    )
    return text, all(scores[key] >= least for key, least in WANTED.items())


HEAD: Final = (
    f"{'page':<24} {'performance':>11} {'accessibility':>13} {'best practices':>14}"
    f" {'LCP ms':>7} {'CLS':>6} {'requests':>8} {'KB':>6}  remarks"
)


def main() -> int:
    """Measure the pages that are named, or all; return 1 when a score is too low."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--language", help="what the browser asks for")
    arguments = parser.parse_args()
    file = prepared("S")
    cookie = cookie_of(app_on(file), ATHLETE)
    asked = {"Accept-Language": arguments.language} if arguments.language else {}
    named = arguments.paths
    pages = [(path, cookie) for path in named or PAGES]
    pages += [] if named else [(path, "") for path in VISITORS]
    print(HEAD)
    good = True
    with serving("bench.app:served()", file) as server:
        for path, held in pages:
            headers = asked | ({"Cookie": held} if held else {})
            text, fine = line(
                path if held else f"{path} (visitor)", report(server.url + path, headers)
            )
            print(text, flush=True)
            good = good and fine
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
