"""Requests about one workout that meet: nothing acknowledged is lost, nothing is there twice."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from project.models import Exercise, Set, User, Workout
from tests.support.http import Site
from tests.support.make import Make
from tests.support.phone import Phone, new_key, start, stored

pytestmark = [pytest.mark.integration, pytest.mark.database]


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """Run the tasks in threads that start together; return what they return, in their order."""
    together = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        together.wait(timeout=20)
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks, timeout=60))


@pytest.fixture
def phones(app: Flask, alice: User, workout: Workout) -> Sequence[Phone]:
    phones = [Phone(Site(app).sign_in(alice), workout.id) for _ in range(4)]
    for phone in phones:
        phone.load()
    return phones


def post(phone: Phone, url: str, data: dict[str, Any] | None = None) -> int:
    values = {"csrf_token": phone.site.csrf_token(), **(data or {})}
    headers = {"Accept": "application/json"}
    return phone.site.client.post(url, data=values, headers=headers).status_code


def test_the_same_set_from_four_requests_is_there_once(
    phones: Sequence[Phone], make: Make, workout: Workout
) -> None:
    at_once(*(lambda p=phone: p.check(p.exercise(), p.rows()[0]) for phone in phones))
    assert stored(make, workout) == [("Liegestütze", 1, "Voll", 10, None)]


def test_four_devices_in_the_same_place_keep_all_four_sets(
    phones: Sequence[Phone], make: Make, workout: Workout
) -> None:
    for _ in range(3):
        at_once(
            *(
                lambda p=phone, n=number: p.add(p.exercise(), n, order=1)
                for number, phone in enumerate(phones)
            )
        )
    rows = stored(make, workout)
    assert [row[1] for row in rows] == list(range(1, 13))
    assert sorted(row[3] for row in rows) == sorted([0, 1, 2, 3] * 3)


def test_versions_grow_by_one_with_each_change(phones: Sequence[Phone]) -> None:
    before = phones[0].version or 0
    answers = at_once(
        *(partial(phone.check, phone.exercise(), phone.rows()[0]) for phone in phones)
    )
    assert sorted(answer["version"] for answer in answers) == [before + n for n in range(1, 5)]


def test_exercises_added_and_moved_at_once_keep_places_of_their_own(
    phones: Sequence[Phone], make: Make, workout: Workout
) -> None:
    definition = phones[0].exercise()["definition_id"]

    def add(phone: Phone, order: int) -> Any:
        body = {"key": new_key(), "definition_id": definition, "order": order}
        return phone.send("exercises", body)

    at_once(*(lambda p=phone, n=n: add(p, n) for n, phone in enumerate(phones, 1)))
    with make.session() as session:
        places = session.query(Exercise.exercise_order).filter_by(workout_id=workout.id).all()
    assert sorted(place for (place,) in places) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("attempt", range(5))
def test_a_set_that_meets_the_finish_is_stored_or_refused_but_never_lost(
    phones: Sequence[Phone], make: Make, workout: Workout, attempt: int
) -> None:
    first, second, third, _ = phones
    first.check(first.exercise(), first.rows()[0])

    def check() -> tuple[int, str]:
        body = {**second.rows(1)[0], "done": True, "exercise_key": second.exercise(1)["key"]}
        response = second.site.client.post(
            f"{second.url}/sets", json=body, headers={"X-CSRFToken": second.site.csrf_token()}
        )
        return response.status_code, body["key"]

    (status, key), finished = at_once(
        check,
        lambda: post(third, f"/workout/{workout.id}/finish", {"visibility": "private"}),
    )
    assert finished == 303
    assert status in {200, 404}
    assert make.count(Set, client_key=key) == (1 if status == 200 else 0)
    assert make.count(Workout, id=workout.id, is_running=False) == 1


def test_two_starts_at_once_give_one_running_workout(app: Flask, alice: User, make: Make) -> None:
    sites = [Site(app).sign_in(alice) for _ in range(4)]

    def begin(site: Site) -> str:
        data = {"csrf_token": site.csrf_token()}
        return str(site.client.post("/workout/start", data=data).headers["Location"])

    assert len(set(at_once(*(lambda s=site: begin(s) for site in sites)))) == 1
    assert make.count(Workout, user_id=alice.id, is_running=True) == 1


def test_a_finish_that_meets_a_discard_wins_or_loses_whole(
    app: Flask, alice: User, make: Make
) -> None:
    for _ in range(4):
        definition = make.exercise(owner=alice)
        source = make.workout(athlete=alice, exercises=[(definition, [("Voll", 5)])])
        workout = start(make, alice, source)
        phones = [Phone(Site(app).sign_in(alice), workout.id) for _ in range(2)]
        phones[0].load()
        phones[0].check(phones[0].exercise(), phones[0].rows()[0])
        statuses = at_once(
            partial(post, phones[0], f"/workout/{workout.id}/finish", {"visibility": "all"}),
            partial(post, phones[1], f"/workout/{workout.id}/discard"),
        )
        left = make.count(Workout, id=workout.id, is_running=False)
        assert (statuses, left) in [([303, 303], 1), ([404, 303], 0)]
        assert len(stored(make, workout)) == left
