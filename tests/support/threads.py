"""Requests that meet: the same moment, each with a session of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask

T = TypeVar("T")


def at_once(app: Flask, tasks: Sequence[Callable[[], T]]) -> list[T]:
    """Run the tasks in threads that start together; return what they return, in their order."""
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], T]) -> T:
        with app.app_context():
            barrier.wait(timeout=10)
            return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run, t) for t in tasks]]
