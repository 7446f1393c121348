"""*Starterbibliothek*: ladders to begin with."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.library.starter_library import AddLadderForm, category_links, shown_ladders
from project.main.pages.library.starter_library import StarterCard
from project.queries.library import starter_library as queries
from project.services.library import starter_library as service
from project.web.current import current_athlete
from project.web.notices import flash
from project.web.safe_redirect import safe_next


@bp.get("/starter_library")
def starter_library() -> ResponseReturnValue:
    category = request.args.get("category")
    ladders = shown_ladders(category)
    owned = queries.owned(current_athlete().id, ladders)
    return render_template(
        "main/library/starter_library/list.html",
        categories=category_links(category),
        cards=[StarterCard.of(ladder, owned) for ladder in ladders],
        here=url_for("main.starter_library", category=category),
    )


@bp.post("/starter_library/add")
def add_starter_ladder() -> ResponseReturnValue:
    ladder = AddLadderForm().wanted()
    if ladder is None:
        raise InvalidError(gettext("Diese Leiter gibt es in der Starterbibliothek nicht."), {})
    added = service.add_ladder(current_athlete(), ladder)
    db.session.commit()
    said = (
        gettext("„%(title)s“ ist jetzt in deiner Bibliothek.", title=ladder.title)
        if added.is_new
        else gettext("„%(title)s“ hast du schon.", title=ladder.title)
    )
    flash(said)
    return redirect(safe_next(url_for("main.starter_library")), code=303)
