"""The logger's pages without scripts: the plan, the end, the question before it is thrown away."""

import json

import pytest

from project.models import ExerciseDefinition, User, Workout
from project.rules.limits import MAX_EXERCISES
from tests.support.editor import press
from tests.support.http import Site
from tests.support.make import Make
from tests.support.phone import Phone, start, stored
from tests.support.queries import QueryCounter

pytestmark = pytest.mark.integration


def test_the_page_leads_to_the_editor_without_scripts(
    site: Site, alice: User, workout: Workout
) -> None:
    page = site.sign_in(alice).open(f"/workout/{workout.id}/log")
    assert page.heading == "Ganzkörper"
    plan = [tag.get_text(" ", strip=True) for tag in page.html.select(".log-plain .line")]
    assert plan == ["Liegestütze 10 · 9 · 12", "Planke 0:45"]
    wanted = {f"/workout/{workout.id}/{name}" for name in ("edit", "finish", "discard")}
    assert wanted <= {str(a["href"]) for a in page.html.select(".log-plain a")}


def test_the_exercise_that_is_on_is_read_before_any_script_is_there(
    site: Site, alice: User, workout: Workout, phone: Phone
) -> None:
    def shown() -> list[str]:
        page = site.open(f"/workout/{workout.id}/log")
        parts = page.html.select(".log-first h2, .log-first .log-row")
        return [tag.get_text(" ", strip=True) for tag in parts]

    first, *rows = shown()
    assert first == "Liegestütze"
    assert [row.split()[-1] for row in rows] == ["10", "9", "12"]
    assert rows[0].startswith("Satz 1 Stufe 2/3 Voll zuletzt")
    for row in phone.rows():
        phone.check(phone.exercise(), row)
    assert [text.split()[-1] for text in shown()] == ["Planke", "0:45"]


def test_the_page_names_all_its_scripts_at_once(site: Site, alice: User, workout: Workout) -> None:
    page = site.sign_in(alice).open(f"/workout/{workout.id}/log")
    links = [str(tag["href"]) for tag in page.html.select('link[rel="modulepreload"]')]
    names = {link.split("/js/")[1] for link in links}
    assert {"main.mjs", "modules/logger/page.mjs", "modules/menu.mjs"} <= names
    assert len(links) < 8, "more than a browser asks for at a time"


def test_the_page_carries_what_its_scripts_need(
    site: Site, alice: User, workout: Workout, make: Make, phone: Phone
) -> None:
    with make.session() as session:
        session.get_one(ExerciseDefinition, phone.exercise()["definition_id"]).title = "</script>"
    page = site.open(f"/workout/{workout.id}/log")
    tag = page.html.select_one('script[type="application/json"]')
    assert tag is not None
    data = json.loads(tag.get_text())
    assert (data["athlete_id"], data["workout_id"]) == (alice.id, workout.id)
    assert data["snapshot"]["exercises"][0]["title"] == "</script>"
    assert data["urls"]["set"] == f"/workout/{workout.id}/log/sets"
    assert data["words"]["waits_for_network"]["sets"] == {
        "one": "{n} Satz wartet auf Netz",
        "other": "{n} Sätze warten auf Netz",
    }
    assert page.html.select_one('meta[name="running-workout"]') is not None


def test_the_editor_fills_a_running_workout_without_scripts(
    site: Site, alice: User, make: Make, workout: Workout
) -> None:
    site.sign_in(alice)
    page = site.open(f"/workout/{workout.id}/edit")
    page = site.submit(page, {"do": "set:1"}, action="edit")
    page = site.submit(page, {"reps1": "11", "do": ""}, action="edit")
    kept = make.fresh(workout)
    assert kept is not None
    assert kept.is_running is True
    phone = Phone(site, workout.id)
    phone.load()
    assert [row["reps"] for row in phone.rows() if row["done"]] == [11]
    assert len(phone.rows()) == 4  # what is planned still waits
    assert phone.rows(1)[0]["duration"] == 45


def test_a_finished_workout_is_only_looked_at(
    site: Site, alice: User, make: Make, workout: Workout, phone: Phone
) -> None:
    phone.check(phone.exercise(), phone.rows()[0])
    site.submit(site.open(f"/workout/{workout.id}/finish"))
    page = site.open(f"/workout/{workout.id}/log")
    assert "Dieses Training ist abgeschlossen." in page.text
    assert page.html.select_one('meta[name="running-workout"]') is None
    for action in ("finish", "discard"):
        assert site.open(f"/workout/{workout.id}/{action}").path == f"/workout/{workout.id}"


def test_the_end_shows_what_was_done_against_last_time(
    site: Site, alice: User, make: Make, pushups: ExerciseDefinition, template: Workout
) -> None:

    make.workout(
        athlete=alice,
        exercises=[(pushups, [("Voll", 8), ("Knie", 20)])],
    )
    workout = start(make, alice, template)
    phone = Phone(site.sign_in(alice), workout.id)
    phone.load()
    for number in (0, 1):
        phone.check(phone.exercise(), phone.rows()[number])
    phone.check(phone.exercise(1), phone.rows(1)[0])
    page = site.open(f"/workout/{workout.id}/finish")
    compared = [tag.get_text(" ", strip=True) for tag in page.html.select(".compared > li")]
    assert compared == [
        "Liegestütze +5 Stufe 2/3 · Voll 8 · 5 zuletzt 8",
        "Planke Stufe 1/1 · Kurz 0:45 zum ersten Mal",
    ]
    assert "1 Satz ist noch offen und wird nicht gespeichert." in page.text
    assert page.value("title") == "Ganzkörper"


def test_the_end_keeps_what_was_typed_when_it_is_refused(
    site: Site, alice: User, phone: Phone, workout: Workout
) -> None:
    phone.check(phone.exercise(), phone.rows()[0])
    page = site.open(f"/workout/{workout.id}/finish")
    typed = {"title": "x" * 81, "note": "Regen", "effort": "7", "visibility": "all"}
    page = site.submit(page, typed, status=422)
    assert page.error("title") == "Höchstens 80 Zeichen."
    assert (page.value("note"), page.value("effort")) == ("Regen", "7")
    page = site.submit(page, {"title": "kurz", "effort": "11"}, status=422)
    assert "11" not in page.values_of("effort")


def test_the_end_of_nothing_offers_to_go_on_or_to_discard(
    site: Site, alice: User, workout: Workout
) -> None:
    page = site.sign_in(alice).open(f"/workout/{workout.id}/finish")
    assert "Ein Training ohne Satz wird nicht gespeichert." in page.text
    assert {f"/workout/{workout.id}/log", f"/workout/{workout.id}/discard"} <= set(page.links())
    site.post(f"/workout/{workout.id}/finish", {"visibility": "all"}, status=409)


def test_discarding_asks_first(site: Site, alice: User, make: Make, phone: Phone) -> None:
    for row in phone.rows()[:2]:
        phone.check(phone.exercise(), row)
    page = site.open(f"/workout/{phone.workout_id}/discard")
    assert "2 Sätze gehen verloren." in page.text
    page = site.submit(page)
    assert page.flashes() == ["Training verworfen."]
    assert make.count(Workout, id=phone.workout_id) == 0


def test_every_page_offers_to_go_on_while_a_workout_runs(
    site: Site, alice: User, workout: Workout
) -> None:
    site.sign_in(alice)
    for url in ("/", "/workouts", "/exercises", "/messages", f"/user/{alice.username}"):
        links = [str(tag["href"]) for tag in site.open(url).html.select("a.resume")]
        assert links == [f"/workout/{workout.id}/log"], url


def test_today_starts_a_template_or_the_last_workout_with_one_tap(
    site: Site, alice: User, make: Make, template: Workout, pushups: ExerciseDefinition
) -> None:
    last = make.workout(athlete=alice, title="Mein Tag", exercises=[(pushups, [("Voll", 5)])])
    page = site.sign_in(alice).open("/")
    starts = [
        {str(tag["name"]): str(tag["value"]) for tag in form.select("input:not([name=csrf_token])")}
        for form in page.html.select('form[action="/workout/start"]')
    ]
    assert starts == [{"template_id": str(template.id)}, {}, {"repeat_id": str(last.id)}]


def test_pages_cost_the_same_for_any_workout(
    site: Site, alice: User, workout: Workout, phone: Phone, count_queries: QueryCounter
) -> None:
    phone.check(phone.exercise(), phone.rows()[0])
    for name, most in (("log", 10), ("finish", 8), ("discard", 4)):
        with count_queries.expect(most):
            site.open(f"/workout/{workout.id}/{name}")


def test_the_script_that_keeps_the_page_may_care_for_the_whole_site(site: Site) -> None:
    answer = site.client.get("/sw.js")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.get_data() == site.client.get("/sw.js").get_data() != b""


@pytest.mark.parametrize("number", [1, 4, 5, MAX_EXERCISES])
def test_a_superset_of_any_number_has_its_letter_on_the_workout_s_page(
    site: Site, phone: Phone, workout: Workout, number: int
) -> None:
    for order, exercise in enumerate(phone.snapshot["exercises"], 1):
        body = {"definition_id": exercise["definition_id"], "order": order, "superset": number}
        phone.send("exercises", {"key": exercise["key"], "exercise_id": exercise["id"], **body})
    page = site.open(f"/workout/{workout.id}")
    assert page.texts(".performed .hint") == ["Supersatz A", "Supersatz A"]
    assert "Du hast anders trainiert" not in page.text  # it is not over yet
    site.open(f"/workout/{workout.id}/edit")


def test_the_editor_leaves_the_phone_its_rows(
    site: Site, make: Make, phone: Phone, workout: Workout
) -> None:
    """What a phone stored, an editor changed and a phone corrects again, stays one row."""
    row = phone.rows()[0]
    phone.check(phone.exercise(), row)
    page = press(site, site.open(f"/workout/{workout.id}/edit"), "set:1")
    site.submit(page, {"reps1": ["11", "7"]}, action=f"/workout/{workout.id}/edit")
    phone.load()
    assert phone.rows()[0]["key"] == row["key"]
    assert [each["done"] for each in phone.rows()] == [True, True, False, False]
    phone.check(phone.exercise(), phone.rows()[0], reps=12)
    assert [each[3] for each in stored(make, workout)] == [12, 7]
