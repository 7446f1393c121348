"""One page on which workouts and templates are written, with or without scripts."""

import re
from collections.abc import Sequence
from typing import Final

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from project.enums import Visibility
from project.exceptions import InvalidError
from project.i18n import gettext
from project.main.forms.training.moments import minutes_text, shown_moment
from project.main.forms.training.workout_actions import PICKER, Picked, change, picked, put
from project.main.forms.training.workout_rows import (
    ExerciseBlock,
    _build_prefill,
    parse_id,
    prefilled_row,
)
from project.main.forms.training.workouts import WorkoutForm, new_submit_key
from project.main.pages.training.editor_targets import EditorTargets
from project.main.pages.training.summaries import summary
from project.main.pages.training.workout_text import rows_of_text
from project.models import User, Workout, utc_now
from project.queries.library.categories import all_categories
from project.queries.library.counterparts import counterparts
from project.queries.library.editor_exercises import EditorExercise, editor_exercises
from project.queries.library.exercises import picker_options
from project.queries.training.progression import ladder_positions
from project.queries.training.titles import shown_title_of
from project.queries.training.workouts import PerformedExercise, WorkoutDetail, last_sets
from project.rules.limits import MAX_EXERCISES
from project.rules.training.drafts import WorkoutDraft
from project.services.training.plans import in_sides, plan_at_current_level
from project.services.training.progression_upkeep import today_of
from project.services.training.workout_check import HalfPairError, UnsaidError, too_many_exercises
from project.services.training.workouts import StaleWorkoutError, as_drafts
from project.web.filters import local_input

OWN_SHOWN: Final = 250
"""Own exercises in the list that works without scripts; about 45 bytes each."""

RECENT_SHOWN: Final = 8
STAY: Final = "stay"
"""What the Enter key presses where no script is."""
READ: Final = "read"
"""Reads a text into the form."""

CATEGORIES_SHOWN: Final = 30
PROBLEMS_SHOWN: Final = 10

_VALUE: Final = re.compile(r"value-([0-9]+)-([0-9]+)")
_CHOOSING: Final = re.compile(r"choose:([1-9][0-9]{0,3})")


class Editor:
    """The editor of a new or a stored workout (or template) during one request."""

    def __init__(
        self,
        athlete: User,
        *,
        template: bool = False,
        workout: Workout | None = None,
        stored: Sequence[PerformedExercise] = (),
    ) -> None:
        """Begin with what is ``stored`` in the workout; a form that was sent keeps what was typed."""
        self.athlete = athlete
        self.template = template if workout is None else is_template(workout)
        self.workout = workout
        self.stored = stored
        self.known: dict[int, EditorExercise] = {}
        self.targets = EditorTargets(athlete, ())
        self.notices: list[str] = []
        self.focus = ""
        self.choosing = 0
        self.untouched = ""
        self.half = ""
        self.form = self._new_form() if workout is None else self._form_of(workout)

    def _new_form(self) -> WorkoutForm:
        now = utc_now()
        form = WorkoutForm(
            data={
                "timestamp": local_input(now),
                "timestamp_shown": shown_moment(now),
                "visibility": Visibility.PRIVATE.value
                if self.template
                else self.athlete.default_visibility,
                "submit_key": new_submit_key(),
            }
        )
        form.timestamp.fallback = now
        return form

    def _form_of(self, workout: Workout) -> WorkoutForm:
        form = WorkoutForm(
            data={
                "wtitle": workout.title,
                "timestamp": local_input(workout.timestamp, workout.timezone),
                "timestamp_shown": shown_moment(workout.timestamp, workout.timezone),
                "visibility": workout.visibility,
                "note": workout.note,
                "effort": str(workout.effort or ""),
                "version": str(workout.version),
                "paused": minutes_text(workout.paused),
                **_shown_end(workout),
            }
        )
        form.ended.stored, form.ended.where = workout.finished_at, workout.timezone
        form.paused.stored = workout.paused
        form.timestamp.fallback, form.timestamp.where = workout.timestamp, workout.timezone
        return form

    def _learn(self) -> None:
        """Learn the exercises that occur; one statement, two when there is something to aim for."""
        choice = self._choice()
        ids = {exercise.definition_id for exercise in self.stored}
        ids |= {block.exercise_id for block in self.form.blocks if block.exercise_id}
        ids |= {choice.exercise_id} if choice else set()
        self.known = editor_exercises(ids, self.athlete.id)
        if not self.form.is_submitted():
            self.form.blocks = _build_prefill(self.stored, self.known)
            if self.workout is not None and self.workout.is_planned:
                for row in (row for block in self.form.blocks for row in block.rows):
                    row.plan()
        for block in self.form.blocks:
            block.attach(self.known.get(block.exercise_id or 0))
        self._look_up_targets()

    def _look_up_targets(self) -> None:
        """Learn what to aim for with own exercises, where the workout is still to be done."""
        ahead = not self.template and (self.workout is None or self._is_running())
        own = {each.id for each in self.known.values() if each.owner_id == self.athlete.id}
        self.targets = EditorTargets(self.athlete, own if ahead else ())

    def prefill(self, source: WorkoutDetail) -> None:
        """Start a new workout as ``source`` was; four statements at most.

        A template is a plan: its rows follow to the athlete's level and get the next target. Of
        somebody else's workout come the exercises and the number of sets. Exercises that cannot be
        logged any more are left out, and the page says so.
        """
        form = self.form
        form.wtitle.data = source.title
        if source.is_template:
            form.template_id.data = str(source.id)
        elif source.user_id == self.athlete.id:
            form.visibility.data = source.visibility
        if source.user_id == self.athlete.id:
            blocks = self._as_before(source)
        else:
            blocks = self._along_with(source)
        form.blocks = [
            block
            for block in blocks
            if block.definition is not None and not block.definition.archived
        ]
        for block in form.blocks:
            for row in block.rows:
                row.plan()
        there = {id(block) for block in form.blocks}
        self.notices = [
            gettext("„%(title)s“ ist archiviert und fehlt hier.", title=title)
            for title in dict.fromkeys(
                exercise.title
                for exercise, block in zip(source.exercises, blocks, strict=True)
                if id(block) not in there
            )
        ]

    def _as_before(self, source: WorkoutDetail) -> list[ExerciseBlock]:
        """Return the athlete's own workout or template, to be done anew."""
        ids = {exercise.definition_id for exercise in source.exercises}
        self.known = editor_exercises(ids, self.athlete.id)
        plan = source.exercises
        if source.is_template and self.known:
            found = ladder_positions(self.known, self.athlete.calendar)
            plan = [
                in_sides(each)
                if each.definition_id in self.known and self.known[each.definition_id].takes_sides
                else each
                for each in plan_at_current_level(source, found, today_of(self.athlete))
            ]
        self._look_up_targets()
        blocks = _build_prefill(plan, self.known, anew=True)
        if source.is_template:
            for block in blocks:
                self.targets.fill(block.exercise_id or 0, block.rows)
        else:
            for block in blocks:
                block.values["exnote"] = ""  # it comes back as last time's
        return blocks

    def _along_with(self, source: WorkoutDetail) -> list[ExerciseBlock]:
        """Return somebody else's workout with the athlete's own exercises, levels and targets."""
        ids = {exercise.definition_id for exercise in source.exercises}
        own = {key: each.own_id or key for key, each in counterparts(ids, self.athlete.id).items()}
        self.known = editor_exercises(set(own.values()), self.athlete.id)
        self._look_up_targets()
        blocks = _build_prefill(source.exercises, {}, anew=True)
        for block, exercise in zip(blocks, source.exercises, strict=True):
            number = own.get(exercise.definition_id, exercise.definition_id)
            block.values |= {"exercise": str(number), "exnote": ""}
            block.definition = self.known.get(number)
            if block.definition is not None:
                sides = [row.side or "" for row in exercise.sets if row.is_own_set]
                block.rows = self.targets.along(block.definition, sides)
        return blocks

    def act(self) -> bool:
        """Do what the pressed button says; False when it was the one that saves."""
        # What was pasted and not read yet would be lost by saving.
        action = self.form.do.data or (READ if self.form.lines.data else "")
        if not action:
            return False
        self._learn()
        if choice := self._choice():
            exercise = self.known.get(choice.exercise_id)
            self.focus = PICKER
            if exercise is None or exercise.archived:
                self.notices.append(gettext("Diese Übung gibt es nicht."))
            elif choice.place is None and len(self.form.blocks) >= MAX_EXERCISES:
                self.notices.append(too_many_exercises())
            else:
                last = last_sets(self.athlete.id, exercise.id)
                rows = [prefilled_row(row, exercise.levels, anew=True) for row in last]
                fresh = self.targets.fresh(exercise, rows)
                self.focus = put(self.form.blocks, exercise, choice.place, fresh)
        elif action == READ:
            self._read_lines()
        elif match := _CHOOSING.fullmatch(action):
            self.choosing = int(match[1])
            self.focus = PICKER
        else:
            self.focus = change(self.form.blocks, action)
            if (match := _VALUE.fullmatch(self.focus)) and self._is_running():
                self.targets.fill_added(self.form.blocks[int(match[1]) - 1], int(match[2]) - 1)
            if action == STAY:
                self.notices.append(
                    gettext("Noch nicht gespeichert. Das tut der Knopf „Speichern“.")
                )
        return True

    def _read_lines(self) -> None:
        """Put the exercises of a text behind those there are; one that is not understood stays."""
        form = self.form
        if not form.lines.validate(form):
            return
        found = rows_of_text(form.lines.data or "", self.athlete)
        if not found.problems and len(form.blocks) + len(found.blocks) > MAX_EXERCISES:
            found.problems.append(too_many_exercises())
        if found.problems:
            form.lines.errors = found.problems[:PROBLEMS_SHOWN]
            return
        if found.blocks:
            self.focus = f"exercise-{len(form.blocks) + 1}"
            self.notices.append(
                gettext("Eingefügt. Sieh nach, ob alles stimmt, und speichere dann.")
            )
        form.blocks += found.blocks
        form.note.data = "\n".join(filter(None, (form.note.data, found.note)))
        form.lines.data = ""

    def draft(self) -> WorkoutDraft:
        if self.workout is not None and self.form.read_version() != self.workout.version:
            self.form.forget_rows_but(self.stored)  # somebody else may have taken them out
        self.form.answer()
        return self.form.draft(self.stored)

    def first_page(self) -> ResponseReturnValue:
        """Answer with the editor as it is before anything was typed."""
        self._learn()
        return self.page()

    def page(self, *, status: int = 200) -> ResponseReturnValue:
        """Answer with the editor; four statements: own exercises, categories, targets, last notes."""
        options = picker_options(self.athlete.id, limit=OWN_SHOWN)
        recent = [option for option in options if option.last_used is not None][:RECENT_SHOWN]
        page = render_template(
            "main/training/workouts/form.html",
            editor=self,
            form=self.form,
            cards=[self.targets.card(block) for block in self.form.blocks],
            last_notes=self.targets.last_notes,
            options=options,
            recent=recent,
            categories=all_categories()[:CATEGORIES_SHOWN],
        )
        return page, status

    def refused(self, error: InvalidError) -> ResponseReturnValue:
        """Answer with the editor, everything that was typed, and the messages at their fields."""
        self._learn()
        self.form.show_errors(error.fields)
        return self.page(status=error.status)

    def ask(self, error: UnsaidError) -> ResponseReturnValue:
        """Answer with the editor and the question what its athlete has not said yet."""
        self._learn()
        if isinstance(error, HalfPairError):
            self.half = error.message
        else:
            self.untouched = error.message
        return self.page(status=error.status)

    @property
    def is_entered(self) -> bool:
        """Whether there is a set that does not stand as planned."""
        return any(not row.is_planned for block in self.form.blocks for row in block.rows)

    @property
    def is_planned(self) -> bool:
        """Whether there is a set that does."""
        return any(row.is_planned for block in self.form.blocks for row in block.rows)

    def problems(self) -> list[tuple[str, str]]:
        """Return the first things that are wrong in the exercises: where, and what."""
        found = []
        for number, block in enumerate(self.form.blocks, 1):
            title = block.definition.title if block.definition else str(number)
            found += [(f"exercise-{number}", f"{title}: {text}") for text in block.errors.values()]
            found += [
                (f"value-{number}-{place}", _at_set(title, place, text))
                for place, row in enumerate(block.rows, 1)
                for text in row.errors.values()
            ]
        return found[:PROBLEMS_SHOWN]

    def conflict(self, error: StaleWorkoutError) -> ResponseReturnValue:
        """Answer 409 with the typed and the stored version side by side; nothing is lost."""
        workout, mine = self._stored_workout(), error.wanted
        self._learn()
        titles = {number: exercise.title for number, exercise in self.known.items()}
        page = render_template(
            "main/training/workouts/conflict.html",
            editor=self,
            workout=workout,
            title=shown_title_of(workout, self.athlete.calendar),
            mine=mine,
            my_lines=summary(mine.exercises, titles),
            their_lines=summary(as_drafts(self.stored), titles),
            fields=self.form.as_sent(version=str(workout.version)),
        )
        return page, error.status

    def template_id(self) -> int | None:
        """Return the id of the template this is made from, as it was sent."""
        return parse_id(self.form.template_id.data or "")

    def action(self) -> str:
        """Return the address the form is sent to."""
        workout = self.workout
        if workout is None:
            return url_for("main.add_template" if self.template else "main.add_workout")
        if self.template:
            return url_for("main.edit_template", template_id=workout.id)
        return url_for("main.edit_workout", workout_id=workout.id)

    def home(self) -> str:
        """Return where to go when the editor is left."""
        if self.template:
            return url_for("main.workout_templates")
        if self.workout is None:
            return url_for("main.workouts")
        return url_for("main.workout", workout_id=self.workout.id)

    @property
    def is_over(self) -> bool:
        """Whether a stored workout, or one that is written up, may say how long it took."""
        return not (self.template or self._is_running())

    def _is_running(self) -> bool:
        return self.workout is not None and self.workout.is_running

    def _stored_workout(self) -> Workout:
        if self.workout is None:
            raise AssertionError
        return self.workout

    def _choice(self) -> Picked | None:
        return picked(self.form.do.data or "", self.form.pick.data or "")


def _shown_end(workout: Workout) -> dict[str, str]:
    """Return the fields that show when it ended, if that is known."""
    ended, where = workout.finished_at, workout.timezone
    if ended is None:
        return {}
    return {"ended": local_input(ended, where), "ended_shown": shown_moment(ended, where)}


def is_template(workout: Workout) -> bool:
    """Whether it is edited as a template is; a plan for one day is edited as a workout."""
    return workout.is_template and not workout.is_planned


def _at_set(title: str, place: int, text: str) -> str:
    return gettext("%(title)s, Satz %(place)s: %(what)s", title=title, place=place, what=text)
