"""An exercise's page tells its athlete where they stand, and takes answers to proposals."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from project.enums import CountingType
from project.models import (
    ExerciseDefinition,
    ProgressionDecision,
    ProgressionForecast,
    ProgressionLevel,
    User,
)
from tests.support.diary import LEVELS, MONDAY, Diary, done
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = pytest.mark.integration

THURSDAY = MONDAY + timedelta(days=3)


@pytest.fixture
def push(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Liegestütze", levels=LEVELS)


@pytest.fixture
def ready(diary: Diary, push: ExerciseDefinition) -> ExerciseDefinition:
    """Alice met the goal of the first level twice."""
    diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.log(2, (push, done("Knie", 9, 8, 8)))
    return push


def shown(site: Site, exercise: ExerciseDefinition) -> Page:
    return site.open(f"/exercises/{exercise.id}")


def answer(site: Site, page: Page, label: str, *, status: int = 200) -> Page:
    """Press one of a proposal's buttons."""
    form = page.html.select_one(".proposal form")
    assert form is not None
    fields = {str(tag["name"]): str(tag["value"]) for tag in form.select("input")}
    (button,) = [tag for tag in form.select("button") if label in tag.get_text()]
    fields[str(button["name"])] = str(button["value"])
    return site.post(str(form["action"]), fields, status=status)


# -- the page


@pytest.mark.database
def test_without_a_log_the_page_has_the_ladder_and_says_what_comes(
    site: Site, alice: User, push: ExerciseDefinition
) -> None:
    page = shown(site.sign_in(alice), push)
    assert page.texts(".rung") == ["Diamant 3 × 8", "Voll 3 × 8", "Knie 3 × 8"]
    assert "Mit dieser Übung hast du noch nicht trainiert." in page.text
    assert "Nächstes Ziel: 5 · 5 · 5" in page.text
    assert not page.html.select("table, [data-module=level-chart]")


@pytest.mark.database
def test_what_was_trained_at_a_level_that_is_gone_is_not_denied(
    site: Site, alice: User, ready: ExerciseDefinition
) -> None:
    form = site.sign_in(alice).open(f"/exercise/{ready.id}/update")
    page = site.submit(form, {"level_remove": [str(ready.levels[0].id)]})
    assert "zuletzt 09.09.2026" in page.text
    assert "Mit dieser Übung hast du noch nicht trainiert." not in page.text
    assert "Auf den Stufen, die diese Leiter jetzt hat, hast du noch nicht trainiert." in page.text


@pytest.mark.database
@time_machine.travel(THURSDAY, tick=False)
def test_every_number_says_why(
    site: Site, alice: User, diary: Diary, push: ExerciseDefinition
) -> None:
    diary.log(0, (push, done("Knie", 8, 7, 6)))
    page = shown(site.sign_in(alice), push)
    (target, meaning) = page.texts(".why")
    assert target == (
        "Nächstes Ziel: 8 · 7 · 7 Das letzte Ziel ist geschafft: Um 1 Wdh. steigt der niedrigste"
        " Satz. 07.09.2026 8 · 7 · 6 Bereit bist du mit 3 × 8 in 2 der letzten 3 Trainings auf"
        " dieser Stufe."
    )
    assert meaning.startswith("Was heißt Wert?")
    assert page.texts(".rung-mine") == ["Knie Deine Stufe 1 Training · bester Satz 8 Wdh. 3 × 8"]
    assert page.texts("tbody tr") == ["07.09.2026 1 · Knie 8 · 7 · 6 8 6"]
    assert page.texts(".records li") == [
        "Erster Tag auf dieser Stufe 07.09.2026",
        "Bester Satz: 8 Wdh. 07.09.2026",
        "Höchste Summe eines Trainings: 21 Wdh. 07.09.2026",
    ]


@pytest.mark.database
@time_machine.travel(MONDAY + timedelta(days=30), tick=False)
def test_a_pause_lowers_the_target_and_says_so(
    site: Site, alice: User, diary: Diary, push: ExerciseDefinition
) -> None:
    diary.log(0, (push, done("Knie", 8, 7, 6)))
    page = shown(site.sign_in(alice), push)
    assert "Nächstes Ziel: 5 · 4 · 4" in page.text
    assert "Nach 30 Tagen Pause sind es 30 % weniger; das ist unsere eigene Regel." in page.text


@pytest.mark.database
def test_the_chart_has_the_numbers_of_the_table(
    site: Site, alice: User, ready: ExerciseDefinition
) -> None:
    page = shown(site.sign_in(alice), ready)
    figure = page.html.select_one("[data-module=level-chart]")
    assert figure is not None
    assert figure["data-goals"] == '[[1, "Knie", 8]]'
    assert [str(tag["value"]) for tag in page.html.select("tbody data")] == [
        *("1", "9", "8"),
        *("1", "8", "8"),
    ]


@pytest.mark.database
def test_more_sessions_are_shown_on_demand(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    for day in range(61):
        moment = MONDAY - timedelta(days=day)
        make.workout(athlete=alice, timestamp=moment, exercises=[(push, done("Knie", 5))])
    page = shown(site.sign_in(alice), push)
    assert len(page.html.select("tbody tr")) == 60
    assert "/exercises/" in next(url for url in page.links() if "sessions=300" in url)
    page = site.open(f"/exercises/{push.id}?sessions=300")
    assert len(page.html.select("tbody tr")) == 61
    assert not [url for url in page.links() if "sessions=" in url]


@pytest.mark.database
def test_the_page_costs_the_same_for_any_number_of_sessions(
    site: Site, diary: Diary, alice: User, push: ExerciseDefinition, count_queries: QueryCounter
) -> None:
    site.sign_in(alice)
    for day in range(3):
        diary.log(day, (push, done("Knie", 8, 8, 8)))
        with count_queries.expect(8):
            shown(site, push)


@pytest.mark.database
@time_machine.travel(MONDAY + timedelta(days=28, hours=1), tick=False)
def test_a_forecast_is_a_span_and_says_how_often_the_last_ones_were_right(
    site: Site, make: Make, alice: User, diary: Diary
) -> None:
    hold = make.exercise(
        owner=alice, title="Planche", levels=["Tuck"], counting_type=CountingType.DURATION
    )
    days = (0, 4, 7, 11, 14, 18, 21, 25, 28)
    for day, value in zip(days, (12, 11, 14, 15, 14, 17, 16, 19, 20), strict=True):
        diary.log(day, (hold, done("Tuck", value, value, value)))
    with make.session() as session:
        level_id = session.scalars(select(ProgressionLevel.id)).one()
        for week, outcome in enumerate(["hit", "missed", "hit"], 10):
            made_on = (MONDAY - timedelta(weeks=week)).date()
            session.add(
                ProgressionForecast(
                    progression_level_id=level_id,
                    made_on=made_on,
                    weeks_from=1,
                    weeks_to=3,
                    outcome=outcome,
                )
            )
    page = shown(site.sign_in(alice), hold)
    (text,) = [each for each in page.texts(".why") if each.startswith("In etwa")]
    assert text.startswith("In etwa 4–6 Wochen, wenn du so weitertrainierst.")
    assert "Eine Linie durch 9 Trainings der letzten 16 Wochen führt zum Ziel 3 × 0:30" in text
    assert "kein Versprechen" in text
    assert "Von den letzten 3 Vorhersagen stimmten 2: Das erste Training am Ziel" in text
    figure = page.html.select_one("[data-module=level-chart]")
    assert figure is not None
    assert '"until": 42' in str(figure["data-forecast"])


@pytest.mark.database
def test_a_stranger_sees_nothing_of_it(site: Site, bob: User, ready: ExerciseDefinition) -> None:
    page = shown(site.sign_in(bob), ready)
    assert "Deine Stufe" not in page.text
    assert not page.html.select("table, .proposal, .records, .why")


# -- answers


@pytest.mark.database
def test_accepting_moves_the_athlete_and_can_be_undone(
    site: Site, alice: User, ready: ExerciseDefinition
) -> None:
    page = shown(site.sign_in(alice), ready)
    assert page.texts(".proposal-title") == ["Bereit für Stufe 2: Voll"]
    assert page.texts(".proposal .evidence li") == ["07.09.2026 8 · 8 · 8", "09.09.2026 9 · 8 · 8"]
    assert "Du hast 3 × 8 in 2 der letzten 3 Trainings auf dieser Stufe erreicht." in page.text
    page = answer(site, page, "Ja, nächste Stufe")
    assert page.flashes() == ["Ab jetzt gilt die neue Stufe. Du kannst das jederzeit zurücknehmen."]
    assert page.texts(".rung-mine .rung-name")[0].startswith("Voll")
    assert "Nächstes Ziel: 5 · 5 · 5" in page.text
    assert page.texts(".answers summary") == ["Von Knie zu Voll"]
    page = site.submit(page, action="undo")
    assert page.flashes() == ["Zurückgenommen."]
    assert page.texts(".rung-mine .rung-name")[0].startswith("Knie")
    assert "zurückgenommen am" in page.text
    assert not page.html.select("form[action*=undo]")


@pytest.mark.database
@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Noch nicht", "Von Knie zu Voll: noch nicht"),
        ("Ablehnen", "Von Knie zu Voll: abgelehnt"),
    ],
)
def test_refusing_keeps_the_level_and_hides_the_proposal(
    site: Site, alice: User, ready: ExerciseDefinition, label: str, text: str
) -> None:
    page = answer(site.sign_in(alice), shown(site, ready), label)
    assert page.texts(".answers summary") == [text]
    assert page.texts(".rung-mine .rung-name")[0].startswith("Knie")
    assert not page.html.select(".proposal")


def test_an_answer_leads_back_to_where_it_was_given(
    site: Site, alice: User, ready: ExerciseDefinition
) -> None:
    site.sign_in(alice)
    knee, full, _ = ready.levels
    fields = {
        "kind": "advance",
        "from_level": str(knee.id),
        "to_level": str(full.id),
        "answer": "accepted",
        "next": "/progress",
    }
    assert site.post(f"/exercise/{ready.id}/proposal", fields).heading == "Fortschritt"
    # A form that is sent twice decides once.
    assert site.post(f"/exercise/{ready.id}/proposal", fields).heading == "Fortschritt"


@pytest.mark.database
def test_an_outdated_proposal_is_refused(
    site: Site, make: Make, alice: User, diary: Diary, push: ExerciseDefinition
) -> None:
    first = diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.log(2, (push, done("Knie", 8, 8, 8)))
    page = shown(site.sign_in(alice), push)
    diary.delete(first)
    page = answer(site, page, "Ja, nächste Stufe", status=409)
    assert "Dieser Vorschlag gilt nicht mehr" in page.text
    assert make.count(ProgressionDecision) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "vielleicht"},
        {"kind": "jump"},
        {"from_level": "x"},
        {"to_level": "-1"},
        {"to_level": "9" * 30},
        {"answer": None},
    ],
)
def test_what_no_button_sends_is_refused(
    site: Site, make: Make, alice: User, ready: ExerciseDefinition, wrong: dict[str, str | None]
) -> None:
    knee, full, _ = ready.levels
    fields: dict[str, str | None] = {
        "kind": "advance",
        "from_level": str(knee.id),
        "to_level": str(full.id),
        "answer": "accepted",
    }
    sent = {name: value for name, value in (fields | wrong).items() if value is not None}
    site.sign_in(alice).post(f"/exercise/{ready.id}/proposal", sent, status=422)
    assert make.count(ProgressionDecision) == 0


@pytest.mark.database
def test_strangers_answer_and_undo_nothing(
    site: Site, make: Make, bob: User, ready: ExerciseDefinition
) -> None:
    decision = make.decision(exercise=ready)
    site.sign_in(bob)
    site.post(f"/exercise/{ready.id}/proposal", {"answer": "accepted"}, status=404)
    site.post(f"/decision/{decision.id}/undo", status=404)
    site.post(f"/decision/{2**70}/undo", status=404)
    assert make.fresh(decision).undone_at is None  # type: ignore[union-attr]  # it is there


@pytest.mark.database
def test_a_finished_ladder_is_told_once(site: Site, make: Make, alice: User, diary: Diary) -> None:
    hold = make.exercise(owner=alice, title="Hang", levels=["Passiv"])
    diary.log(0, (hold, done("Passiv", 8, 8, 8)))
    diary.log(2, (hold, done("Passiv", 8, 8, 8)))
    page = shown(site.sign_in(alice), hold)
    assert page.texts(".proposal-title") == ["Leiter geschafft: Passiv"]
    page = answer(site, page, "Ja, geschafft")
    assert page.flashes() == ["Stark. Diese Leiter hast du geschafft!"]
    assert not page.html.select(".proposal")


@pytest.mark.database
def test_struggling_proposes_a_step_back(
    site: Site, alice: User, diary: Diary, push: ExerciseDefinition
) -> None:
    diary.log(0, (push, done("Voll", 4, 3, 3)))
    diary.log(2, (push, done("Voll", 4, 4, 3)))
    page = shown(site.sign_in(alice), push)
    assert page.texts(".proposal-title") == ["Zurück auf Stufe 1: Knie?"]
    assert "blieb auch dein bester Satz unter 5 Wdh., dem Startwert." in page.text
    page = answer(site, page, "Ja, eine Stufe zurück")
    assert page.texts(".rung-mine .rung-name")[0].startswith("Knie")
