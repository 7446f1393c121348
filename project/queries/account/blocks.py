"""Who is invisible to whom."""

from sqlalchemy import BindParameter, Select, select, union_all

from project.models import Block


def hidden_from(athlete_id: int | BindParameter[int]) -> Select[tuple[int]]:
    """Select the ids of those who block the athlete or are blocked by them, for ``NOT IN``."""
    both = union_all(
        select(Block.blocked_id.label("id")).where(Block.blocker_id == athlete_id),
        select(Block.blocker_id).where(Block.blocked_id == athlete_id),
    ).subquery()
    return select(both.c.id)
