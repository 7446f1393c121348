"""Logging a workout on a phone: few taps, nothing asked that is known already."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from project.enums import CountingType
from project.models import Exercise, ExerciseDefinition, Set, User, Workout, utc_now
from tests.support.browser import Visitor, shot
from tests.support.log_page import LogPage
from tests.support.make import Make
from tests.support.phone import start, stored

pytestmark = pytest.mark.e2e


@pytest.fixture
def pushups(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Liegestütze", levels=["Knie", "Voll", "Eng"])


@pytest.fixture
def rows(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Rudern", levels=["Schräg", "Waagrecht"])


@pytest.fixture
def plank(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(
        owner=alice, title="Planke", levels=["Unterarm"], counting_type=CountingType.DURATION
    )


Begin = Callable[..., LogPage]


@pytest.fixture
def begin(visitor: Visitor, make: Make, alice: User) -> Begin:
    """Return a function that starts a workout from a template of these exercises, and opens it."""

    def begin(*exercises: tuple[ExerciseDefinition, list[tuple[str, int]]]) -> LogPage:
        template = make.workout(athlete=alice, exercises=exercises, is_template=True, title="Plan")
        workout = start(make, alice, template)
        return LogPage(visitor.sign_in(alice)).open(workout.id)

    return begin


def running(make: Make, athlete: User) -> Workout:
    with make.session() as session:
        return session.query(Workout).filter_by(running_owner_id=athlete.id).one()


def done(make: Make, athlete: User) -> list[tuple[str, str, int]]:
    """Return title, level and value of what is stored of the running workout."""
    return [(row[0], row[2], row[3] or row[4]) for row in stored(make, running(make, athlete))]


def test_a_planned_workout_of_fifteen_sets_takes_eighteen_taps(
    visitor: Visitor, make: Make, alice: User
) -> None:
    plan = [
        (make.exercise(owner=alice, title=f"Übung {name}"), [("Voll", value)] * 3)
        for name, value in (("A", 10), ("B", 8), ("C", 12), ("D", 5), ("E", 15))
    ]
    make.workout(athlete=alice, title="Ganzkörper", is_template=True, exercises=plan)
    phone = LogPage(visitor.sign_in(alice))
    phone.page.goto("/")
    phone.tap(phone.page.get_by_role("button", name="Ganzkörper"))
    phone.started()
    for number in range(15):
        expect(phone.part("progress")).to_have_text(f"{number} von 15")
        phone.tap(phone.page.locator(".dock-check"), x=12 + number % 2 * 80)
    phone.tap(phone.part("dock-end").get_by_role("link", name="Training beenden"))
    phone.tap(phone.page.get_by_role("button", name="Training speichern"))
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Ganzkörper")
    expect(phone.page.get_by_text("Training gespeichert.")).to_be_visible()
    assert phone.taps <= 18
    with make.session() as session:
        workout = session.query(Workout).filter_by(is_done=True, user_id=alice.id).one()
    values = [row[3] for row in stored(make, workout)]
    assert values == [10] * 3 + [8] * 3 + [12] * 3 + [5] * 3 + [15] * 3


def test_an_echo_of_a_tap_or_key_does_not_do_the_next_set(
    begin: Begin, pushups: ExerciseDefinition
) -> None:
    phone = begin((pushups, [("Voll", value) for value in (10, 9, 8, 7)]))
    check = phone.page.locator(".dock-check")
    check.evaluate(
        """(button) => [1, 2].forEach((detail) => button.dispatchEvent(
          new MouseEvent("click", { bubbles: true, cancelable: true, detail }),
        ))"""
    )
    phone.page.wait_for_timeout(400)
    assert phone.done == [True, False, False, False]
    check.tap()
    phone.page.keyboard.down("Enter")
    phone.page.keyboard.down("Enter")  # held
    phone.page.keyboard.up("Enter")
    phone.until([True, True, True, False])
    phone.wait_until_sent()
    assert phone.done == [True, True, True, False]


def test_a_row_shows_last_time_s_value_and_takes_it_over(
    begin: Begin, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    make.workout(
        athlete=alice,
        exercises=[(pushups, [("Voll", 7), ("Voll", 6)])],
    )
    phone = begin((pushups, [("Voll", 10), ("Voll", 9)]))
    phone.button("Satz 1: mehr").tap()
    assert phone.values == ["8", "6"]
    phone.page.locator(".log-value").nth(1).tap()
    phone.button("Satz 2: mehr").tap()
    assert phone.page.locator('.log-last [data-text="last"]').all_inner_texts() == ["7", "6"]
    phone.page.locator(".log-last").nth(1).tap()
    assert phone.values == ["8", "6"]
    phone.page.locator(".log-check").nth(1).tap()
    phone.wait_until_sent()
    assert done(make, alice) == [("Liegestütze", "Voll", 6)]


def touched(phone: LogPage, target: Locator) -> None:
    """Hold a finger on the target until its sheet has opened."""
    box = target.bounding_box()
    assert box is not None
    finger = phone.page.context.new_cdp_session(phone.page)
    point = {"x": box["x"] + 20, "y": box["y"] + 20}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    phone.page.locator("dialog.sheet").wait_for()
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    phone.page.wait_for_timeout(300)  # what the browser makes of it comes after its end


def test_values_change_by_steps_and_by_an_exact_entry(
    begin: Begin, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    phone = begin((pushups, [("Voll", 10), ("Voll", 9)]))
    for _ in range(3):
        phone.button("Satz 1: mehr").tap()
    phone.button("Satz 1: weniger").tap()
    assert phone.values == ["12", "9"]
    field = phone.page.locator("#sheet-value")
    touched(phone, phone.page.locator(".log-value").nth(1))
    expect(field).to_be_focused()  # where the finger came up is no tap
    phone.button("Schließen").tap()
    face = phone.page.locator(".dock-face")
    box = face.bounding_box()
    assert box is not None
    phone.page.mouse.move(box["x"] + 20, box["y"] + 20)
    phone.page.mouse.down()
    field.wait_for()  # held long enough
    phone.page.mouse.up()
    expect(field).to_be_focused()
    field.fill("zwölf")
    phone.button("Übernehmen").tap()
    expect(phone.page.locator("#sheet-value-error")).to_have_text("Eine ganze Zahl von 0 bis 9999.")
    field.fill("25")
    field.press("Enter")
    assert phone.values == ["25", "9"]
    phone.check()
    phone.wait_until_sent()
    phone.page.locator(".log-value").first.press("Enter")  # as quick as an echo
    phone.button("Satz 1: weniger").tap()  # of a set that is done: corrected at once
    phone.wait_until_sent()
    assert done(make, alice) == [("Liegestütze", "Voll", 24)]


def test_counting_taps_fills_the_set(
    begin: Begin, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    phone = begin((pushups, [("Voll", 10), ("Voll", 9)]))
    phone.page.locator(".dock-face").tap()
    for _ in range(8):
        phone.page.locator(".tap").tap()
    phone.button("−1").tap()
    expect(phone.part("tap-digits")).to_have_text("7")
    phone.button("Fertig").tap()
    phone.until([True, False])
    phone.wait_until_sent()
    assert done(make, alice) == [("Liegestütze", "Voll", 7)]


def test_a_level_changes_inside_the_row_and_for_the_rows_after_it(
    begin: Begin, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    phone = begin((pushups, [("Voll", 10), ("Voll", 9), ("Voll", 8)]))
    levels = phone.page.locator(".log-level-name")
    phone.page.locator(".log-level").nth(1).tap()
    phone.page.locator(".log-rung").filter(has_text="Knie").tap()
    assert levels.all_inner_texts() == ["Voll", "Knie", "Knie"]
    phone.page.locator(".log-level").nth(1).tap()
    phone.page.get_by_label("auch für die offenen Sätze danach").uncheck()
    phone.page.locator(".log-rung").filter(has_text="Eng").tap()
    assert levels.all_inner_texts() == ["Voll", "Eng", "Knie"]
    for _ in range(3):
        phone.check()
    phone.wait_until_sent()
    assert [level for _, level, _ in done(make, alice)] == ["Voll", "Eng", "Knie"]


def test_rows_are_added_moved_removed_and_brought_back(
    begin: Begin, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    phone = begin((pushups, [("Voll", 10), ("Voll", 9)]))
    phone.button("Satz").tap()
    assert phone.values == ["10", "9", "9"]
    for _ in range(3):
        phone.check()
    phone.page.locator(".log-level").first.tap()
    phone.button("Nach unten").tap()
    assert phone.values == ["9", "10", "9"]
    phone.page.locator(".log-level").first.tap()
    phone.button("Satz entfernen").tap()
    assert phone.values == ["10", "9"]
    phone.wait_until_sent()
    assert [value for _, _, value in done(make, alice)] == [10, 9]
    phone.button("Rückgängig").tap()
    phone.wait_until_sent()
    assert [value for _, _, value in done(make, alice)] == [9, 10, 9]


@pytest.mark.usefixtures("rows", "plank")
def test_exercises_are_added_moved_swapped_removed_and_brought_back(
    begin: Begin, pushups: ExerciseDefinition
) -> None:
    phone = begin((pushups, [("Voll", 10)]))
    names = phone.page.locator(".log-exercise strong")
    phone.button("Übung").tap()
    phone.page.locator(".log-choices .row-link").filter(has_text="Rudern").tap()
    expect(phone.part("now-title")).to_have_text("Liegestütze")  # it has an open set
    phone.exercise("Rudern")
    phone.button("Satz").tap()
    phone.menu("Nach oben")
    assert names.all_inner_texts() == ["Rudern", "Liegestütze"]
    phone.exercise("Liegestütze")
    phone.menu("Andere Übung")
    phone.page.locator(".log-choices .row-link").filter(has_text="Planke").tap()
    expect(phone.part("now-title")).to_have_text("Planke")
    phone.exercise("Rudern")
    phone.menu("Übung entfernen")
    assert names.all_inner_texts() == ["Planke"]
    phone.button("Rückgängig").tap()
    phone.wait_until_sent()
    phone.page.reload()
    phone.started()
    assert names.all_inner_texts() == ["Rudern", "Planke"]


def test_the_end_is_offered_when_nothing_is_open_any_more(
    begin: Begin, pushups: ExerciseDefinition, rows: ExerciseDefinition
) -> None:
    phone = begin((pushups, [("Voll", 10)]), (rows, [("Schräg", 8)]))
    phone.check()
    phone.exercise("Liegestütze")
    expect(phone.part("dock-end")).to_be_hidden()
    phone.button("Weiter").tap()
    expect(phone.part("now-title")).to_have_text("Rudern")
    phone.check()
    expect(phone.part("dock-end")).to_be_visible()


def test_somebody_else_s_exercise_is_found_and_copied(
    begin: Begin, make: Make, alice: User, bob: User, pushups: ExerciseDefinition
) -> None:
    make.exercise(owner=bob, title="Planche", levels=["Tuck", "Full"])
    phone = begin((pushups, [("Voll", 10)]))
    phone.button("Übung").tap()
    phone.page.locator("#picker-query").fill("planch")
    phone.page.locator(".log-choices .row-link").filter(has_text="von bob").tap()
    phone.exercise("Planche (Kopie)")
    row = phone.page.locator(".log-row").first
    expect(row.get_by_text("Stufe 1/2")).to_be_visible()
    expect(phone.part("target")).to_contain_text("Ziel 5")
    phone.button("Satz 1: mehr").press("Enter")  # as quick as an echo
    phone.check()
    phone.wait_until_sent()
    assert done(make, alice) == [("Planche (Kopie)", "Tuck", 6)]
    assert make.count(Set, progression_level_id=None) == 0


def test_a_rest_begins_by_itself_and_is_kept_with_the_exercise(
    begin: Begin, make: Make, pushups: ExerciseDefinition
) -> None:
    phone = begin((pushups, [("Voll", 10), ("Voll", 9)]))
    phone.page.clock.install()
    phone.check()
    expect(phone.part("rest-time")).to_have_text("1:30")
    expect(phone.part("rest-next")).to_have_text("Satz 2 · 9 Wdh.")
    phone.button("10 Sekunden mehr").tap()
    phone.button("10 Sekunden mehr").tap()
    phone.button("10 Sekunden weniger").tap()
    phone.page.clock.fast_forward(60_000)
    expect(phone.part("rest-time")).to_have_text("0:40")
    phone.wait_until_sent()
    kept = make.fresh(pushups)
    assert kept is not None
    assert kept.rest_seconds == 100
    phone.page.reload()
    phone.started()
    expect(phone.rest()).to_be_visible()  # it went on
    phone.page.clock.fast_forward(60_000)
    expect(phone.part("rest-time")).to_have_text("0:00")
    expect(phone.part("say")).to_have_text("Pause vorbei.")
    phone.button("Pause überspringen").tap()
    expect(phone.rest()).to_be_hidden()


def test_a_check_taken_back_ends_its_rest(
    begin: Begin, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    phone = begin((pushups, [("Voll", 10), ("Voll", 9)]))
    phone.page.locator(".log-check").first.tap()
    expect(phone.rest()).to_be_visible()
    phone.page.locator(".log-check").first.tap()
    expect(phone.rest()).to_be_hidden()
    phone.until([False, False])
    phone.wait_until_sent()
    assert done(make, alice) == []


def test_a_superset_alternates_and_rests_after_the_round(
    begin: Begin, make: Make, alice: User, pushups: ExerciseDefinition, rows: ExerciseDefinition
) -> None:
    phone = begin((pushups, [("Voll", 10), ("Voll", 9)]), (rows, [("Schräg", 8), ("Schräg", 7)]))
    phone.menu("Supersatz mit der nächsten")
    expect(phone.part("now-place")).to_have_text("Übung 1 von 2 · Supersatz A")
    turns = []
    for _ in range(4):
        turns.append(phone.title)
        phone.check()
        turns.append("Pause" if phone.rest().is_visible() else "weiter")
    assert turns == [
        *("Liegestütze", "weiter", "Rudern", "Pause"),
        *("Liegestütze", "weiter", "Rudern", "weiter"),
    ]
    phone.wait_until_sent()
    with make.session() as session:
        ties = session.query(Exercise.superset).filter_by(workout_id=running(make, alice).id)
        assert [tie for (tie,) in ties] == [1, 1]
    phone.exercise("Rudern")
    phone.menu("Supersatz lösen")
    expect(phone.part("now-place")).to_have_text("Übung 2 von 2")


def test_a_hold_is_timed_on_the_full_screen_and_fills_the_set(
    begin: Begin, make: Make, alice: User, plank: ExerciseDefinition
) -> None:
    phone = begin((plank, [("Unterarm", 30), ("Unterarm", 30)]))
    phone.page.clock.install()
    phone.page.clock.pause_at(utc_now() + timedelta(minutes=1))
    phone.page.locator(".dock-face").tap()
    digits, phase = phone.part("hold-digits"), phone.part("hold-phase")
    expect(digits).to_have_text("5")
    expect(phase).to_have_text("Mach dich bereit")
    phone.page.clock.run_for(6_000)
    expect(phase).to_have_text("Tippe zum Stoppen")
    clock = phone.page.locator(".hold-clock")
    size = clock.bounding_box()
    assert size is not None
    assert (round(size["width"]), round(size["height"])) == (390, 844)
    height: float = digits.evaluate("(face) => parseFloat(getComputedStyle(face).fontSize)")
    assert height >= 140  # 19 mm on a phone of 160 dots an inch
    phone.page.clock.run_for(31_000)
    expect(digits).to_have_text("0:32")  # past its target
    phone.page.touchscreen.tap(60, 700)
    expect(clock).to_be_hidden()
    phone.until([True, False])
    assert phone.values == ["0:31", "0:30"]  # half a second for the way to the phone
    phone.page.clock.resume()
    phone.wait_until_sent()
    assert done(make, alice) == [("Planke", "Unterarm", 31)]


def test_a_hold_left_before_its_start_fills_nothing(
    begin: Begin, plank: ExerciseDefinition
) -> None:
    phone = begin((plank, [("Unterarm", 30)]))
    phone.page.locator(".dock-face").tap()
    phone.page.locator(".hold-face").tap()
    expect(phone.page.locator(".hold-clock")).to_be_hidden()
    assert (phone.values, phone.done) == (["0:30"], [False])


def test_weight_is_switched_on_at_the_set_and_seen_wherever_the_set_is(
    begin: Begin, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    phone = begin((pushups, [("Voll", 8), ("Voll", 8)]))
    expect(phone.part("figures")).to_be_hidden()
    phone.menu("Zusatzgewicht angeben")
    more = phone.part("figures").get_by_role("button", name="2,5 kg mehr")
    for _ in range(4):
        more.press("Enter")
    expect(phone.page.locator(".log-extras")).to_have_text(["+10 kg", "+10 kg"])
    phone.check()
    for _ in range(4):
        phone.part("figures").get_by_role("button", name="2,5 kg weniger").press("Enter")
    phone.check()
    phone.wait_until_sent()
    expect(phone.page.locator(".log-exercise")).to_contain_text("8 @ +10 · 8")
    page = phone.page
    shot(page, "log-weight")
    page.goto(f"/workout/{running(make, alice).id}/finish")
    expect(page.locator(".compared-now")).to_have_text("8 @ +10 · 8")
    page.get_by_role("button", name="Training speichern").tap()
    expect(page.get_by_text("Training gespeichert.")).to_be_visible()
    page.goto("/workouts")
    expect(page.locator(".line-values").first).to_have_text("8 @ +10 · 8")


def test_load_side_and_reserve_show_where_they_are_switched_on(
    begin: Begin, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    pullups = make.exercise(
        owner=alice, title="Klimmzüge", tracks_load=True, tracks_sides=True, tracks_rir=True
    )
    phone = begin((pullups, [("Voll", 6), ("Voll", 6)]), (pushups, [("Voll", 10)]))
    phone.button("2,5 kg mehr").tap()
    phone.button("2,5 kg mehr").tap()
    expect(phone.button("links")).to_be_hidden()  # the rows say it
    phone.button("2").tap()
    extras = phone.page.locator(".log-extras").first
    expect(extras).to_have_text("L +5 kg · 2 in Reserve · R +5 kg")
    phone.check()
    phone.wait_until_sent()
    assert make.count(Set, load_kg=5, side="left", rir=2) == 1
    phone.exercise("Liegestütze")
    expect(phone.part("figures")).to_be_hidden()


def test_what_is_open_is_named_before_it_is_dropped(
    begin: Begin, make: Make, alice: User, pushups: ExerciseDefinition, rows: ExerciseDefinition
) -> None:
    make.workout(
        athlete=alice,
        exercises=[(pushups, [("Voll", 7)])],
    )
    phone = begin((pushups, [("Voll", 10), ("Voll", 9)]), (rows, [("Schräg", 8)]))
    workout = running(make, alice)
    for _ in range(3):
        phone.button("Satz 1: mehr").tap()
    phone.check()
    phone.page.get_by_role("link", name="Beenden", exact=True).tap()
    main = phone.page.locator("main")
    expect(main).to_contain_text("2 Sätze sind noch offen und werden nicht gespeichert.")
    expect(phone.page.locator(".compared")).to_contain_text("zuletzt 7")
    expect(phone.page.locator(".compared-gain")).to_have_text("+3")
    phone.page.locator(".effort-choice", has_text="7").tap()
    phone.page.get_by_label("Notiz").fill("Gut geschlafen")
    phone.page.locator(".choice", has_text="Nur ich").tap()
    phone.page.get_by_role("button", name="Training speichern").tap()
    expect(phone.page.get_by_text("Du hast anders trainiert")).to_be_visible()
    kept = make.fresh(workout)
    assert kept is not None
    assert (kept.title, kept.note, kept.effort) == ("Plan", "Gut geschlafen", 7)
    assert (kept.visibility, kept.is_running) == ("private", False)
    assert [row[:4] for row in stored(make, workout)] == [("Liegestütze", 1, "Voll", 10)]


def test_an_empty_workout_is_filled_on_the_way_and_discarded_after_asking(
    visitor: Visitor, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    phone = LogPage(visitor.sign_in(alice))
    phone.page.goto("/")
    phone.button("Training starten").tap()
    phone.started()
    phone.button("Übung hinzufügen").tap()
    phone.page.locator(".log-choices .row-link").filter(has_text="Liegestütze").tap()
    phone.button("Satz 1: mehr").press("Enter")  # as quick as an echo
    phone.check()
    phone.wait_until_sent()
    assert done(make, alice) == [("Liegestütze", "Knie", 6)]
    phone.page.goto("/workouts")
    phone.page.locator(".resume").tap()
    phone.started()
    assert phone.done == [True, False, False]
    phone.page.locator(".log-head summary").tap()
    phone.page.get_by_role("link", name="Training verwerfen").tap()
    expect(phone.page.locator("main")).to_contain_text("1 Satz geht verloren.")
    phone.page.get_by_role("button", name="Verwerfen").tap()
    expect(phone.page.get_by_text("Training verworfen.")).to_be_visible()
    assert make.count(Workout, user_id=alice.id) == 0
