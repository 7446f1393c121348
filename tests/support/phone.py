"""A phone that logs a running workout over HTTP as the page's scripts do."""

import uuid
from typing import Any

from sqlalchemy import select

from project.models import Exercise, ExerciseDefinition, Set, User, Workout
from project.queries.training import workouts
from project.rules.library.sets import FIGURES
from project.services.training import running
from tests.support.http import Site
from tests.support.make import Make

Json = dict[str, Any]


def start(make: Make, athlete: User, source: Workout | None = None) -> Workout:
    """Start a workout from nothing, or from the athlete's own template or workout."""
    with make.session():
        detail = workouts.detail(source.id, athlete.id) if source else None
        return running.start(athlete, detail).workout


def stored(make: Make, workout: Workout) -> list[tuple[Any, ...]]:
    """Return title, place, level and value of every stored set, in order."""
    with make.session() as session:
        rows = session.execute(
            select(ExerciseDefinition.title, Set.set_order, Set.progression, Set.reps, Set.duration)
            .join(Exercise, Exercise.exercise_definition_id == ExerciseDefinition.id)
            .join(Set, Set.exercise_id == Exercise.id)
            .where(Exercise.workout_id == workout.id)
            .order_by(Exercise.exercise_order, Set.set_order)
        )
        return [tuple(row) for row in rows]


def new_key() -> str:
    return str(uuid.uuid4())


class Phone:
    """One device: it knows the workout's version as of its last answer."""

    def __init__(self, site: Site, workout_id: int) -> None:
        self.site = site
        self.workout_id = workout_id
        self.url = f"/workout/{workout_id}/log"
        self.version: int | None = None
        self.snapshot: Json = {}

    def load(self) -> Json:
        """Fetch the workout."""
        response = self.site.client.get(f"{self.url}/state", headers={"Accept": "application/json"})
        assert response.status_code == 200, response.get_data(as_text=True)
        self._learn(response.get_json()["snapshot"])
        return self.snapshot

    def send(self, path: str, body: Json, *, status: int = 200) -> Json:
        """Send an operation; take in what the answer says."""
        body = {"version": self.version, **body}
        answer: Json = self.site.post_json(f"{self.url}/{path}", body, status=status)
        if status == 200:
            self.version = answer["version"]
            if "snapshot" in answer:
                self._learn(answer["snapshot"])
        return answer

    def check(self, exercise: Json, row: Json, *, status: int = 200, **changes: Any) -> Json:
        """Send a row as done."""
        names = ("level_id", "level", *FIGURES, "order", "key")
        body = {name: row.get(name) for name in names}
        home = {"exercise_id": exercise["id"], "exercise_key": exercise["key"]}
        return self.send("sets", {**home, **body, "done": True, **changes}, status=status)

    def add(self, exercise: Json, value: int, *, order: int, level: Json | None = None) -> Json:
        """Send a new row as done, and return it as the server has it."""
        rung = level or exercise["levels"][0]
        row = {
            "key": new_key(),
            "level_id": rung["id"],
            "level": rung["name"],
            exercise["counting_type"]: value,
            "order": order,
        }
        stored: Json = self.check(exercise, row)["set"]
        return stored

    def exercise(self, number: int = 0) -> Json:
        found: Json = self.snapshot["exercises"][number]
        return found

    def rows(self, number: int = 0) -> list[Json]:
        found: list[Json] = self.exercise(number)["sets"]
        return found

    def _learn(self, snapshot: Json) -> None:
        self.snapshot = snapshot
        self.version = snapshot["version"]
