"""Answers to proposals: accept, not yet, decline, and undo."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.training.progression import AnswerForm
from project.rules.training.proposals import Answer, ProposalKind
from project.services.training import proposal_answers as service
from project.services.training.proposal_answers import ProposalAnswer
from project.web.current import current_athlete
from project.web.loaders import own_decision_or_404, own_exercise_or_404
from project.web.notices import flash
from project.web.safe_redirect import safe_next


@bp.post("/exercise/<int:exercise_id>/proposal")
def answer_proposal(exercise_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    exercise = own_exercise_or_404(exercise_id, athlete)
    given = AnswerForm().given()
    if given is None:
        raise InvalidError(gettext("Diese Antwort kennen wir nicht."), {})
    service.answer(athlete, exercise, given)
    db.session.commit()
    flash(_said(given))
    return redirect(safe_next(url_for("main.exercise", exercises_id=exercise_id)), code=303)


def _said(given: ProposalAnswer) -> str:
    match given.answer:
        case Answer.ACCEPTED if given.kind is ProposalKind.LADDER_DONE:
            return gettext("Stark. Diese Leiter hast du geschafft!")
        case Answer.ACCEPTED:
            return gettext("Ab jetzt gilt die neue Stufe. Du kannst das jederzeit zurücknehmen.")
        case Answer.NOT_YET:
            return gettext("Gut. Nach dem nächsten Training auf dieser Stufe fragen wir wieder.")
        case Answer.DECLINED:
            return gettext(
                "Gut. Wir fragen erst nach drei neuen Trainings auf dieser Stufe wieder."
            )


@bp.post("/decision/<int:decision_id>/undo")
def undo_decision(decision_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    decision = own_decision_or_404(decision_id, athlete)
    undone = service.undo(athlete, decision)
    db.session.commit()
    if undone:
        flash(gettext("Zurückgenommen."))
    home = url_for("main.exercise", exercises_id=decision.exercise_definition_id)
    return redirect(safe_next(home), code=303)
