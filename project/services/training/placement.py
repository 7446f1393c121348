"""An athlete says where they stand on ladders; programs start with the same question."""

import json
from collections.abc import Mapping

from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import gettext
from project.models import ProgressionDecision, User, utc_now
from project.queries.training.placement import own_ids
from project.queries.training.progression import LadderPosition
from project.rules.training.placement import placing
from project.services.training.progression_upkeep import locked_positions
from project.services.training.proposal_answers import store_with_decisions


def place(athlete: User, chosen: Mapping[int, int]) -> list[ProgressionDecision]:
    """Keep where the athlete says they stand: levels by their own exercises; the caller commits.

    A decision for each ladder, none where it stands already: a form sent twice decides once. Raises
    `InvalidError` for an exercise that is not theirs and for a level that is not on its ladder.
    """
    own = own_ids(athlete.id, list(chosen))
    places = locked_positions(athlete, own) if own else {}
    decided = {}
    for exercise_id, level_id in chosen.items():
        position = places.get(exercise_id)
        if position is None or level_id not in position.ladder.names:
            raise InvalidError(gettext("Diese Stufe gibt es nicht mehr."), {})
        if (decision := _decision(athlete, position, level_id)) is not None:
            decided[exercise_id] = decision
    db.session.add_all(decided.values())
    store_with_decisions([places[exercise_id] for exercise_id in decided])
    return list(decided.values())


def _decision(athlete: User, position: LadderPosition, level_id: int) -> ProgressionDecision | None:
    ladder, current = position.ladder, position.overview().level
    now_at = current.id if current else None
    rule = placing(position.decisions, now_at, level_id, utc_now())
    if rule is None:
        return None
    return ProgressionDecision(
        user_id=athlete.id,
        exercise_definition_id=ladder.id,
        kind=rule.kind.value,
        answer=rule.answer.value,
        from_level_id=rule.from_level,
        from_name=ladder.names[rule.from_level] if rule.from_level else "",
        to_level_id=level_id,
        to_name=ladder.names[level_id],
        evidence=json.dumps([]),
        decided_at=rule.at,
    )
