"""Fields for when and how long: moments with the zone of their clock, and minutes."""

import re
from datetime import MAXYEAR, UTC, datetime, timedelta
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wtforms import StringField, ValidationError

from project.i18n import lazy_gettext, zone
from project.models import utc_now
from project.rules.limits import FIRST_YEAR, LONGEST_WORKOUT
from project.rules.texts import clean_line

_FORMATS: Final = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y, %H:%M")
_SHOWN: Final = re.compile(r"([0-9T:.-]{1,40}\+00:00)\[([A-Za-z0-9_+/-]{1,64})\]")
_MINUTES: Final = re.compile(r"[0-9]{1,4}")
_MOST_MINUTES: Final = int(LONGEST_WORKOUT.total_seconds()) // 60


class MomentField(StringField):
    """A date and time in the zone in which the form was shown.

    A text that shows the moment the form was filled with is that moment: it names neither seconds
    nor which of the two hours that an autumn night has. ``shown`` is what travels with the form;
    without it, it is ``stored``, in the zone ``where`` or else the athlete's.
    """

    json_types: ClassVar[tuple[type, ...]] = (str,)

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().__init__(label, filters=[clean_line], **kwargs)
        self.stored: datetime | None = None
        self.where: str | None = None
        self.shown = ""

    def filled_with(self) -> datetime | None:
        """Return the moment that the form showed."""
        return self._filled()[0]

    def clock(self) -> ZoneInfo:
        """Return the zone in which the form showed it."""
        return self._filled()[1]

    def typed(self) -> datetime | None:
        """Return the moment in the field; None when it cannot be read or is not there."""
        text = self.data or ""
        filled, there = self._filled()
        if filled is not None and text == filled.astimezone(there).strftime(_FORMATS[0]):
            return filled
        for pattern in _FORMATS:
            try:
                typed = datetime.strptime(text, pattern).replace(tzinfo=there)
            except ValueError:
                continue
            return typed.astimezone(UTC) if typed.year >= FIRST_YEAR else None
        return None

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401  WTForms' own signature
        if self.data and self.typed() is None:
            raise ValidationError(
                lazy_gettext("Ein Datum mit Uhrzeit, ab dem Jahr %(year)d.", year=FIRST_YEAR)
            )

    def _filled(self) -> tuple[datetime | None, ZoneInfo]:
        there = ZoneInfo(self.where) if self.where else zone()
        return _read_shown(self.shown) or (self.stored, there)


class Moment(MomentField):
    """A moment that is needed; an empty text is the one that is stored, or now."""

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().__init__(label, **kwargs)
        self.fallback = utc_now()

    def moment(self) -> datetime:
        """Return the moment; the stored one where what was typed cannot be read."""
        return self.typed() or self.fallback

    def changed(self) -> datetime | None:
        """Return what was typed in the place of what was shown, None for nothing."""
        typed = self.typed()
        return None if typed == self.filled_with() else typed

    def moved(self) -> timedelta:
        """Return by how much it was changed."""
        return self.moment() - (self.filled_with() or self.fallback)

    def _filled(self) -> tuple[datetime | None, ZoneInfo]:
        filled, there = super()._filled()
        return filled or self.fallback, there


class Ending(MomentField):
    """A moment that need not be: an empty text means none, nothing sent leaves what is stored.

    Without an own one its clock is that of the field ``beside`` it.
    """

    beside: Moment | None = None

    def moment(self) -> datetime | None:
        return self.typed() if self.raw_data else self.filled_with()

    def _filled(self) -> tuple[datetime | None, ZoneInfo]:
        filled, there = super()._filled()
        return filled, there if filled or self.beside is None else self.beside.clock()


class Minutes(StringField):
    """Whole minutes; empty means none, nothing sent leaves what is stored."""

    json_types: ClassVar[tuple[type, ...]] = (str, int)

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().__init__(label, filters=[clean_line], **kwargs)
        self.stored = 0
        """In seconds."""

    def seconds(self) -> int:
        """Return what was typed; what shows as the stored minutes is what is stored."""
        text = self.data or ""
        if not self.raw_data or text == minutes_text(self.stored):
            return self.stored
        return int(text) * 60 if _MINUTES.fullmatch(text) else 0

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401  WTForms' own signature
        text = self.data or ""
        if text and not (_MINUTES.fullmatch(text) and int(text) <= _MOST_MINUTES):
            raise ValidationError(
                lazy_gettext("Ganze Minuten, höchstens %(most)d.", most=_MOST_MINUTES)
            )


def minutes_text(seconds: int) -> str:
    """Return seconds as the field shows them; nothing for none."""
    return str(round(seconds / 60)) if seconds else ""


def shown_moment(moment: datetime, where: str | None = None) -> str:
    """Return what travels with a form that shows ``moment`` in a zone, or else the reader's."""
    return f"{moment.astimezone(UTC).isoformat()}[{where or zone().key}]"


def _read_shown(text: str) -> tuple[datetime, ZoneInfo] | None:
    """Return the moment and the zone that a form was shown with; None for what is neither."""
    match = _SHOWN.fullmatch(text)
    if not match:
        return None
    try:
        moment, there = datetime.fromisoformat(match[1]), ZoneInfo(match[2])
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None
    return (moment, there) if FIRST_YEAR <= moment.year < MAXYEAR else None
