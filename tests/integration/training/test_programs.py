"""Programs over their pages: written, refused at the field, changed, copied, deleted."""

import pytest

from project.enums import Visibility
from project.models import Enrolment, Program, ProgramDay, User, Workout
from project.rules.limits import MAX_PROGRAM_DAYS
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def template(make: Make, alice: User) -> Workout:
    exercises = [
        (make.exercise(owner=alice, title=title), [("Knie", 8)] * 3) for title in ("Dips", "Rudern")
    ]
    return make.workout(athlete=alice, title="Oben", is_template=True, exercises=exercises)


def programs(make: Make) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every program with title and kind of its days."""
    with make.session() as session:
        return [
            (
                program.title,
                [
                    (day.title, day.kind)
                    for day in session.query(ProgramDay)
                    .filter_by(program_id=program.id)
                    .order_by(ProgramDay.day_order)
                ],
            )
            for program in session.query(Program).order_by(Program.id)
        ]


def written(site: Site, template: Workout) -> Page:
    """A form for three days, as it comes back without scripts."""
    page = site.open("/add_program")
    page = site.submit(page, {"ptitle": "Im Kreis", "do": "add"})
    page = site.submit(page, {"daytemplate1": str(template.id), "do": "add"})
    return site.submit(
        page,
        {"daytemplate2": "new", "daytitle2": "Beine", "daykind3": "rest", "do": "stay"},
    )


def save(site: Site, page: Page, *, status: int = 200, **values: str) -> Page:
    return site.submit(page, {**values, "do": ""}, status=status)


def test_a_program_is_written_day_by_day_without_scripts(
    site: Site, make: Make, alice: User, template: Workout
) -> None:
    site.sign_in(alice)
    page = written(site, template)
    assert programs(make) == []  # nothing is stored on the way
    page = site.submit(page, {"do": "up:2"})
    assert page.value("daytitle1") == "Beine"
    page = save(site, page, days_a_week="4", weeks="8", deload_every="4")
    assert "Programm gespeichert." in page.flashes()
    assert programs(make) == [
        ("Im Kreis", [("Beine", "training"), ("Oben", "training"), ("Ruhetag", "rest")])
    ]
    assert "8 Wochen" in page.text
    assert "leichte Woche nach 4 Wochen" in page.text


@pytest.mark.parametrize(
    "wrong",
    [
        ("ptitle", ""),
        ("ptitle", "x" * 81),
        ("weeks", "0"),
        ("weeks", "53"),
        ("weeks", "acht"),
        ("deload_every", "1"),
        ("days_a_week", "0"),
        ("days_a_week", "8"),
        ("focus", "alles"),
        ("visibility", "niemand"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    site: Site, make: Make, alice: User, template: Workout, wrong: tuple[str, str]
) -> None:
    field, value = wrong
    site.sign_in(alice)
    page = save(site, written(site, template), status=422, **{"description": "Kurz", field: value})
    assert page.error(field)
    assert page.value("daytitle2") == "Beine"
    assert "Kurz" in page.text
    assert programs(make) == []


def test_a_template_of_somebody_else_is_none(
    site: Site, make: Make, alice: User, bob: User, template: Workout
) -> None:
    theirs = make.workout(athlete=bob, is_template=True)
    site.sign_in(alice)
    page = save(site, written(site, template), status=422, daytemplate1=str(theirs.id))
    assert page.html.select("#daytemplate-1-error")
    assert programs(make) == []


def test_there_are_no_more_days_than_two_weeks_have(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    days = {f"daytitle{number}": f"Tag {number}" for number in range(1, MAX_PROGRAM_DAYS + 2)}
    new = {f"daytemplate{number}": "new" for number in range(1, MAX_PROGRAM_DAYS + 2)}
    kinds = {f"daykind{number}": "training" for number in range(1, MAX_PROGRAM_DAYS + 2)}
    values = {"ptitle": "Viel", "days_a_week": "3", "focus": "whole", "visibility": "private"}
    site.post("/add_program", {**values, **days, **new, **kinds}, status=422)
    assert programs(make) == []


def test_a_form_that_is_sent_twice_makes_one_program(
    site: Site, make: Make, alice: User, template: Workout
) -> None:
    site.sign_in(alice)
    page = written(site, template)
    save(site, page)
    save(site, page)
    assert [title for title, _ in programs(make)] == ["Im Kreis"]


def test_a_form_of_an_older_version_is_asked_about_with_its_text_kept(
    site: Site, make: Make, alice: User, template: Workout
) -> None:
    program = make.program(owner=alice, title="Alt", days=[template])
    site.sign_in(alice)
    page = site.open(f"/program/{program.id}/edit")
    save(site, page, ptitle="Neu")
    stale = save(site, page, status=409, ptitle="Anders")
    assert stale.value("ptitle") == "Anders"
    assert [title for title, _ in programs(make)] == ["Neu"]
    save(site, stale)
    assert [title for title, _ in programs(make)] == ["Anders"]


def test_exercises_take_turns_as_the_form_says(
    site: Site, make: Make, alice: User, template: Workout
) -> None:
    program = make.program(owner=alice, days=[template])
    site.sign_in(alice)
    page = site.open(f"/program/{program.id}/edit")
    [box] = page.html.select('[name="dayturn1"]')
    shown = save(site, page, dayturn1=str(box["value"]))
    assert "Von Training zu Training im Wechsel" in shown.text


@pytest.mark.parametrize("with_templates", [False, True])
def test_a_program_goes_with_its_templates_or_without(
    site: Site, make: Make, alice: User, template: Workout, *, with_templates: bool
) -> None:
    program = make.program(owner=alice, days=[template])
    make.enrolment(program=program)
    site.sign_in(alice)
    page = site.open(f"/program/{program.id}/delete/confirm")
    site.submit(
        page,
        {"templates": "1" if with_templates else None},
        action=f"/program/{program.id}/delete",
    )
    with make.session() as session:
        assert session.query(Program).count() == session.query(Enrolment).count() == 0
        assert session.query(Workout).count() == (0 if with_templates else 1)


def test_who_sees_a_program_may_copy_it_and_nobody_else(
    site: Site, make: Make, alice: User, bob: User, template: Workout
) -> None:
    seen = make.program(owner=alice, title="Offen", days=[template], visibility="all")
    hidden = make.program(owner=alice, title="Still", visibility=Visibility.PRIVATE.value)
    site.sign_in(bob)
    site.open(f"/program/{hidden.id}", status=404)
    site.post(f"/program/{hidden.id}/copy", status=404)
    site.open(f"/program/{seen.id}/edit", status=404)
    page = site.open(f"/program/{seen.id}")
    for _ in range(2):  # a button that is pressed twice
        site.submit(page, action=f"/program/{seen.id}/copy")
    with make.session() as session:
        [copy] = session.query(Program).filter_by(user_id=bob.id)
        assert copy.copied_from_id == seen.id
        assert copy.visibility == "private"
        [day] = session.query(ProgramDay).filter_by(program_id=copy.id)
        assert session.get_one(Workout, day.template_id).user_id == bob.id


def test_list_and_page_cost_the_same_for_any_number(
    site: Site, make: Make, alice: User, template: Workout, count_queries: QueryCounter
) -> None:
    site.sign_in(alice)
    costs = []
    for more in (1, 9):
        for _ in range(more):
            program = make.program(owner=alice, days=[template] * more)
        with count_queries.watching() as statements:
            site.open("/programs")
        with count_queries.watching() as more_statements:
            site.open(f"/program/{program.id}")
        costs.append((len(statements), len(more_statements)))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 8
