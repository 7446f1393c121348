"""What lists show of a ladder, ready to print."""

from dataclasses import dataclass
from datetime import date

from project.main.pages.training import ladder_words as words
from project.main.pages.training.ladder_words import Evidence
from project.queries.training.progression import LadderSummary
from project.rules.training.ladder import LevelState
from project.rules.training.overview import Overview
from project.rules.training.proposals import ProposalKind


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """An open proposal in a line that leads to its exercise."""

    exercise_id: int
    exercise: str
    title: str
    good_news: bool

    @classmethod
    def of(cls, glance: LadderSummary) -> "ProposalLine":
        proposal = glance.overview.proposal
        if proposal is None:
            raise ValueError("no open proposal")
        title = words.proposal_title(proposal, glance.overview.names)
        good_news = proposal.kind is not ProposalKind.STEP_BACK
        return cls(glance.id, glance.title, title, good_news)


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """An open proposal with its reason; what the buttons send stands in the first five."""

    exercise_id: int
    kind: str
    from_level: int
    to_level: int
    exercise: str
    title: str
    reason: str
    evidence: list[Evidence]
    accept: str
    good_news: bool

    @classmethod
    def of(
        cls, exercise_id: int, exercise: str, counting_type: str, shown: Overview
    ) -> "ProposalCard | None":
        proposal, level = shown.proposal, shown.level
        if proposal is None or level is None:
            return None
        return cls(
            exercise_id=exercise_id,
            kind=proposal.kind.value,
            from_level=proposal.from_level,
            to_level=proposal.to_level,
            exercise=exercise,
            title=words.proposal_title(proposal, shown.names),
            reason=words.proposal_reason(proposal, level.criteria, counting_type),
            evidence=words.evidence(proposal.evidence, counting_type),
            accept=words.accept_label(proposal.kind),
            good_news=proposal.kind is not ProposalKind.STEP_BACK,
        )

    @classmethod
    def of_glance(cls, glance: LadderSummary) -> "ProposalCard | None":
        return cls.of(glance.id, glance.title, glance.counting_type, glance.overview)


def is_proposed(glance: LadderSummary) -> bool:
    return glance.overview.proposal is not None and glance.overview.level is not None


@dataclass(frozen=True, slots=True)
class LadderLine:
    """An exercise, the level its athlete is at, and when they trained it last.

    ``number`` counts from 1, 0 for a ladder without levels.
    """

    exercise_id: int
    title: str
    level: str
    number: int
    count: int
    done: bool
    last: str

    @classmethod
    def of(cls, glance: LadderSummary) -> "LadderLine":
        shown = glance.overview
        return cls(
            exercise_id=glance.id,
            title=glance.title,
            level=shown.name,
            number=shown.number,
            count=len(shown.names),
            done=shown.done,
            last=words.last_trained(shown.last_day) if shown.last_day else "",
        )


@dataclass(frozen=True, slots=True)
class LadderCard:
    """A ladder's line, and what to aim for next."""

    exercise_id: int
    title: str
    level: str
    number: int
    count: int
    state: str
    ready: bool
    done: bool
    target: str
    label: str
    reason: str
    evidence: list[Evidence]
    last: str

    @classmethod
    def of(cls, glance: LadderSummary, today: date) -> "LadderCard":
        shown, counting_type = glance.overview, glance.counting_type
        target, level = shown.target(today), shown.level
        values = words.amounts(target.values, counting_type) if target else ""
        return cls(
            exercise_id=glance.id,
            title=glance.title,
            level=shown.name,
            number=shown.number,
            count=len(shown.names),
            state=words.state_name(shown.state),
            ready=shown.state is LevelState.READY and not shown.done,
            done=shown.done,
            target=values,
            label=words.target_label(values) if values else "",
            reason=words.target_reason(target, level.criteria, counting_type)
            if target and level
            else "",
            evidence=words.evidence(target.evidence, counting_type) if target else [],
            last=words.last_trained(shown.last_day) if shown.last_day else "",
        )
