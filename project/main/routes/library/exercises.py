"""The library: list, page of an exercise, its form, archive and copies."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from project.decorators import reads_first, takes_files
from project.exceptions import FieldError
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.library.exercises import ExerciseForm, LibraryArguments, OnProfileForm
from project.main.pages.training.exercise import LONG, SHORT, ExerciseView, exercise_view, rows_of
from project.models import ExerciseDefinition, User
from project.queries.library import categories as categories_queries
from project.queries.library import exercises as queries
from project.queries.library import lists as library
from project.queries.library.exercises import ExerciseRow
from project.queries.training import exercise_history as history
from project.queries.training import progression
from project.queries.training.progression import LadderPosition
from project.queries.training.proposal_answers import answers_of
from project.queries.training.training_log import log_of
from project.services.account.locking import lock_athletes
from project.services.account.pictures import save_picture
from project.services.library import categories as categories_service
from project.services.library import exercises as service
from project.services.library.drafts import ExerciseDraft
from project.services.library.exercises import TitleTakenError
from project.services.training.progression_upkeep import today_of
from project.web.current import current_athlete
from project.web.loaders import own_exercise_or_404, shown_exercise_or_404, visible_exercise_or_404
from project.web.notices import flash
from project.web.pagination import Page, same_page_url
from project.web.pictures import picture_store, remove_unused_pictures
from project.web.rate_limits import limit_level_pictures
from project.web.requests import begin_writing, wants_json
from project.web.safe_redirect import safe_next


@bp.get("/exercises")
def all_exercises() -> ResponseReturnValue:
    """Show the library; as JSON, what a picker needs of it."""
    wanted = LibraryArguments(request.args)
    page = _library_page(wanted)
    if wants_json(request):
        rows = [_as_json(row) for row in page.items]
        return jsonify(exercises=rows, next_url=page.next_url, prev_url=page.prev_url)
    return render_template(
        "main/library/exercises/list.html",
        page=page,
        filters=wanted.filters,
        tabs=wanted.tabs(),
        categories=wanted.category_links(categories_queries.all_categories()),
        kept=wanted.kept(),
        all_url=wanted.url(everybody=True),
        reset_url=wanted.url(words="", categories=()),
        me=current_athlete().id,
    )


@bp.get("/exercises/<int:exercises_id>")
def exercise(exercises_id: int) -> ResponseReturnValue:
    """Show an exercise with its ladder; to its owner also where they stand on it."""
    athlete = current_athlete()
    shown = shown_exercise_or_404(exercises_id, athlete)
    mine = shown.owner_id == athlete.id
    return render_template(
        "main/library/exercises/detail.html",
        exercise=shown,
        mine=mine,
        view=_view(shown.id, athlete) if mine else None,
        templates=history.templates_with(shown.id, athlete.id, athlete.calendar) if mine else [],
    )


def _view(exercise_id: int, athlete: User) -> ExerciseView:
    """Return the athlete's progress.

    Two statements, one for what stands beside the values of sets, one for a long look back.
    """
    calendar, today = athlete.calendar, today_of(athlete)
    stored = progression.standings([exercise_id], calendar)[exercise_id]
    answers, ladder, standing = answers_of(exercise_id), stored.ladder, stored.standing
    place = LadderPosition(ladder, standing, answers.decisions)
    longer_back = request.args.get("sessions") == str(LONG)
    if longer_back:
        log = log_of([exercise_id], calendar, latest=LONG).get(exercise_id, [])
        rows, longer = rows_of(ladder.levels, log), False
    else:
        rows = standing.newest()[-SHORT:]
        longer = len(rows) < sum(standing.count.values())
    workouts = {row.workout for _, row in rows} if longer_back or answers.is_noted else set()
    noted = history.noted_sets(exercise_id, workouts) if workouts else None
    return exercise_view(place, answers, rows, today, longer=longer, noted=noted)


@bp.route("/add_exercise", methods=["GET", "POST"])
def add_exercise() -> ResponseReturnValue:
    form = _form()

    def save(draft: ExerciseDraft) -> ExerciseDefinition:
        return service.add_exercise(current_athlete(), draft)

    if form.validate_on_submit() and (added := _saved(form, save)) is not None:
        flash(gettext("Übung hinzugefügt."))
        return redirect(safe_next(url_for("main.exercise", exercises_id=added.id)), code=303)
    return _show_form(form, None)


@bp.route("/exercise/<int:exercise_id>/update", methods=["GET", "POST"])
@limit_level_pictures
@reads_first
@takes_files
def update_exercise(exercise_id: int) -> ResponseReturnValue:
    """Change an exercise; pictures are decoded before the transaction begins to write."""
    definition = own_exercise_or_404(exercise_id, current_athlete())
    # Without a choice the way of counting stays as it is.
    form = _form(counting_type=definition.counting_type)
    added = _pictures_taken(form) if request.method == "POST" else set()
    levels, texts = queries.ladder_with_texts(exercise_id)
    form.levels.compare_with(levels, texts)
    form.criteria.for_levels(levels)
    if request.method == "GET":
        chosen = queries.category_ids_of(exercise_id)
        form.fill(definition, levels, chosen, queries.level_criteria(exercise_id), texts)

    def save(draft: ExerciseDraft) -> ExerciseDefinition:
        stored = own_exercise_or_404(exercise_id, current_athlete())
        service.update_exercise(stored, draft)
        return stored

    before = {said.picture for said in texts.values()}
    is_saved = form.validate_on_submit() and _saved(form, save) is not None
    remove_unused_pictures(before | added if is_saved else added)
    if is_saved:
        flash(gettext("Übung gespeichert."))
        return redirect(url_for("main.exercise", exercises_id=exercise_id), code=303)
    return _show_form(form, exercise_id)


@bp.route("/exercise/<int:exercise_id>/delete", methods=["GET", "POST"])
def delete_exercise(exercise_id: int) -> ResponseReturnValue:
    """Ask on a page of its own; the POST archives."""
    definition = own_exercise_or_404(exercise_id, current_athlete())
    if request.method == "GET":
        return render_template("main/library/exercises/archive.html", exercise=definition)
    service.archive(definition)
    db.session.commit()
    flash(gettext("Übung archiviert. Im Archiv kannst du sie zurückholen."))
    return redirect(url_for("main.all_exercises"), code=303)


@bp.post("/exercise/<int:exercise_id>/bring_back")
def bring_back_exercise(exercise_id: int) -> ResponseReturnValue:
    service.bring_back(own_exercise_or_404(exercise_id, current_athlete()))
    db.session.commit()
    flash(gettext("Die Übung ist wieder in deiner Bibliothek."))
    return redirect(url_for("main.exercise", exercises_id=exercise_id), code=303)


@bp.post("/copy_exercise/<int:exercise_id>")
def copy_exercise(exercise_id: int) -> ResponseReturnValue:
    """Copy into the own library; JSON for scripts."""
    source = visible_exercise_or_404(exercise_id, current_athlete())
    (athlete,) = lock_athletes(current_athlete().id)  # copies made at once queue for their names
    copy = service.copy_exercise(source, athlete)
    db.session.commit()
    url = url_for("main.exercise", exercises_id=copy.id)
    if wants_json(request):
        return jsonify(id=copy.id, title=copy.title, url=url)
    flash(gettext("In deine Bibliothek übernommen."))
    return redirect(safe_next(url), code=303)


@bp.post("/exercise/<int:exercise_id>/profile")
def show_on_profile(exercise_id: int) -> ResponseReturnValue:
    definition = own_exercise_or_404(exercise_id, current_athlete())
    shown = OnProfileForm().wanted()
    service.show_on_profile(definition, shown=shown)
    db.session.commit()
    said = (
        gettext("Dein Profil zeigt jetzt, wie weit du auf dieser Leiter bist.")
        if shown
        else gettext("Dein Profil zeigt diese Leiter nicht mehr.")
    )
    flash(said)
    return redirect(safe_next(url_for("main.exercise", exercises_id=exercise_id)), code=303)


def _pictures_taken(form: ExerciseForm) -> set[str]:
    """Store the pictures that came, and begin to write; return their names."""
    taken = form.levels.take_pictures(partial(save_picture, store=picture_store()))
    begin_writing()
    return taken


def _form(**shown: Any) -> ExerciseForm:  # noqa: ANN401  fields of the form
    form = ExerciseForm(data=shown)
    form.categories.offer(categories_queries.all_categories())
    return form


def _saved(
    form: ExerciseForm, save: Callable[[ExerciseDraft], ExerciseDefinition]
) -> ExerciseDefinition | None:
    """Store what was typed and commit, or show at the field what the database refuses."""
    try:
        saved = save(form.draft(_new_category(form)))
    except FieldError as error:
        db.session.rollback()
        form.refuse("new_category" if error.field == "name" else error.field, error.message)
        if isinstance(error, TitleTakenError) and error.archived:
            form.archived_id = error.exercise_id
        return None
    db.session.commit()
    return saved


def _new_category(form: ExerciseForm) -> int | None:
    name = form.new_category.data
    return categories_service.find_or_add(name).id if name else None


def _show_form(form: ExerciseForm, exercise_id: int | None) -> ResponseReturnValue:
    form.criteria.explain(form.counting_type.data)
    return form.page(
        "main/library/exercises/form.html",
        address=same_page_url(),
        exercise_id=exercise_id,
        fixed=exercise_id is not None and queries.has_sets(exercise_id),
    )


def _library_page(wanted: LibraryArguments) -> Page[ExerciseRow]:
    found = library.page_of(
        current_athlete().id,
        wanted.filters,
        limit=current_app.config["WORKOUTS_PER_PAGE"],
        after=wanted.after,
        before=wanted.before,
    )
    return Page(
        found.rows,
        next_url=None if found.after is None else wanted.url(after=found.after),
        prev_url=None if found.before is None else wanted.url(before=found.before),
    )


def _as_json(row: ExerciseRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "counting_type": row.counting_type,
        "owner": row.owner,
        "mine": row.owner_id == current_athlete().id,
        "copy_id": row.copy_id,
        "levels": [{"id": level.id, "name": level.name} for level in row.levels],
        "categories": list(row.categories),
        "url": url_for("main.exercise", exercises_id=row.id),
    }
