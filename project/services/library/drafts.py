"""An exercise and its levels as somebody wants them, not checked yet."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from project.enums import CountingType
from project.rules.library.criteria import CriteriaOverride
from project.rules.library.level_texts import LevelTexts


@dataclass(frozen=True)
class LevelDraft:
    """A rung as somebody wants it; without an id it is new, or known by its name.

    Without ``criteria`` or ``texts`` a known one keeps those it has.
    """

    name: str
    id: int | None = None
    criteria: CriteriaOverride | None = None
    texts: LevelTexts | None = None

    def columns(self) -> dict[str, Any]:
        """Return what a new one is stored with, beside its name and place."""
        return asdict(self.criteria or CriteriaOverride()) | asdict(self.texts or LevelTexts())


@dataclass(frozen=True)
class ExerciseDraft:
    """An exercise as somebody wants it; ``levels`` from easy to hard.

    ``switched_on`` names the switches of optional figures (``tracks_…``) that are on. ``criteria``
    hold for the levels that have none of their own, None leaves them as they are, as it does the
    ``pinned_note``.
    """

    title: str
    levels: Sequence[LevelDraft]
    description: str = ""
    counting_type: CountingType = CountingType.REPS
    category_ids: Sequence[int] = field(default=())
    rest_seconds: int = 90
    switched_on: Collection[str] = ()
    criteria: CriteriaOverride | None = None
    pinned_note: str | None = None
