"""*Importieren*: a history from another app, from the file to its undo."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from project.decorators import reads_first, takes_files
from project.enums import ImportState, Visibility
from project.exceptions import DomainError, FieldError
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.training.imports import (
    NamesForm,
    OneNameForm,
    UploadForm,
    names_form,
    questions_form,
)
from project.main.pages.training import imports as pages
from project.models import TrainingImport
from project.queries.training import imports as queries
from project.rules.training.transfer.matching import Choice, Matcher, SourceName
from project.rules.training.transfer.own import is_archive
from project.services.training import import_pieces, import_row
from project.services.training import imports as service
from project.web.current import current_athlete
from project.web.forms import SelectChoice
from project.web.loaders import own_import_or_404
from project.web.notices import flash
from project.web.pictures import picture_store, remove_unused_pictures
from project.web.rate_limits import limit_uploads
from project.web.requests import begin_writing, wants_json


@bp.route("/import", methods=["GET", "POST"])
@limit_uploads
@reads_first
@takes_files
def imports() -> ResponseReturnValue:
    """Take a file; it is read before the transaction begins to write.

    An export of ours is brought back whole: no question about it is open.
    """
    form = UploadForm()
    if form.validate_on_submit() and (sent := form.content()) is not None:
        name, content = sent
        try:
            address = _restored(content) if is_archive(content) else _begun(name, content)
        except FieldError as error:
            db.session.rollback()
            form.refuse("file", error.message)
        else:
            db.session.commit()
            return redirect(address, code=303)
    rows = [pages.import_row(each) for each in queries.last_imports(current_athlete().id)]
    page = render_template("main/training/imports/upload.html", form=form, rows=rows)
    return page, 422 if form.errors else 200


def _begun(name: str, content: bytes) -> str:
    upload = service.read_upload(current_athlete(), name, content)
    begin_writing()
    made = service.begin(current_athlete(), upload)
    return url_for("main.training_import", import_id=made.id)


def _restored(content: bytes) -> str:
    from project.services.site import restoring  # noqa: PLC0415  few processes need its readers

    training = restoring.read_export(content)
    pictures = restoring.take_pictures(training, content, picture_store())
    begin_writing()
    try:
        flash(restoring.restore(current_athlete(), training).in_words())
        db.session.commit()
    except FieldError:
        remove_unused_pictures(pictures)
        raise
    remove_unused_pictures(pictures)
    return url_for("main.workouts")


@bp.get("/import/help")
def import_help() -> ResponseReturnValue:
    return render_template("main/training/imports/help.html")


@bp.get("/import/<int:import_id>")
def training_import(import_id: int) -> ResponseReturnValue:
    found = own_import_or_404(import_id, current_athlete())
    if found.state == ImportState.OPEN:
        return _preview(found)
    return render_template(
        "main/training/imports/outcome.html",
        import_id=found.id,
        outcome=pages.outcome(found),
    )


@bp.post("/import/<int:import_id>")
@reads_first
def answer_import(import_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    found = _open_or_404(import_id)
    form = questions_form(found, athlete)
    if form.validate_on_submit():
        asked = form.asked()
        try:
            reading = service.read_again(found, athlete, asked)
        except FieldError as error:
            form.form_errors = [*form.form_errors, error.message]
        else:
            begin_writing()
            service.answer(found, current_athlete(), asked, reading)
            db.session.commit()
            return redirect(url_for("main.training_import", import_id=import_id), code=303)
    return _preview(found, form)


def _preview(found: TrainingImport, form: object = None) -> ResponseReturnValue:
    shown = questions_form(found, current_athlete()) if form is None else form
    page = render_template(
        "main/training/imports/preview.html",
        import_id=found.id,
        preview=pages.preview(found),
        form=shown,
        is_ready=import_row.is_ready(found),
    )
    return page, 200 if form is None else 422


@bp.get("/import/<int:import_id>/names")
def import_names(import_id: int) -> ResponseReturnValue:
    found = _ready_or_404(import_id)
    return _names_page(found, *_names(found))


@bp.post("/import/<int:import_id>/names")
@reads_first
def start_import(import_id: int) -> ResponseReturnValue:
    """Begin with what was chosen; the file is read before the transaction begins to write."""
    found = _ready_or_404(import_id)
    rows, form = _names(found)
    if form.validate_on_submit():
        chosen = _chosen(found, rows, form)
        prepared = service.prepare(found, current_athlete())
        begin_writing()
        try:
            service.choose(found, chosen)
            service.start(
                found,
                current_athlete(),
                prepared,
                visibility=Visibility(form.visibility.data),
                brings_back=form.brings_back.data,
            )
        except FieldError as error:
            db.session.rollback()
            form.form_errors = [*form.form_errors, error.message]
        else:
            db.session.commit()
            return _to(import_id)
    return _names_page(found, rows, form)


@bp.post("/import/<int:import_id>/names/keep/<int:number>")
def keep_import_names(import_id: int, number: int) -> ResponseReturnValue:
    """Keep what was chosen so far and lead to one of the names."""
    found = _ready_or_404(import_id)
    rows, form = _names(found)
    if number >= len(rows):
        abort(404)
    if not form.validate_on_submit():
        return _names_page(found, rows, form)
    service.choose(found, _chosen(found, rows, form))
    db.session.commit()
    return redirect(url_for("main.import_name", import_id=import_id, number=number), code=303)


def _names_page(
    found: TrainingImport, rows: list[pages.NameRow], form: NamesForm
) -> ResponseReturnValue:
    page = render_template(
        "main/training/imports/names.html",
        import_id=found.id,
        rows=rows,
        form=form,
        gone=import_row.summary_of(found)["gone"],
    )
    return page, 422 if form.errors or form.form_errors else 200


def _names(found: TrainingImport) -> tuple[list[pages.NameRow], NamesForm]:
    library = queries.library_of(found.user_id)
    proposed = import_row.proposals(found, Matcher(library))
    rows = pages.name_rows(proposed, pages.ChoiceWords(library))
    return rows, names_form([(row.chosen, row.choices) for row in rows])


def _chosen(found: TrainingImport, rows: list[pages.NameRow], form: NamesForm) -> dict[str, Choice]:
    names = import_row.names_of(found)
    return {
        name.key: row.known[form[f"name{row.number}"].data]
        for name, row in zip(names, rows, strict=True)
    }


@bp.route("/import/<int:import_id>/names/<int:number>", methods=["GET", "POST"])
def import_name(import_id: int, number: int) -> ResponseReturnValue:
    """Choose from everything there is for one name."""
    found = _ready_or_404(import_id)
    names = import_row.names_of(found)
    if number >= len(names):
        abort(404)
    form, known = _one_name(found, names[number])
    if form.validate_on_submit():
        choice = form.choice(known, names[number].name)
        service.choose(found, {names[number].key: choice})
        db.session.commit()
        place = url_for("main.import_names", import_id=import_id, _anchor=f"name{number}")
        return redirect(place, code=303)
    page = render_template(
        "main/training/imports/name.html",
        import_id=import_id,
        number=number,
        name=pages.shown_name(names[number]),
        form=form,
    )
    return page, 422 if form.errors else 200


def _one_name(found: TrainingImport, name: SourceName) -> tuple[OneNameForm, dict[str, Choice]]:
    library = queries.library_of(found.user_id)
    chosen = import_row.chosen_for(found, name, Matcher(library))
    new = chosen if chosen.title else pages.as_new(name)
    form = OneNameForm(data={"level": chosen.value, "title": new.title, "rung": new.level})
    known = {"out": Choice()}
    choices = [
        SelectChoice("new", gettext("Neue Übung, mit dem Namen von unten")),
        SelectChoice("out", gettext("Weglassen")),
    ]
    for choice, group, text in pages.ChoiceWords(library).everything(name.counting_type.value):
        known[choice.value] = choice
        choices.append(SelectChoice(choice.value, text, optgroup=group))
    form.level.choices = choices
    return form, known


@bp.post("/import/<int:import_id>/go_on")
def go_on_importing(import_id: int) -> ResponseReturnValue:
    """Store, or take back, the next piece: the page posts on by itself, a button does without scripts."""
    athlete = current_athlete()
    found = own_import_or_404(import_id, athlete)
    import_pieces.go_on(found, athlete)
    db.session.commit()
    if wants_json(request):
        return {
            "part": found.part,
            "parts": found.parts,
            "is_over": found.state not in {ImportState.STORING, ImportState.UNDOING},
        }
    return _to(found.id)


@bp.post("/import/<int:import_id>/discard")
def discard_import(import_id: int) -> ResponseReturnValue:
    service.discard(own_import_or_404(import_id, current_athlete()))
    db.session.commit()
    flash(gettext("Die Datei ist weg. Gespeichert wurde nichts."))
    return redirect(url_for("main.imports"), code=303)


@bp.route("/import/<int:import_id>/undo", methods=["GET", "POST"])
def undo_import(import_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    found = own_import_or_404(import_id, athlete)
    if request.method == "POST":
        service.begin_undo(found, athlete)
        db.session.commit()
        return _to(import_id)
    if not queries.can_be_undone(found):
        abort(404)
    going, staying = queries.undo_counts(found)
    return render_template(
        "main/training/imports/undo.html", import_id=import_id, going=going, staying=staying
    )


def _to(import_id: int) -> Response:
    return redirect(url_for("main.training_import", import_id=import_id), code=303)


def _open_or_404(import_id: int) -> TrainingImport:
    found = own_import_or_404(import_id, current_athlete())
    if found.state != ImportState.OPEN:
        raise service.ImportOverError
    return found


def _ready_or_404(import_id: int) -> TrainingImport:
    found = _open_or_404(import_id)
    if not import_row.is_ready(found):
        raise DomainError(gettext("Beantworte erst die Fragen zur Datei."))
    return found
