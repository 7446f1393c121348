"""Processor time of pages and floor, by turns in one process: for machines that others use, too.

    python -m bench.turns --size M
    python -m bench.turns --size L --compare S     # growth
    python -m bench.turns --size S --language en     # against the language of the source

No server and no load tool: pages are called as a server calls them, and of many rounds the best
counts. Writing pages are left out.
"""

import argparse
import gc
import os
import time
from collections.abc import Callable
from typing import Final

from flask import Flask
from werkzeug.test import EnvironBuilder

from bench import generate
from bench.app import FILE, app_on
from bench.pages import Page, floors, pages
from bench.run import counted, prepared

WARM: Final = 3


def caller(app: Flask, page: Page, language: str = "") -> Callable[[], None]:
    """Return what asks ``app`` for the page once, as a server would, in a language if one is named."""
    request = page.request
    headers = [*request.headers, *([("Accept-Language", language)] if language else [])]
    environ = EnvironBuilder(path=request.path, headers=headers).get_environ()

    def ask() -> None:
        b"".join(app.wsgi_app(dict(environ), lambda *_answer: lambda _body: None))

    return ask


def milliseconds(calls: dict[str, Callable[[], None]], rounds: int) -> dict[str, float]:
    """Return the best processor time of each, all called once a round."""
    for call in calls.values():
        for _ in range(WARM):
            call()
    gc.freeze()
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(rounds):
        for name, call in calls.items():
            started = time.process_time()
            call()
            best[name] = min(best[name], (time.process_time() - started) * 1000)
    return best


def measured(size: str, rounds: int, language: str = "") -> tuple[dict[str, float], dict[str, str]]:
    """Return the times of the pages and floors at ``size``, and each page's floor.

    Of another ``language`` the times of the pages stand beside, in the same rounds.
    """
    file = prepared(size)
    os.environ[FILE] = str(file)
    app = app_on(file)
    with app.app_context():
        asked = [page for page in pages(app, file) if page.request.method == "GET"]
    for page in asked:
        counted(app, page)
    from bench import floor  # noqa: PLC0415  opens the database that FILE names

    floor.connections.clear()
    calls = {page.name: caller(app, page) for page in asked}
    bare = [page for page in floors() if page.request.method == "GET"]
    calls |= {f"floor: {page.name}": caller(floor.app, page) for page in bare}
    if language:
        calls |= {f"{language}: {page.name}": caller(app, page, language) for page in asked}
    return milliseconds(calls, rounds), {page.name: page.floor for page in asked}


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=generate.SIZES, default="M")
    parser.add_argument("--compare", choices=generate.SIZES)
    parser.add_argument("--language", default="", help="measure the pages in this one, too")
    parser.add_argument("--rounds", type=int, default=25)
    arguments = parser.parse_args()
    language = arguments.language
    times, beside = measured(arguments.size, arguments.rounds, language)
    before = measured(arguments.compare, arguments.rounds)[0] if arguments.compare else {}
    heads = [" x smaller"] if before else []
    heads += [f" {language:>7} {'x source':>8}"] if language else []
    print(f"{'page':<20} {'CPU ms':>7} {'x floor':>8}" + "".join(heads))
    for name, value in times.items():
        if language and name.startswith(f"{language}: "):
            continue
        floor = times.get(f"floor: {beside.get(name) or 'list'}", value)
        more = f" {value / before[name]:>9.2f}" if before else ""
        if said := times.get(f"{language}: {name}"):
            more += f" {said:>7.2f} {said / value:>8.3f}"
        print(f"{name:<20} {value:>7.2f} {value / floor:>8.2f}{more}")


if __name__ == "__main__":
    main()
