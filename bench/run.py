"""Measure every page against the floor and its budget, and print one table.

    python -m bench.run --size M
    python -m bench.run --size L --compare S     # the growth row: L against S

App and floor run at the same time and are asked in turns, and of all rounds the quietest counts,
so that a noisy machine is noisy for both. The ratio of the medians is what is judged; that of the
processor time of the workers stands beside it. ``--json FILE`` keeps the figures of a revision.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from flask import Flask
from sqlalchemy import event

from bench import generate, load
from bench.app import ROOT, app_on
from bench.pages import Page, floors, pages
from bench.server import Server, serving

FOLDER: Final = ROOT / "instance" / "bench"
WORKER_MEGABYTES: Final = 95
GROWTH: Final = 1.3


@dataclass
class Row:
    """The figures of one page, over one connection but for ``rate``.

    ``cpu`` is the worker's milliseconds a page; the ratios are those to its floor.
    """

    name: str
    statements: int
    bytes: int
    p50: float
    p95: float
    rate: float
    ratio: float
    cpu: float
    cpu_ratio: float
    failed: str


def prepared(size: str) -> Path:
    """Return the database of a site of ``size``, made anew when schema or generator changed."""
    sources = [*sorted((ROOT / "migrations" / "versions").glob("*.py")), Path(generate.__file__)]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:8]
    file = FOLDER / f"{size}-{digest}.sqlite"
    if not file.exists():
        generate.generate(file, size, seed=1)
    return file


def counted(app: Flask, page: Page) -> tuple[int, int]:
    """Return how many statements the page sends and how many bytes it answers."""
    seen: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    with app.app_context():
        from project.extensions import db  # noqa: PLC0415  imports the app

        engine = db.engine
    client = app.test_client(use_cookies=False)
    client.get("/healthz")
    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = client.open(
            page.request.path,
            method=page.request.method,
            data=page.request.body or None,
            headers=list(page.request.headers),
        )
    finally:
        event.remove(engine, "before_cursor_execute", note)
    led_on = "" if page.request.method == "GET" else answer.headers.get("Location", "")
    if answer.status_code != 200 and (not led_on or "/auth/" in led_on):
        raise SystemExit(f"{page.name}: {page.request.path} answered {answer.status}")
    return len(seen), len(answer.get_data())


@dataclass(frozen=True)
class Asked:
    """What a run of requests was like, and the workers' processor time for each of them."""

    result: load.Result
    cpu: float


def measured(
    servers: dict[str, Server], page: Page, *, rounds: int, seconds: int
) -> dict[str, list[Asked]]:
    """Ask the page and its floor in turns; return one connection's results and the load's."""
    floor = next((each for each in floors() if each.name == page.floor), None)
    results: dict[str, list[Asked]] = {"page": [], "floor": [], "load": []}
    for _ in range(rounds):
        if floor:
            results["floor"].append(_ask(servers["floor"], floor, 1, seconds))
        results["page"].append(_ask(servers["app"], page, 1, seconds))
    results["load"].append(_ask(servers["app"], page, 8, seconds))
    return results


def _ask(server: Server, page: Page, connections: int, seconds: int) -> Asked:
    before = server.cpu_milliseconds()
    result = load.run(server.url, page.request, connections=connections, seconds=seconds)
    return Asked(result, (server.cpu_milliseconds() - before) / max(result.requests, 1))


def row_of(page: Page, count: tuple[int, int], results: dict[str, list[Asked]]) -> Row:
    """Judge one page against its budget."""
    p50 = min(asked.result.p50 for asked in results["page"])
    cpu = min(asked.cpu for asked in results["page"])
    ratio = cpu_ratio = 0.0
    if results["floor"]:
        ratio = p50 / min(asked.result.p50 for asked in results["floor"])
        cpu_ratio = cpu / min(asked.cpu for asked in results["floor"])
    statements, size = count
    faults = []
    if statements > page.statements:
        faults.append(f"statements > {page.statements}")
    if page.times_floor and ratio > page.times_floor:
        faults.append(f"ratio > {page.times_floor}")
    if page.milliseconds and p50 > page.milliseconds:
        faults.append(f"time > {page.milliseconds} ms")
    if page.kilobytes and size > page.kilobytes * 1024:
        faults.append(f"size > {page.kilobytes} KB")
    bad = sum(asked.result.bad for part in ("page", "load") for asked in results[part])
    if bad:
        faults.append(f"{bad} bad answers")
    p95 = min(asked.result.p95 for asked in results["page"])
    rate = results["load"][0].result.rate
    fault = ", ".join(faults)
    return Row(page.name, statements, size, p50, p95, rate, ratio, cpu, cpu_ratio, fault)


def measure(
    size: str, *, rounds: int, seconds: int, only: Collection[str] = ()
) -> tuple[list[Row], float]:
    """Measure every page of a site of ``size``, or ``only`` some; return rows and memory."""
    file = prepared(size)
    app = app_on(file)
    with app.app_context():
        todo = [page for page in pages(app, file) if not only or page.name in only]
    rows = []
    with serving("bench.app:served()", file) as main, serving("bench.floor:app", file) as floor:
        servers = {"app": main, "floor": floor}
        for page in todo:
            count = counted(app, page)
            results = measured(servers, page, rounds=rounds, seconds=seconds)
            rows.append(row_of(page, count, results))
            print(line(rows[-1]), flush=True)
        return rows, main.megabytes()


HEAD: Final = (
    f"{'page':<20} {'statements':>10} {'KB':>7} {'p50 ms':>8} {'p95 ms':>8} {'pages/s':>8}"
    f" {'x floor':>8} {'CPU ms':>7} {'x floor':>8}  budget"
)


def line(row: Row) -> str:
    """Return a row of the table."""
    ratio = f"{row.ratio:8.2f}" if row.ratio else " " * 8
    cpu_ratio = f"{row.cpu_ratio:8.2f}" if row.cpu_ratio else " " * 8
    return (
        f"{row.name:<20} {row.statements:>10} {row.bytes / 1024:>7.1f} {row.p50:>8.2f}"
        f" {row.p95:>8.2f} {row.rate:>8.0f} {ratio}"
        f" {row.cpu:>7.2f} {cpu_ratio}  {row.failed or 'ok'}"
    )


def grown(rows: list[Row], before: list[Row]) -> list[str]:
    """Return the pages that are slower than the growth budget allows."""
    old = {row.name: row.p50 for row in before}
    for row in rows:
        print(f"{row.name:<20} {row.p50 / old[row.name]:6.2f} x the smaller site's")
    return [row.name for row in rows if row.p50 > GROWTH * old[row.name]]


def main() -> int:
    """Read the command line, measure, print; return 1 when a budget is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=generate.SIZES, default="M")
    parser.add_argument("--compare", choices=generate.SIZES)
    parser.add_argument("--only", nargs="+", default=(), metavar="PAGE")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    pace = {name: getattr(arguments, name) for name in ("rounds", "seconds", "only")}
    print(HEAD)
    rows, megabytes = measure(arguments.size, **pace)
    failed = [row.name for row in rows if row.failed]
    print(f"memory of a worker: {megabytes:.0f} MB (at most {WORKER_MEGABYTES})")
    if megabytes > WORKER_MEGABYTES:
        failed.append("memory")
    if arguments.compare:
        print(f"\n{arguments.compare}:")
        failed += grown(rows, measure(arguments.compare, **pace)[0])
    if arguments.json:
        figures = {"rows": [asdict(row) for row in rows], "megabytes": megabytes}
        arguments.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")
    print(f"not met: {', '.join(failed)}" if failed else "every budget is met")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
