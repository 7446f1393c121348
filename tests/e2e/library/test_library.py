"""The library in a browser: changing ladders, adding categories, somebody else's exercise."""

import pytest
from playwright.sync_api import Page, expect

from project.models import ExerciseDefinition, Set, User, Workout
from project.queries.library import exercises as queries
from tests.support.browser import Visitor, shot, violations
from tests.support.make import Make

pytestmark = pytest.mark.e2e


def names(make: Make, definition: ExerciseDefinition) -> list[tuple[int, str]]:
    with make.session():
        return [(row.id, row.name) for row in queries.ladder_of([definition.id])[definition.id]]


def save(page: Page) -> None:
    page.locator(".submit-bar [type=submit]").click()
    page.wait_for_url("**/exercises/*")


def test_levels_are_moved_renamed_removed_and_added_by_buttons(
    visitor: Visitor, make: Make, alice: User
) -> None:
    made = make.exercise(owner=alice, title="Dips", levels=["A", "B", "C", "D"])
    a, b, c, d = (level.id for level in made.levels)
    page = visitor.sign_in(alice)
    page.goto(f"/exercise/{made.id}/update")
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(4)  # the blank rows are for browsers without scripts
    rows.nth(3).locator('[data-move="-1"]').click()
    rows.nth(0).locator("[name=level_name]").fill("A neu")
    for row in (1, 3):
        rows.nth(row).locator("[data-remove]").click()
    rows.nth(1).locator("[data-remove]").click()  # and taken back
    page.get_by_role("button", name="Stufe", exact=True).click()
    page.keyboard.type("E")
    page.keyboard.press("Enter")
    page.keyboard.type("F")
    assert violations(page) == []
    save(page)
    after = names(make, made)
    assert [name for _, name in after] == ["A neu", "B", "D", "E", "F"]
    assert [level_id for level_id, _ in after[:3]] == [a, b, d]
    assert c not in [level_id for level_id, _ in after]


PASTE = """([field, text]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  field.focus();
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  if (field.dispatchEvent(event)) document.execCommand("insertText", false, text);
}"""


def test_lines_pasted_into_a_row_become_levels(visitor: Visitor, make: Make, alice: User) -> None:
    made = make.exercise(owner=alice, title="Dips", levels=["A", "B"])
    page = visitor.sign_in(alice)
    page.goto(f"/exercise/{made.id}/update")
    page.get_by_role("button", name="Stufe", exact=True).click()
    fields = page.locator("[name=level_name]")
    page.evaluate(PASTE, [fields.nth(2).element_handle(), "1. Bank\r\n2. Barren\n\n3) Ringe\n"])
    expect(fields).to_have_count(5)
    expect(fields.nth(4)).to_be_focused()
    fields.nth(0).click()
    page.keyboard.press("End")
    page.evaluate(PASTE, [fields.nth(0).element_handle(), " neu"])
    assert [field.input_value() for field in fields.all()] == [
        "A neu", "B", "Bank", "Barren", "Ringe",
    ]  # fmt: skip
    save(page)
    after = names(make, made)
    assert [name for _, name in after] == ["A neu", "B", "Bank", "Barren", "Ringe"]
    assert after[0][0] == made.levels[0].id


def test_the_same_form_works_without_scripts(visitor: Visitor, make: Make, alice: User) -> None:
    made = make.exercise(owner=alice, title="Dips", levels=["A", "B", "C"])
    page = visitor.sign_in(alice, java_script_enabled=False)
    page.goto(f"/exercise/{made.id}/update")
    page.locator("[name=level_order]").nth(2).fill("1")
    page.get_by_label("entfernen").nth(0).check()
    page.locator("[name=level_name]").nth(3).fill("D")
    page.get_by_text("Beschreibung und Kategorien").click()
    page.locator("[name=new_category]").fill("Stützen")
    save(page)
    assert [name for _, name in names(make, made)] == ["C", "B", "D"]
    expect(page.get_by_text("Stützen")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_form_is_folded_and_each_part_says_what_is_set_in_it(
    visitor: Visitor, make: Make, alice: User, theme: str
) -> None:
    made = make.exercise(
        owner=alice,
        title="Dips",
        levels=["A", "B"],
        description="An Ringen.",
        goal_value=9,
        rest_seconds=120,
        tracks_load=True,
    )
    page = visitor.sign_in(alice, theme=theme)
    page.goto(f"/exercise/{made.id}/update")
    said = page.locator("form details > summary .hint").all_inner_texts()
    assert said == [
        "Eigene Zahlen für alle Stufen",
        "An Ringen.",
        "Pause 2:00 · Zusatzgewicht oder Unterstützung (kg)",
    ]
    name, buttons = page.locator(".level-name").first, page.locator(".level-buttons").first
    one, other = name.bounding_box(), buttons.bounding_box()
    assert one is not None
    assert other is not None
    assert one["y"] < other["y"] + other["height"] / 2 < one["y"] + one["height"], "one line"
    shot(page, f"exercise-form-{theme}")
    page.get_by_role("heading", name="Beim Training").click()
    page.get_by_label("Pause nach einem Satz").fill("x")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_label("Pause nach einem Satz")).to_be_visible()
    assert violations(page) == []


def test_a_category_is_added_without_leaving_the_form(
    visitor: Visitor, make: Make, alice: User
) -> None:
    make.category("Drücken")
    page = visitor.sign_in(alice)
    page.goto("/add_exercise")
    page.get_by_label("Titel").fill("Dips")
    page.get_by_label("Leiter").fill("Bank\nBarren")
    page.get_by_text("Beschreibung und Kategorien").click()
    field = page.get_by_label("Neue Kategorie")
    for name in ("Stützen", "DRÜCKEN"):
        field.fill(name)
        field.press("Enter")
        expect(field).to_have_value("")
    expect(page.get_by_role("checkbox", name="Stützen")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Drücken")).to_be_checked()
    field.evaluate("field => field.value = 'x'.repeat(81)")
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page.locator("[data-error]")).to_have_text("Höchstens 80 Zeichen.")
    assert violations(page) == []
    field.fill("")
    save(page)
    expect(page.locator(".exercise-facts")).to_contain_text("Drücken Stützen", use_inner_text=True)


def test_another_athletes_ladder_is_found_copied_logged_archived_and_brought_back(
    visitor: Visitor, make: Make, alice: User, bob: User
) -> None:
    theirs = make.exercise(owner=bob, title="Planche", levels=["Tuck", "Straddle", "Full"])
    page = visitor.sign_in(alice)
    page.goto("/exercises")
    page.get_by_role("link", name="Bei anderen umsehen").click()
    page.get_by_role("searchbox").fill("straddle")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Planche").click()
    page.get_by_role("button", name="In meine Bibliothek übernehmen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Planche (Kopie)")

    page.goto("/add_workout")
    page.locator("[data-part=query]").fill("tuck")
    page.locator("[data-part=results] button").click()
    page.locator("[name=progression1]").select_option("Straddle")
    page.locator("[name=reps1]").fill("4")
    page.locator(".submit-bar [type=submit]").click()
    page.wait_for_url(lambda url: "add_workout" not in url)

    page.goto("/exercises")
    page.get_by_role("link", name="Planche (Kopie)").click()
    expect(page.locator("[data-chart-table] tbody")).to_contain_text("2 · Straddle")
    page.get_by_label("Weitere Aktionen").click()
    page.get_by_role("link", name="Archivieren").click()
    page.get_by_role("button", name="Archivieren").click()
    expect(page.locator(".exercise-row")).to_have_count(0)
    page.get_by_role("link", name="Archiv", exact=True).click()
    page.get_by_role("button", name="Zurückholen").click()
    expect(page.locator("[data-chart-table] tbody")).to_contain_text("2 · Straddle")

    with make.session() as session:
        copy = session.query(ExerciseDefinition).filter_by(user_id=alice.id).one()
        assert (copy.archived, session.query(Workout).count()) == (False, 1)
        logged = session.query(Set).one()
        assert logged.progression_level_id not in {level.id for level in theirs.levels}


def test_every_page_of_the_library_is_accessible_where_it_is_narrow_and_long(
    visitor: Visitor, make: Make, alice: User
) -> None:
    push = make.category("Drücken")
    levels = ["Leicht", "Eine Stufe mit einem langen Namen, wie ihn jemand tippen könnte"]
    mine = make.exercise(owner=alice, title="Liegestütze " * 6, levels=levels, categories=[push])
    make.exercise(owner=alice, title="Alt", archived=True)
    theirs = make.exercise(owner=make.user(username="bob"), title="Planche", categories=[push])
    make.workout(athlete=alice, exercises=[(mine, [("Leicht", 10), ("Leicht", 9)])])
    make.workout(athlete=alice, exercises=[(mine, [("Leicht", 10)])], is_template=True)
    page = visitor.sign_in(alice, size=(360, 740), theme="dark")
    wrong = {}
    for path in (
        "/exercises",
        f"/exercises?user=all&category={push.id}",
        "/exercises?q=nichts",
        "/exercises?archived=1",
        f"/exercises/{mine.id}",
        f"/exercises/{theirs.id}",
        "/add_exercise",
        f"/exercise/{mine.id}/update",
        f"/exercise/{mine.id}/delete",
        "/categories",
        f"/categories/{push.id}/rename",
        f"/categories/{push.id}/delete",
    ):
        page.goto(path)
        wrong[path] = violations(page)
    page.goto("/add_exercise")
    page.locator(".submit-bar [type=submit]").click()
    expect(page.locator(".error-summary")).to_be_visible()
    wrong["errors"] = violations(page)
    assert wrong == {path: [] for path in wrong}
