"""Eight weeks of push-ups: targets, proposals, records and forecasts as an athlete meets them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from project.enums import CountingType
from project.models import ExerciseDefinition, User
from project.services.training import progression_upkeep
from tests.support.browser import DESKTOP, Visitor, violations
from tests.support.diary import LEVELS, MONDAY, Diary, done
from tests.support.make import Make

pytestmark = pytest.mark.e2e

KNEE, FULL = "Knieliegestütze", "Liegestütze"
TITLE = "Liegestütze"
GROWTH = 22  # sessions from 6/6/6 on; two more reach the goal, which is 3 × 12


def grown(session: int) -> tuple[int, int, int]:
    """Return the sets of a session on the way up: one repetition more every third one."""
    lowest = 6 + session // 4
    return (lowest + 1, lowest + (session % 4 > 1), lowest)


class Weeks:
    """Logs sessions of one exercise some days ago, or some hours ahead."""

    def __init__(self, app: Flask, athlete: User) -> None:
        self.diary = Diary(app, athlete)
        self.now = datetime.now(UTC)

    def log(
        self, push: ExerciseDefinition, ago: timedelta, level: str, values: Sequence[int]
    ) -> int:
        day = (self.now - ago - MONDAY) / timedelta(days=1)
        return self.diary.log(day, (push, done(level, *values)))

    def eight(self, push: ExerciseDefinition) -> list[int]:
        """Log three sessions a week, the last one yesterday; the last two meet the goal."""
        values = [*map(grown, range(GROWTH)), (12, 12, 12), (13, 12, 12)]
        last = len(values) - 1
        return [
            self.log(push, timedelta(days=1 + (last - place) * 7 / 3), KNEE, each)
            for place, each in enumerate(values)
        ]


@pytest.fixture
def weeks(app: Flask, alice: User) -> Weeks:
    return Weeks(app, alice)


def from_library(page: Page, make: Make) -> ExerciseDefinition:
    """Add the ladder as a new athlete does; return it with its levels."""
    page.goto("/")
    page.get_by_role("link", name="Zur Starterbibliothek").click()
    card = page.locator(".ladder-card").filter(
        has=page.get_by_role("heading", name=TITLE, exact=True)
    )
    card.get_by_role("button", name="Hinzufügen").click()
    expect(page.locator(".flash-text")).to_have_text(f"„{TITLE}“ ist jetzt in deiner Bibliothek.")
    with make.session() as session:
        query = select(ExerciseDefinition).options(selectinload(ExerciseDefinition.levels))
        return session.scalars(query).one()


def change_third_set(page: Page, workout_id: int, value: str) -> None:
    page.goto(f"/workout/{workout_id}/edit")
    page.locator("#value-1-3").fill(value)
    page.locator(".submit-bar .btn-primary").click()
    page.wait_for_url(f"**/workout/{workout_id}*")


def shows(page: Page, push: ExerciseDefinition, **words: str) -> None:
    """Open the exercise's page and look for words: ``mine``, ``target``, ``proposal``, ``sum``."""
    page.goto(f"/exercises/{push.id}")
    places = {
        "mine": page.locator(".rung-mine .rung-name"),
        "target": page.locator(".why summary").first,
        "proposal": page.locator(".proposal-title"),
        "sum": page.locator(".records li", has_text="Höchste Summe").first,
    }
    for name, text in words.items():
        if text:
            expect(places[name]).to_contain_text(text)
        else:
            expect(places[name]).to_have_count(0)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    expect(page.locator(".flash-text")).to_be_visible()


def test_eight_weeks_of_push_ups(visitor: Visitor, make: Make, alice: User, weeks: Weeks) -> None:
    page = visitor.sign_in(alice)
    push = from_library(page, make)
    shows(page, push, target="Nächstes Ziel: 10 · 10 · 10", proposal="")
    logged = weeks.eight(push)

    # ready: the sets of the last two sessions say so
    shows(page, push, mine=KNEE, target="13 · 12 · 12", sum="37 Wdh.")
    shows(page, push, proposal=f"Bereit für Stufe 4: {FULL}")
    expect(page.locator("[data-module=level-chart]")).to_be_visible()

    # an old set is corrected: target, record and proposal follow
    change_third_set(page, logged[-1], "9")
    shows(page, push, proposal="", target="12 · 12 · 12", sum="36 Wdh.")
    change_third_set(page, logged[-1], "12")
    shows(page, push, proposal=FULL, target="13 · 12 · 12", sum="37 Wdh.")

    # an old workout goes, and with it what rested on it
    page.goto(f"/workout/{logged[-2]}/delete/confirm")
    page.locator("main form button").click()
    page.wait_for_url("**/workouts*")
    shows(page, push, proposal="")
    weeks.log(push, timedelta(hours=20), KNEE, (12, 12, 12))

    # Heute asks, and the athlete accepts
    page.goto("/")
    expect(page.locator(".proposal-exercise")).to_have_text(TITLE)
    press(page, "Ja, nächste Stufe")
    expect(page).to_have_url("/")
    expect(page.locator(".target-row .chip")).to_have_text(f"Stufe 4/8 · {FULL}")
    shows(page, push, mine=FULL, target="Nächstes Ziel: 5 · 5 · 5", proposal="")

    # too hard: two sessions below the start value, and a step back
    weeks.log(push, timedelta(minutes=-1), FULL, (4, 3, 3))
    shows(page, push, proposal="")
    weeks.log(push, timedelta(minutes=-2), FULL, (4, 4, 3))
    shows(page, push, proposal=f"Zurück auf Stufe 3: {KNEE}?")
    press(page, "Ja, eine Stufe zurück")
    shows(page, push, mine=KNEE, proposal="")

    # taken back
    page.locator(".answers").get_by_role("button", name="Zurücknehmen").first.click()
    shows(page, push, mine=FULL)
    expect(page.locator(".answers li").first).to_contain_text("zurückgenommen am")
    page.goto("/progress")
    expect(page.locator(".ladder-card .chip")).to_have_text(f"Stufe 4/8 · {FULL}")


def test_without_scripts_proposals_are_answered_and_numbers_read(
    visitor: Visitor, make: Make, alice: User, weeks: Weeks
) -> None:
    page = visitor.sign_in(alice, java_script_enabled=False)
    push = from_library(page, make)
    weeks.eight(push)
    page.goto("/progress")
    press(page, "Ja, nächste Stufe")
    expect(page.locator("[data-measure=sets] tbody tr")).to_have_count(12)
    expect(page.locator("[data-measure=reps] tbody tr").first).to_be_visible()
    page.goto(f"/exercises/{push.id}")
    expect(page.locator("[data-module=level-chart]")).to_be_hidden()
    expect(page.locator("[data-chart-table] tbody tr")).to_have_count(GROWTH + 2)


@pytest.mark.parametrize("sessions", [1, 300])
def test_charts_can_be_used_by_everybody(
    app: Flask, visitor: Visitor, make: Make, alice: User, sessions: int
) -> None:
    push = make.exercise(owner=alice, title="Liegestütze", levels=LEVELS)
    hold = make.exercise(
        owner=alice, title="Halten", levels=["Tuck"], counting_type=CountingType.DURATION
    )
    now = datetime.now(UTC)
    with make.session():
        for place in range(sessions):
            begun = now - timedelta(days=2 * (sessions - place))
            make.workout(
                athlete=alice,
                timestamp=begun,
                started_at=begun,
                finished_at=begun + timedelta(hours=1),
                effort=7,
                exercises=[
                    (push, done(LEVELS[place * 3 // sessions], 5 + place % 5, 5 + place % 4, 5)),
                    (hold, done("Tuck", 12 + place % 9, 12)),
                ],
            )
    Diary(app, alice).do(progression_upkeep.rebuild)
    page = visitor.sign_in(alice)
    found = []
    for path in (f"/exercises/{push.id}?sessions=300", "/progress", "/"):
        page.goto(path)
        for name, (width, height) in {"phone": (360, 740), "desktop": DESKTOP}.items():
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            found += [f"{path} {name}: {each}" for each in violations(page)]
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            dark = violations(page, rules=("color-contrast",))
            found += [f"{path} {name}, dark: {each}" for each in dark]
    assert found == []
