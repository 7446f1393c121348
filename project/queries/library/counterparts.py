"""Which of an athlete's own exercises are the same as somebody else's."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import and_, false, or_, select

from project.extensions import db
from project.models import ExerciseCopy, ExerciseDefinition

_THEIRS = ExerciseDefinition.__table__
_OWN = ExerciseDefinition.__table__.alias("own")
_COPIES = ExerciseCopy.__table__


class Counterpart(NamedTuple):
    """``own_id`` is the athlete's own exercise; None when they have none like it.

    ``archived`` says that its athlete has put the other one away: nobody else sees it any more.
    """

    own_id: int | None
    archived: bool


def counterparts(ids: Collection[int], athlete_id: int) -> dict[int, Counterpart]:
    """Return what stands for these exercises of others in the athlete's library; one statement.

    First the copy with which the athlete logs (an archived one too), else the one of the same
    name that is counted the same way.
    """
    if not ids:
        return {}
    same = and_(
        _OWN.c.title_key == _THEIRS.c.title_key,
        _OWN.c.counting_type == _THEIRS.c.counting_type,
        _OWN.c.archived == false(),
    )
    rows = db.session.execute(
        select(_THEIRS.c.id, _THEIRS.c.archived, _OWN.c.id.label("own_id"))
        .outerjoin_from(
            _THEIRS,
            _COPIES,
            and_(_COPIES.c.source_id == _THEIRS.c.id, _COPIES.c.user_id == athlete_id),
        )
        .outerjoin(
            _OWN,
            and_(
                _OWN.c.user_id == athlete_id,
                or_(
                    _OWN.c.id == _COPIES.c.copy_id,
                    and_(_COPIES.c.copy_id.is_(None), same),
                ),
            ),
        )
        .where(_THEIRS.c.id.in_(list(ids)))
    )
    return {row.id: Counterpart(row.own_id, row.archived) for row in rows}
