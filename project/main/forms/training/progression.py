"""The answer to a proposal, as its buttons send it."""

from wtforms import HiddenField

from project.main.forms.training.workout_rows import parse_id
from project.rules.texts import clean_line
from project.rules.training.proposals import Answer, ProposalKind
from project.services.training.proposal_answers import ProposalAnswer
from project.web.forms import Form


class AnswerForm(Form):
    """Which proposal was seen, and what the athlete says to it."""

    kind = HiddenField(filters=[clean_line])
    from_level = HiddenField(filters=[clean_line])
    to_level = HiddenField(filters=[clean_line])
    answer = HiddenField(filters=[clean_line])

    def given(self) -> ProposalAnswer | None:
        """Return the answer, None for what no button of ours sends."""
        before, after = parse_id(self.from_level.data or ""), parse_id(self.to_level.data or "")
        if self.kind.data not in set(ProposalKind) or self.answer.data not in set(Answer):
            return None
        if before is None or after is None:
            return None
        return ProposalAnswer(ProposalKind(self.kind.data), before, after, Answer(self.answer.data))
