"""Categories: their page, and adding one from the exercise form."""

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from project.exceptions import FieldError
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.library.categories import CategoryForm
from project.queries.library import categories as queries
from project.services.library import categories as service
from project.web.current import current_athlete
from project.web.loaders import category_or_404
from project.web.notices import flash
from project.web.rate_limits import limit_categories
from project.web.requests import wants_json


@bp.get("/categories")
def manage_categories() -> ResponseReturnValue:
    return _show(CategoryForm(formdata=None))


@bp.post("/categories/add")
@limit_categories
def add_category() -> ResponseReturnValue:
    """Add a category; a script gets the one that is there when the name is taken."""
    form = CategoryForm()
    if wants_json(request):
        return _add_as_json(form)
    if form.validate_on_submit():
        try:
            service.add_category(form.name.data or "")
        except FieldError as error:
            db.session.rollback()
            form.refuse(error.field, error.message)
        else:
            db.session.commit()
            flash(gettext("Kategorie hinzugefügt."))
            return redirect(url_for("main.manage_categories"), code=303)
    return _show(form)


@bp.route("/categories/<int:category_id>/rename", methods=["GET", "POST"])
def rename_category(category_id: int) -> ResponseReturnValue:
    category = category_or_404(category_id)
    form = CategoryForm(data={"name": category.shown_name})
    if form.validate_on_submit():
        try:
            service.rename_category(category, form.name.data or "", current_athlete())
        except FieldError as error:
            db.session.rollback()
            form.refuse(error.field, error.message)
        else:
            db.session.commit()
            flash(gettext("Kategorie umbenannt."))
            return redirect(url_for("main.manage_categories"), code=303)
    return form.page("main/library/categories/rename.html", category_id=category_id)


@bp.route("/categories/<int:category_id>/delete", methods=["GET", "POST"])
def delete_category(category_id: int) -> ResponseReturnValue:
    """Ask on a page of its own; the POST deletes what nobody uses."""
    category = category_or_404(category_id)
    if request.method == "GET":
        return render_template("main/library/categories/delete.html", category=category)
    service.delete_category(category)
    db.session.commit()
    flash(gettext("Kategorie gelöscht."))
    return redirect(url_for("main.manage_categories"), code=303)


def _add_as_json(form: CategoryForm) -> ResponseReturnValue:
    if not form.validate_on_submit():
        raise FieldError("name", str(form.name.errors[0]))
    category = service.find_or_add(form.name.data or "")
    db.session.commit()
    return jsonify(id=category.id, name=category.shown_name)


def _show(form: CategoryForm) -> ResponseReturnValue:
    return form.page(
        "main/library/categories/list.html",
        categories=queries.with_usage(current_athlete().id),
        admin=current_athlete().admin,
    )
