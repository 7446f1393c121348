"""*Starterbibliothek*: ladders to begin with."""

from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.library.starter_library import (
    AddLaddersForm,
    added_before,
    category_links,
    shown_ladders,
)
from project.main.pages.library.starter_library import StarterCard
from project.queries.library import starter_library as queries
from project.rules.library.starter_library import StarterLadder
from project.services.library import starter_library as service
from project.web.current import current_athlete
from project.web.notices import flash
from project.web.safe_redirect import safe_next


@bp.get("/starter_library")
def starter_library() -> ResponseReturnValue:
    category = request.args.get("category")
    ladders = shown_ladders(category)
    owned = queries.owned(current_athlete().id, ladders)
    added = [key for key in added_before(request.args) if key in owned]
    return render_template(
        "main/library/starter_library/list.html",
        categories=category_links(category),
        cards=[StarterCard.of(ladder, owned) for ladder in ladders],
        here=url_for("main.starter_library", category=category),
        added=added,
        place=added[0] if added else None,
        placement_url=url_for("main.placement", exercise=[owned[key] for key in added]),
    )


@bp.post("/starter_library/add")
def add_starter_ladder() -> ResponseReturnValue:
    """Add one ladder or several, and come back to the place on the page."""
    form = AddLaddersForm()
    ladders = form.wanted()
    if ladders is None:
        raise InvalidError(gettext("Diese Leiter gibt es in der Starterbibliothek nicht."), {})
    if not ladders:
        raise InvalidError(gettext("Wähle zuerst eine Leiter aus."), {})
    back = safe_next(url_for("main.starter_library"))
    added = [service.add_ladder(current_athlete(), ladder).is_new for ladder in ladders]
    db.session.commit()
    pairs = list(zip(ladders, added, strict=True))
    _tell(
        [each.title for each, is_new in pairs if is_new],
        [each.title for each, is_new in pairs if not is_new],
    )
    return redirect(_to_the_place(back, ladders), code=303)


def _tell(new: Sequence[str], known: Sequence[str]) -> None:
    if len(new) == 1:
        said = gettext("„%(title)s“ ist jetzt in deiner Bibliothek.", title=new[0])
        flash(said)
    elif new:
        said = gettext("Jetzt in deiner Bibliothek: %(titles)s.", titles=", ".join(new))
        flash(said)
    for title in known:
        flash(gettext("„%(title)s“ hast du schon.", title=title))


def _to_the_place(back: str, ladders: Sequence[StarterLadder]) -> str:
    """Return the address to go back to; on the starter library's own page, that of the card."""
    parts = urlsplit(back)
    if parts.path != url_for("main.starter_library"):
        return back
    keys = [each.key for each in reversed(ladders)]  # the last one is where the button was
    query = "&".join(filter(None, (parts.query, urlencode({"added": keys}, doseq=True))))
    return f"{parts.path}?{query}#ladder-{keys[0]}"
