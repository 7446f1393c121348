"""Athletes at a running site: signed in, writing, several at once, and counting what came of it."""

import http.client
import json
import random
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

from flask import Flask

from project.models import ExerciseDefinition, User
from tests.support.http import Site, Values
from tests.support.remote import Answer, RemoteSite

T = TypeVar("T")
# How a connection ends whose server is gone; urllib's own error is an OSError.
CUT_OFF = (OSError, http.client.HTTPException)


class Athlete(RemoteSite):
    """A signed-in athlete with a device of their own, at the site at ``base``.

    ``app`` is one beside the site: the same database, the same keys.
    """

    def __init__(self, app: Flask, base: str, user: User) -> None:
        super().__init__(base)
        self.user = user
        beside = Site(app).sign_in(user)
        self.token = beside.csrf_token()
        name = app.config["SESSION_COOKIE_NAME"]
        cookie = beside.client.get_cookie(name)
        assert cookie is not None
        self.set_cookie(name, cookie.value)

    def send(self, path: str, values: Values | None = None, **headers: Any) -> Answer:
        """Send a form with the session's token."""
        return self.post(path, {"csrf_token": self.token, **(values or {})}, **headers)

    def send_json(self, path: str, body: Any) -> Answer:
        """Send JSON as our scripts do."""
        headers = {"content_type": "application/json", "accept": "application/json"}
        data = json.dumps(body).encode()
        return self._send(self._address(path), data, {**headers, "X_CSRFToken": self.token})

    def workout(self, title: str, exercises: Sequence[ExerciseDefinition]) -> Values:
        """Return the editor's fields: three sets of each exercise, and a key of its own."""
        fields: Values = {
            "wtitle": title,
            "visibility": "all",
            "submit_key": str(uuid.uuid4()),
            "exercise_count": str(len(exercises)),
        }
        for number, exercise in enumerate(exercises, 1):
            fields[f"exercise{number}"] = str(exercise.id)
            fields[f"progression{number}"] = [exercise.levels[0].name] * 3
            fields[f"reps{number}"] = [str(random.randint(1, 20)) for _ in range(3)]
        return fields


def until_answered(send: Callable[[], Answer], tries: int = 200) -> tuple[Answer, int]:
    """Repeat what was cut off until an answer comes; return it and how often there was none."""
    for cut in range(tries):
        try:
            return send(), cut
        except CUT_OFF:
            continue
    raise AssertionError(f"no answer in {tries} tries")


def at_once(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """Run the tasks in threads that start together; return what they return, in their order."""
    together = Barrier(len(tasks))

    def run(task: Callable[[], T]) -> T:
        together.wait(timeout=20)
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks, timeout=120))
