"""Letters twice as large, as the browser's setting makes them: a phone's pages stay readable."""

import pytest
from playwright.sync_api import Page, expect

from project.enums import CountingType
from project.models import User
from tests.support.browser import Visitor, overflow, shot, violations
from tests.support.diary import LEVELS, Diary, done
from tests.support.make import Make
from tests.support.windows import settle

pytestmark = pytest.mark.e2e

NARROWEST = (360, 740)
LONG = "Seit zwei Jahren dabei. Ziel für dieses Jahr ist der freie Handstand."
# Texts and fields that are narrower than five of the letters' heights.
SQUEEZED = """() => [...document.querySelectorAll(
    `main p, main .row-text, main .exercise-row-text, main .rung-name, main .line-name,
     main input[type=search], main textarea, main .stat, main .choice-text, main .set-level,
     main .start-due-text`
  )].filter((each) => each.checkVisibility() && each.textContent + each.name)
    .map((each) => [each, each.getBoundingClientRect().width])
    .filter(([, width]) => width < 160)
    .map(([each, width]) => `${each.tagName}.${each.className} ${width}`)"""
# Headings of which a word is parted in its middle, without a hyphen.
BROKEN = """() => [...document.querySelectorAll("main h1")].flatMap((heading) => {
  const room = heading.clientWidth;
  return heading.textContent.trim().split(/\\s+/).filter((word) => {
    const probe = heading.cloneNode();
    probe.textContent = word;
    probe.style.cssText = "position: absolute; white-space: nowrap";
    heading.parentNode.append(probe);
    const width = probe.getBoundingClientRect().width;
    probe.remove();
    return width > room + 1;
  });
})"""
# Buttons of the switches in the foot that leave it or lie over one another.
COLLIDING = """() => {
  const outer = document.querySelector(".footer-inner").getBoundingClientRect();
  const boxes = [...document.querySelectorAll(".footer-inner button")].map((button) => {
    const range = document.createRange();
    range.selectNodeContents(button);
    return range.getBoundingClientRect();
  });
  const wrong = boxes.filter((box) => box.left < outer.left || box.right > outer.right);
  for (const [number, one] of boxes.entries()) {
    for (const other of boxes.slice(number + 1)) {
      const beside = one.right <= other.left || other.right <= one.left;
      if (!beside && one.bottom > other.top && other.bottom > one.top) wrong.push(other);
    }
  }
  return wrong.length;
}"""


def enlarge(page: Page) -> None:
    settle(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")


@pytest.fixture
def ben(make: Make, alice: User) -> User:
    """Somebody alice follows, who has written to her; both have long words about them."""
    ben = make.user(username="ben_mit_langem_namen", about_me=LONG)
    make.follow(alice, ben)
    make.message(ben, alice, LONG)
    plan = [(make.exercise(owner=alice), [("Knie", 5)])]
    make.workout(athlete=alice, is_template=True, title="Ganzkörpertraining", exercises=plan)
    make.workout(athlete=alice, exercises=plan)
    make.exercise(owner=ben, title="Klimmzüge")
    return ben


@pytest.mark.parametrize("language", ["de", "en"])
def test_letters_twice_as_large_have_room_on_a_phone(
    visitor: Visitor, make: Make, alice: User, ben: User, language: str
) -> None:
    levels = ["Handstand an der Wand", "Freier Handstand"]
    exercise = make.exercise(owner=alice, levels=levels, counting_type=CountingType.DURATION)
    visitor.sign_in(alice)  # on another device
    page = visitor.sign_in(alice)
    page.goto("/healthz")
    page.context.add_cookies([{"name": "language", "value": language, "url": page.url}])
    found = {}
    for path in (
        "/",
        "/messages",
        f"/send_message/{ben.username}",
        "/people",
        f"/user/{ben.username}",
        "/starter_library",
        "/workouts",
        "/exercises?user=all",
        f"/exercises/{exercise.id}",
        "/auth/sessions",
    ):
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        enlarge(page)
        shot(page, f"large-{language}-{path.strip('/').split('/')[0]}")
        colliding = page.evaluate(COLLIDING)
        found[path] = overflow(page) + page.evaluate(SQUEEZED) + [colliding] * colliding
    assert found == {path: [] for path in found}


@pytest.mark.parametrize("language", ["de", "en"])
def test_proposals_sets_and_choices_have_room_for_letters_twice_as_large(
    visitor: Visitor, make: Make, alice: User, diary: Diary, language: str
) -> None:
    dips = make.exercise(owner=alice, title="Dips", levels=LEVELS)
    for day in (0, 2):
        diary.log(day, (dips, done("Knie", 9, 8, 8)))
    workout = make.workout(athlete=alice, exercises=[(dips, [("Knie", 5)])])
    signed_in, stranger = visitor.sign_in(alice, size=NARROWEST), visitor.open(size=NARROWEST)
    for page in (signed_in, stranger):
        page.goto("/healthz")
        page.context.add_cookies([{"name": "language", "value": language, "url": page.url}])
    found = {}
    for page, path in (
        (signed_in, "/"),
        (signed_in, f"/workout/{workout.id}"),
        (signed_in, "/auth/edit_profile"),
        (stranger, "/"),
        (stranger, "/auth/register"),
    ):
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        enlarge(page)
        shot(page, f"large-{language}-{path.strip('/').split('/')[-1]}-{page is stranger}")
        wrong = overflow(page) + page.evaluate(SQUEEZED) + page.evaluate(BROKEN)
        found[path, page is stranger] = wrong
    assert found == {opened: [] for opened in found}


@pytest.mark.parametrize("language", ["de", "en"])
def test_plans_have_room_for_letters_twice_as_large(
    visitor: Visitor, make: Make, alice: User, diary: Diary, language: str
) -> None:
    levels = ["Negative Klimmzüge", "Volle Klimmzüge"]
    pull = make.exercise(owner=alice, title="Klimmzüge am Ring", levels=levels)
    diary.log(0, (pull, done("Volle Klimmzüge", 9, 8, 8)))
    day = make.workout(
        athlete=alice,
        is_template=True,
        title="Ganzkörpertraining",
        exercises=[(pull, [("Volle Klimmzüge", 5)] * 5)],
    )
    program = make.program(owner=alice, days=[day, day], optional=[2], weeks=8)
    make.enrolment(program=program, weekdays="1357")
    page = visitor.sign_in(alice, size=NARROWEST)
    page.goto("/healthz")
    page.context.add_cookies([{"name": "language", "value": language, "url": page.url}])
    found = {}
    for path in ("/plan", "/plan/calendar", f"/program/{program.id}/start", "/progress"):
        page.goto(path)
        enlarge(page)
        shot(page, f"large-{language}-{path.strip('/').replace('/', '-')}")
        found[path] = overflow(page) + page.evaluate(SQUEEZED) + page.evaluate(BROKEN)
    assert found == {path: [] for path in found}


def test_inbox_and_account_lie_over_nothing_that_is_read_in_large_letters(
    visitor: Visitor, alice: User
) -> None:
    page = visitor.sign_in(alice)
    page.goto("/starter_library")
    top = "() => document.querySelector('.account').getBoundingClientRect().top"
    page.evaluate("scrollTo(0, 600)")
    assert page.evaluate(top) == 0  # small letters leave room beside them
    enlarge(page)
    page.evaluate("scrollTo(0, 600)")
    assert page.evaluate(top) == -600


def test_the_table_of_an_exercise_fits_the_narrowest_phone(
    visitor: Visitor, make: Make, alice: User
) -> None:
    push = make.exercise(owner=alice, title="Liegestütze", levels=["Bogenschützenliegestütze"])
    hang = make.exercise(
        owner=alice,
        title="Hängen",
        levels=["Aktives Hängen"],
        counting_type=CountingType.DURATION,
    )
    reps = [("Bogenschützenliegestütze", 10 + number) for number in range(5)]
    holds = [("Aktives Hängen", 75 + number) for number in range(5)]
    make.workout(athlete=alice, exercises=[(push, reps), (hang, holds)])
    page = visitor.sign_in(alice, size=(360, 740))
    for exercise in (push, hang):
        page.goto(f"/exercises/{exercise.id}")
        table = page.get_by_role("region", name="Trainings als Tabelle")
        expect(table.locator("tbody tr")).to_have_count(1)
        assert table.evaluate("box => box.scrollWidth - box.clientWidth") == 0
        assert violations(page) == []
