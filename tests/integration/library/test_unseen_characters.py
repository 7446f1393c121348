"""Names are what can be seen of them, in every field that names something."""

import pytest
from sqlalchemy import select

from project.exceptions import FieldError
from project.models import (
    ExerciseCategory,
    ExerciseDefinition,
    ProgressionLevel,
    Set,
    User,
    Workout,
)
from project.services.library import categories, exercises
from project.services.library.drafts import ExerciseDraft, LevelDraft
from tests.support.http import Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

# A zero-width blank, Hangul's fillers, a soft hyphen, a selector, a joiner, a tag, a Braille blank.
UNSEEN = "\u200b\u115f\u1160\u3164\uffa0\u00ad\ufe0f\u200d\U000e0041\u2800\ufeff\u034f"
NOTHING = ["\u200b", "\u3164", "\uffa0 \u115f", "\u2800", "\ufe0f", "\U000e0041", "\u0301", UNSEEN]
WORKING = (
    "❤\ufe0f 👩\U0001f3fd\u200d🚀 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
)


@pytest.mark.parametrize("text", NOTHING)
def test_a_name_that_nobody_sees_is_refused(
    site: Site, make: Make, alice: User, push: ExerciseDefinition, text: str
) -> None:
    category = make.category("Drücken")
    site.sign_in(alice)
    form = site.open("/add_exercise")
    page = site.submit(form, {"title": text, "progressions": "Bank"}, status=422)
    assert page.error("title") == "Bitte ausfüllen."
    page = site.submit(form, {"title": "Dips", "progressions": text}, status=422)
    assert page.error("levels") == "Eine Leiter braucht mindestens eine Stufe."
    renamed = site.open(f"/exercise/{push.id}/update")
    names = [text, *renamed.values_of("level_name")[1:]]
    page = site.submit(renamed, {"level_name": names}, action="/update", status=422)
    assert page.error("levels").endswith("Gib der Stufe einen Namen oder entferne sie.")
    for path in ("/categories", f"/categories/{category.id}/rename"):
        page = site.submit(site.open(path), {"name": text}, status=422)
        assert page.error("name") == "Bitte ausfüllen."
    answer = site.post_json("/categories/add", {"name": text}, status=422)
    assert answer["message"] == "Bitte ausfüllen."
    assert (make.count(ExerciseDefinition), make.count(ExerciseCategory)) == (1, 1)


def test_two_names_never_differ_by_what_nobody_sees(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    make.category("Drücken")
    site.sign_in(alice)
    for unseen in UNSEEN:
        form = site.open("/add_exercise")
        typed = {"title": f"Liegestütze{unseen}", "progressions": "Bank"}
        page = site.submit(form, typed, status=422)
        assert page.error("title") == "Du hast schon eine Übung mit diesem Titel."
        typed = {"title": "Dips", "progressions": f"Bank\n{unseen}Bank"}
        page = site.submit(form, typed, status=422)
        assert page.error("levels") == "Bank: Diese Stufe gibt es schon."
        page = site.submit(site.open("/categories"), {"name": f"Drücken{unseen}"}, status=422)
        assert page.error("name") == "Diese Kategorie gibt es schon."
    assert (make.count(ExerciseDefinition), make.count(ExerciseCategory)) == (1, 1)


@pytest.mark.parametrize(("plain", "styled"), [("❤ stark", "❤\ufe0f stark"), ("mیخ", "mی\u200cخ")])
def test_two_names_never_differ_by_a_style_or_joiner_that_is_stored(
    site: Site, make: Make, alice: User, plain: str, styled: str
) -> None:
    make.exercise(owner=alice, title=plain)
    make.category(plain)
    form = site.sign_in(alice).open("/add_exercise")
    page = site.submit(form, {"title": styled, "progressions": "Bank"}, status=422)
    assert page.error("title") == "Du hast schon eine Übung mit diesem Titel."
    typed = {"title": "Dips", "progressions": f"{plain}\n{styled}"}
    page = site.submit(form, typed, status=422)
    assert "Diese Stufe gibt es schon." in page.error("levels")
    page = site.submit(site.open("/categories"), {"name": styled}, status=422)
    assert page.error("name") == "Diese Kategorie gibt es schon."


def test_names_are_stored_without_what_nobody_sees(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    site.sign_in(alice)
    typed = {
        "title": "Di\u00adps\u200b",
        "progressions": "Ba\u200bnk\nRinge\ufe0f",
        "new_category": "Stü\u200dtzen",
    }
    site.submit(site.open("/add_exercise"), typed)
    page = site.open("/add_workout")
    page = site.submit(page, {"do": f"add:{push.id}"}, action="/add_workout")
    site.submit(page, {"reps1": "10", "wtitle": "Mo\u200bntag"}, action="/add_workout")
    page = site.open("/add_template")
    page = site.submit(page, {"do": f"add:{push.id}"}, action="/add_template")
    site.submit(page, {"reps1": "10", "wtitle": "\u3164Vorlage"}, action="/add_template")
    with make.session() as session:
        stored = [
            *session.scalars(select(ExerciseDefinition.title)),
            *session.scalars(select(ProgressionLevel.name)),
            *session.scalars(select(ExerciseCategory.name)),
            *session.scalars(select(Workout.title)),
        ]
    assert {"Dips", "Bank", "Ringe", "Stützen", "Montag", "Vorlage"} <= set(stored)
    assert site.open("/exercises?q=dips").texts(".exercise-row-title") == ["Dips"]


def test_a_workouts_title_that_nobody_sees_is_made_up_like_an_empty_one(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    page = site.sign_in(alice).open("/add_workout")
    page = site.submit(page, {"do": f"add:{push.id}"}, action="/add_workout")
    page = site.submit(page, {"reps1": "10", "wtitle": "\u200b\u2800"}, action="/add_workout")
    assert "Liegestütze" in page.heading
    assert make.count(Workout, title="") == 1


def test_an_old_workout_is_changed_whatever_its_gone_level_was_called(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    workout = make.workout(athlete=alice, exercises=[(push, [("Ba\u200bnk", 9)])])
    page = site.sign_in(alice).open(f"/workout/{workout.id}/edit")
    site.submit(page, {"reps1": "10"}, action="/edit")
    with make.session() as session:
        (row,) = session.scalars(select(Set))
    assert (row.progression, row.progression_level_id, row.reps) == ("Bank", None, 10)


def test_what_is_seen_by_it_stays(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    typed = {"title": WORKING, "progressions": f"{WORKING} leicht\nmی\u200cخ"}
    page = site.submit(site.open("/add_exercise"), typed)
    assert page.heading == WORKING
    assert make.count(ProgressionLevel, name=f"{WORKING} leicht") == 1
    assert make.count(ProgressionLevel, name="mی\u200cخ") == 1


def test_a_user_name_is_the_one_that_is_seen(site: Site, make: Make, alice: User) -> None:
    page = site.sign_in(alice).open("/auth/edit_profile")
    page = site.submit(page, {"username": "al\u200bma\u00ad"}, action="/edit_profile")
    assert page.path == "/user/alma"
    assert site.open("/people?q=al\u200b").status == 200


@pytest.mark.parametrize("text", [*NOTHING, "Dips\u200b", "Dips\u202e"])
def test_the_services_take_no_such_name_either(make: Make, alice: User, text: str) -> None:
    def draft(title: str, level: str) -> ExerciseDraft:
        return ExerciseDraft(title=title, levels=[LevelDraft(level)])

    with make.session() as session:
        athlete = session.get_one(User, alice.id)
        with pytest.raises(FieldError):
            exercises.add_exercise(athlete, draft(text, "Bank"))
        with pytest.raises(FieldError):
            exercises.add_exercise(athlete, draft("Dips", text))
        with pytest.raises(FieldError):
            categories.add_category(text)
