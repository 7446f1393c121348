"""*Einstufung*: nobody begins at the first level who is at the fifth."""

import pytest

from project.enums import CountingType
from project.models import ExerciseDefinition, ProgressionDecision, User
from tests.support.diary import LEVELS, Diary, done
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def ladder(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Liegestütze", levels=LEVELS)


def choose(site: Site, exercise: ExerciseDefinition, level: int, **more: str) -> Page:
    """Tap a level, counted from 1, and send the page."""
    page = site.open(f"/placement?exercise={exercise.id}&next={more.pop('next', '/')}")
    name = f"level{exercise.id}"
    value = page.html.select(f"input[name={name}]")[level - 1]["value"]
    return site.submit(page, {name: value, **more}, action="/placement")


def test_each_ladder_asks_for_the_hardest_level_that_goes_cleanly(
    site: Site, make: Make, alice: User, ladder: ExerciseDefinition
) -> None:
    make.exercise(
        owner=alice, title="Planke", levels=["Kurz", "Lang"], counting_type=CountingType.DURATION
    )
    make.exercise(owner=alice, title="Nur eine Stufe", levels=["Normal"])
    page = site.sign_in(alice).open("/placement")
    assert page.texts("legend") == [
        "Liegestütze Welche Stufe schaffst du 5-mal sauber?",
        "Planke Welche Stufe hältst du 10 Sekunden lang sauber?",
    ]
    first = page.html.select("fieldset")[0]
    assert [tag.get_text() for tag in first.select("strong")][1:] == [
        *LEVELS,
        "Weiß ich noch nicht",
    ]


def test_a_starter_ladder_says_how_its_levels_go(site: Site, alice: User) -> None:
    site.sign_in(alice).post("/starter_library/add", {"ladder": "push-up"})
    page = site.open("/placement")
    assert "Du stehst einen großen Schritt vor der Wand" in page.text


def test_the_chosen_level_is_the_current_one_with_its_first_target(
    site: Site, alice: User, ladder: ExerciseDefinition
) -> None:
    page = choose(site.sign_in(alice), ladder, 2)
    assert page.heading == "Heute"
    assert page.flashes() == ["Deine Stufen gelten. Bei jeder Übung kannst du das zurücknehmen."]
    assert page.texts(".target-row .chip") == ["Stufe 2/3 · Voll"]
    assert page.texts(".target-row summary") == ["Nächstes Ziel: 5 · 5 · 5"]
    page = site.open(f"/exercises/{ladder.id}")
    assert "Selbst gewählt: Voll" in page.text
    assert page.texts(".rung-mine .rung-name") == ["Voll Deine Stufe"]


def test_editor_and_logger_begin_at_the_chosen_level(
    site: Site, alice: User, ladder: ExerciseDefinition
) -> None:
    choose(site.sign_in(alice), ladder, 3)
    page = site.submit(site.open("/add_workout"), {"do": f"add:{ladder.id}"})
    assert page.values_of("progression1") == ["Diamant"] * 3
    assert page.values_of("reps1") == ["5"] * 3
    site.post("/workout/start")
    running = site.open("/").html.select_one('a[href$="/log"]')
    assert running is not None
    choices = site.client.get(f"{running['href']!s}/choices").get_json()["choices"]
    level = {each["id"]: each["name"] for each in choices[0]["levels"]}[choices[0]["level_id"]]
    assert level == "Diamant"


def test_it_can_be_undone(site: Site, alice: User, ladder: ExerciseDefinition) -> None:
    choose(site.sign_in(alice), ladder, 2)
    page = site.open(f"/exercises/{ladder.id}")
    site.submit(page, action="/decision/")
    page = site.open("/")
    assert not page.html.select(".target-row")
    assert "/placement" in page.links()


def test_skipping_and_sending_twice_decide_nothing_more(
    site: Site, make: Make, alice: User, ladder: ExerciseDefinition
) -> None:
    site.sign_in(alice)
    site.submit(site.open("/placement"), action="/placement")
    assert make.count(ProgressionDecision) == 0
    for _ in range(2):
        choose(site, ladder, 2)
    assert make.count(ProgressionDecision, kind="placed") == 1


def test_it_leads_back_to_the_exercise_it_was_asked_from(
    site: Site, alice: User, ladder: ExerciseDefinition, diary: Diary
) -> None:
    diary.log(0, (ladder, done("Knie", 8, 8, 8)))
    page = site.sign_in(alice).open(f"/exercises/{ladder.id}")
    (link,) = [each for each in page.links() if each.startswith("/placement")]
    assert link == f"/placement?exercise={ladder.id}&next=/exercises/{ladder.id}"
    page = choose(site, ladder, 3, next=f"/exercises/{ladder.id}")
    assert page.path == f"/exercises/{ladder.id}"
    assert page.texts(".rung-mine .rung-name")[0].startswith("Diamant Deine Stufe")


def test_somebody_elses_ladder_is_neither_asked_about_nor_decided(
    site: Site, make: Make, bob: User, ladder: ExerciseDefinition
) -> None:
    level = ladder.levels[1].id
    page = site.sign_in(bob).open(f"/placement?exercise={ladder.id}")
    assert not page.html.select("fieldset")
    site.post("/placement", {f"level{ladder.id}": str(level)}, status=422)
    assert make.count(ProgressionDecision) == 0


@pytest.mark.parametrize("level", ["x", "0", "2147483647", "99999999999"])
def test_levels_that_are_not_on_the_ladder_are_refused(
    site: Site, make: Make, alice: User, ladder: ExerciseDefinition, level: str
) -> None:
    site.sign_in(alice).post("/placement", {f"level{ladder.id}": level}, status=422)
    assert make.count(ProgressionDecision) == 0


def test_others_do_not_see_what_an_athlete_only_says(
    site: Site, make: Make, alice: User, bob: User, ladder: ExerciseDefinition
) -> None:
    choose(site.sign_in(alice), ladder, 3)
    site.post(f"/exercise/{ladder.id}/profile", {"shown": "yes"})
    assert "Diamant" not in Site(site.app).sign_in(bob).open("/user/alice").text


def test_the_page_costs_the_same_for_any_number_of_ladders(
    site: Site, make: Make, alice: User, count_queries: QueryCounter
) -> None:
    site.sign_in(alice)
    for more in (1, 3):
        for _ in range(more):
            make.exercise(owner=alice, levels=LEVELS)
        with count_queries.expect(6):
            site.open("/placement")
