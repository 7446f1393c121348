"""A ready-made program becomes one of the athlete's own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from project.enums import Visibility
from project.exceptions import FieldError
from project.i18n import gettext
from project.models import Program, User, fold
from project.queries.library.level_texts import level_texts
from project.queries.training.progression import LadderPosition, ladder_positions
from project.rules.library.level_texts import LevelTexts
from project.rules.library.sets import counted_value
from project.rules.library.starter_library import common_names
from project.rules.training.drafts import SetDraft, WorkoutExerciseDraft
from project.rules.training.program_drafts import ProgramDayDraft, ProgramDraft
from project.rules.training.ready_made.programs import (
    ReadyMadeDay,
    ReadyMadeExercise,
    ReadyMadeProgram,
)
from project.services.library.starter_library import add_ladder
from project.services.training import placement
from project.services.training.program_copies import own_template
from project.services.training.programs import begin_program, fill_program
from project.services.training.progression_upkeep import today_of


@dataclass(frozen=True, slots=True)
class AddedProgram:
    """The program; ``new_ladders`` are those that the athlete's library lacked."""

    program: Program
    is_new: bool
    new_ladders: int = 0


def add_ready_made(
    athlete: User,
    ready_made: ReadyMadeProgram,
    *,
    days_a_week: int | None = None,
    submit_key: str | None = None,
) -> AddedProgram:
    """Make a program of the athlete's own, with templates and the ladders that they lack; they commit.

    On a ladder of which nothing is known yet the athlete is put on the level at which the program
    begins, a decision that they can undo; elsewhere they go on where they stand. A form that was
    sent before, known by its ``submit_key``, gives the program it made then.
    """
    days = ready_made.days_a_week if days_a_week is None else days_a_week
    if not ready_made.least_days <= days <= ready_made.most_days:
        message = gettext(
            "Dieses Programm passt für %(low)d bis %(high)d Tage in der Woche.",
            low=ready_made.least_days,
            high=ready_made.most_days,
        )
        raise FieldError("days_a_week", message)
    draft = ProgramDraft(
        title=ready_made.title,
        description=ready_made.description,
        days_a_week=days,
        focus=ready_made.focus,
        weeks=ready_made.weeks,
        deload_every=ready_made.deload_every,
        visibility=Visibility.PRIVATE,
    )
    program, is_new = begin_program(athlete, draft, submit_key=submit_key, source=ready_made.key)
    if not is_new:
        return AddedProgram(program, is_new=False)
    added = {ladder.key: add_ladder(athlete, ladder) for ladder in ready_made.ladders}
    own = {key: each.exercise_id for key, each in added.items()}
    said = level_texts(own.values())
    places = _placed(athlete, ready_made, own, said)
    days_of_it = [_day(day, own, places, athlete) for day in ready_made.days]
    if ready_made.goal is not None:
        ladder, level = ready_made.goal
        program.goal_level_id = _level_id(places[own[ladder]], said, ladder, level)
    fill_program(program, athlete, replace(draft, days=days_of_it))
    return AddedProgram(program, is_new=True, new_ladders=sum(e.is_new for e in added.values()))


def _placed(
    athlete: User,
    ready_made: ReadyMadeProgram,
    own: Mapping[str, int],
    said: Mapping[int, LevelTexts],
) -> dict[int, LadderPosition]:
    """Return where the athlete stands on the program's ladders, put on them where nothing was known."""
    ids = set(own.values())
    places = ladder_positions(ids, athlete.calendar)
    chosen: dict[int, int] = {}
    for ladder in ready_made.ladders:
        place, level = places[own[ladder.key]], ready_made.levels[ladder.key]
        current = place.overview().level
        wanted = _level_id(place, said, ladder.key, level.key)
        is_known = bool(place.decisions) or place.standing.last_day is not None
        if not is_known and wanted is not None and current is not None and wanted != current.id:
            chosen[own[ladder.key]] = wanted
    if not chosen:
        return places
    placement.place(athlete, chosen)
    return ladder_positions(ids, athlete.calendar)


def _level_id(
    place: LadderPosition, said: Mapping[int, LevelTexts], ladder_key: str, level_key: str
) -> int | None:
    """Return the level of the athlete's own ladder, whatever it is called by now; None for none."""
    names = {fold(name) for name in common_names().get((ladder_key, level_key), ())}
    same = (key for key, name in place.ladder.names.items() if fold(name) in names)
    drawn = (key for key in place.ladder.names if key in said and said[key].figure == level_key)
    return next(chain(drawn, same), None)


def _day(
    day: ReadyMadeDay, own: Mapping[str, int], places: Mapping[int, LadderPosition], athlete: User
) -> ProgramDayDraft:
    today = today_of(athlete)
    exercises = [_exercise(each, places[own[each.ladder.key]], today) for each in day.exercises]
    template_id = own_template(athlete, day.title, day.note, [e for e in exercises if e.sets])
    return ProgramDayDraft(
        title=day.title, kind=day.kind, is_optional=day.is_optional, template_id=template_id
    )


def _exercise(
    exercise: ReadyMadeExercise, place: LadderPosition, today: date
) -> WorkoutExerciseDraft:
    shown = place.overview()
    target = shown.target(today)
    values = target.values if target else ()
    sets = [
        SetDraft(
            level=shown.name,
            level_id=shown.level.id,
            **counted_value(place.ladder.counting_type, values[min(number, len(values) - 1)]),
        )
        for number in range(exercise.sets)
        if shown.level is not None and values
    ]
    return WorkoutExerciseDraft(
        place.ladder.id, sets, superset=exercise.pair, alternation=exercise.turn
    )
