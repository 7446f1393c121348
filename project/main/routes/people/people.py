"""Other athletes: explore, search, their pages and who follows whom."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from project.enums import Visibility
from project.main import bp
from project.main.pages.training.ladder_cards import LadderLine
from project.models import User
from project.queries.account.signed_in import Account
from project.queries.people import feed, profiles
from project.queries.people import people as queries
from project.queries.people.people import PeoplePage
from project.queries.people.profiles import ProfilePage
from project.queries.training import programs, progression
from project.queries.training.cards import CardPage
from project.queries.training.cursor import Cursor
from project.queries.training.programs import ProgramRow
from project.rules.limits import USERNAME_LENGTH
from project.rules.texts import clean_line, has_control_characters
from project.web.current import current_athlete, reader
from project.web.loaders import new_name_or_404, user_by_name_or_404
from project.web.pagination import Page, asked_stretch, linked, same_page_url

LADDERS_SHOWN = 12


@bp.get("/explore")
def explore() -> ResponseReturnValue:
    page = feed.explore(reader().id, **asked_stretch())
    return render_template("main/people/explore.html", page=linked(page))


@bp.get("/people")
def people() -> ResponseReturnValue:
    """Show whom I follow, or the athletes whose name begins with ``q``."""
    viewer = reader()
    text = clean_line(request.args.get("q"))[:USERNAME_LENGTH]
    if has_control_characters(text):
        text = ""
    stretch = asked_stretch()
    if text:
        page = PeoplePage(queries.search(text, viewer.id, limit=stretch["limit"]), None)
    else:
        page = queries.followed_by(
            viewer.id, viewer.id, limit=stretch["limit"], before=stretch["before"]
        )
    return render_template("main/people/search.html", page=_linked(page), q=text)


@bp.get("/user/<username>")
def user(username: str) -> ResponseReturnValue:
    """Show an athlete; who has not confirmed their own address sees no workouts."""
    viewer = reader()
    profile = profiles.profile_of(username, viewer.id)
    if profile is None:
        return redirect(url_for("main.user", username=new_name_or_404(username, viewer)))
    page = _workouts(profile, viewer)
    shows = profiles.shows_ladders_to(profile, viewer)
    return render_template(
        "main/people/profile.html",
        profile=profile,
        is_own=profile.id == viewer.id,
        page=linked(page),
        ladders=_ladders(profile) if shows else [],
        programs=_programs(profile, viewer),
        viewer_is_confirmed=viewer.confirmed,
    )


def _ladders(profile: ProfilePage) -> list[LadderLine]:
    """Return the chosen ladders, on the first page alone."""
    stretch = asked_stretch()
    if stretch["before"] or stretch["after"]:
        return []
    shown = progression.glances(profile.id, profile.calendar, limit=LADDERS_SHOWN, on_profile=True)
    return [LadderLine.of(each) for each in shown]


def _programs(profile: ProfilePage, viewer: Account | User) -> list[ProgramRow]:
    """Return the programs that the viewer may take over, on the first page alone; two statements."""
    stretch = asked_stretch()
    if not profile.has_programs or not viewer.confirmed or stretch["before"] or stretch["after"]:
        return []
    found = programs.programs_of(profile.id, viewer.id)
    return [each for each in found if each.visibility != Visibility.PRIVATE]


def _workouts(profile: ProfilePage, viewer: Account | User) -> CardPage:
    if not viewer.confirmed:
        return CardPage([], None, None)
    kinds = profiles.visible_kinds(profile, viewer.id)
    return feed.workouts_of(profile.id, kinds, **asked_stretch())


@bp.get("/user/<username>/followers")
def followers(username: str) -> ResponseReturnValue:
    return _list(username, queries.followers_of, "main/people/followers.html")


@bp.get("/user/<username>/following")
def following(username: str) -> ResponseReturnValue:
    return _list(username, queries.followed_by, "main/people/following.html")


def _list(username: str, query: Callable[..., PeoplePage], template: str) -> ResponseReturnValue:
    viewer = current_athlete()
    athlete = user_by_name_or_404(username, viewer)
    before = Cursor.parse(request.args.get("before"))
    page = query(athlete.id, viewer.id, limit=asked_stretch()["limit"], before=before)
    return render_template(
        template, athlete=athlete, page=_linked(page), is_own=athlete.id == viewer.id
    )


def _linked(page: PeoplePage) -> Page[queries.Person]:
    older = page.older
    return Page(page.people, next_url=same_page_url(before=str(older)) if older else None)
