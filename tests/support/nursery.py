"""Starts gunicorn, as often as asked, in forks of this process, which has imported the app's modules.

Imports are most of what a start costs. The app itself is made by each worker, as always. The order
is a line of JSON on the standard input, the answer the id of the new process; it leads a session
of its own and adds to its log what it says. When whoever orders dies, so does their server.
"""

import gc
import importlib
import json
import os
import pkgutil
import signal
import sys
from contextlib import suppress
from typing import Any

from gunicorn.app.wsgiapp import run  # type: ignore[import-untyped]  # has no type hints

import project


def import_everything() -> None:
    importlib.import_module("gunicorn.workers.sync")
    for module in pkgutil.walk_packages(project.__path__, "project."):
        importlib.import_module(module.name)


def become_gunicorn(order: dict[str, Any]) -> None:
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    log = os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(log, stream)
    sys.argv = ["gunicorn", *order["arguments"]]
    run()


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    gc.disable()
    import_everything()
    gc.freeze()
    gc.enable()
    server = 0
    while line := sys.stdin.readline():
        server = os.fork()
        if not server:
            become_gunicorn(json.loads(line))
            return
        sys.stdout.write(f"{server}\n")
        sys.stdout.flush()
    if server:
        with suppress(ProcessLookupError):
            os.killpg(server, signal.SIGKILL)


if __name__ == "__main__":
    main()
