"""The base of all forms: text is trimmed, put into NFC and free of control characters."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final

from flask import abort, render_template, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    PasswordField,
    StringField,
)
from wtforms.fields import choices
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, StopValidation
from wtforms.widgets import TextArea

from project.i18n import lazy_gettext
from project.rules.limits import MAX_ID
from project.rules.texts import (
    clean_line,
    clean_text,
    has_control_characters,
    says_nothing,
    without_control_characters,
)

# A choice of a select or radio field.
SelectChoice = choices.SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

_NO_NAME: Final = re.compile("(?!)")
REQUIRED: Final = lazy_gettext("Bitte ausfüllen.")


def _storable(text: str) -> str:
    """Return ``text`` with lone surrogates made into a character that every field refuses."""
    return re.sub("[\ud800-\udfff]", "\0", text)


def json_fields(form: BaseForm) -> MultiDict[str, str]:
    """Return the fields of a JSON body as ``form`` would be sent; 400 for anything else.

    A text is no number and no switch, neither is the other, and a list is none of them.
    """
    try:
        body = request.get_json()
    except RecursionError:  # thousands of brackets
        abort(400)
    if not isinstance(body, dict):
        abort(400)
    fields: MultiDict[str, str] = MultiDict()
    for name, value in body.items():
        types, is_single = _asked_for(form, name)
        items = value if isinstance(value, list) and not is_single else [value]
        for item in items:
            if item is None or (item is False and bool in types):
                continue  # an empty check box sends nothing
            if not isinstance(item, types) or (isinstance(item, bool) and bool not in types):
                abort(400)
            fields.add(name, "on" if item is True else _storable(str(item)))
    return fields


def _asked_for(form: BaseForm, name: str) -> tuple[tuple[type, ...], bool]:
    """Return the types that a JSON member may have, and whether it is a single value."""
    field = form[name] if name in form else None  # noqa: SIM401  a form has no get
    if isinstance(field, BooleanField):
        return (bool,), True
    own: tuple[type, ...] | None = getattr(field, "json_types", None)
    if own:
        return own, True
    texts: re.Pattern[str] = getattr(form, "json_texts", _NO_NAME)
    return ((str,) if texts.fullmatch(name) else (str, int, float)), False


def typed_line(name: str) -> str:
    """Return what was sent in a field of one line as `LineField` reads it, for who asks before the form."""
    if not request.is_json:
        return clean_line(request.form.get(name))
    sent = request.get_json(silent=True)
    value = sent.get(name) if isinstance(sent, dict) else None
    return clean_line(value) if isinstance(value, str) else ""


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no type hints
    """Base class of our forms; JSON bodies are read like forms.

    ``json_texts`` names the members that are texts and no fields of the form.
    """

    json_texts: ClassVar[re.Pattern[str]] = _NO_NAME

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        def wrap_formdata(self, form: BaseForm, formdata: Any) -> Any:  # noqa: ANN401  WTForms' own signature
            chosen = formdata is None or hasattr(formdata, "getlist")
            if not chosen and request.is_json and request.method not in {"GET", "HEAD"}:
                return json_fields(form)
            return super().wrap_formdata(form, formdata)

    def page(self, template: str, **shown: Any) -> tuple[str, int]:  # noqa: ANN401  what it shows
        """Return the page of this form: as it is asked for, or 422 with what is wrong."""
        return render_template(template, form=self, **shown), 422 if self.errors else 200

    def refuse(self, field: str, message: str) -> None:
        """Show ``message`` at ``field``, for rules only the database can tell."""
        target: Field = self[field]
        target.errors = [*target.errors, message]


class PersonField(HiddenField):
    """An athlete's id as the page was given it."""

    json_types: ClassVar[tuple[type, ...]] = (str, int)


class PersonForm(Form):
    """A form about somebody: ``person`` is the id of the athlete whose page it was made for."""

    person = PersonField()

    def person_id(self) -> int | None:
        """Return the id; None when none was sent, 0, which nobody has, for what is no id."""
        text = self.person.data or ""
        if not text:
            return None
        return min(int(text), MAX_ID) if re.fullmatch(r"[0-9]{1,10}", text) else 0


class NoControlCharacters:
    """Refuses what cannot be seen but changes how text is read or stored."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        if field.data and has_control_characters(field.data):
            # The form is shown again, and a page cannot hold such characters either.
            field.data = without_control_characters(field.data)
            raise StopValidation(str(lazy_gettext("Steuerzeichen sind hier nicht erlaubt.")))


class LineField(StringField):
    """One line of text of at most ``longest`` characters."""

    json_types: ClassVar[tuple[type, ...]] = (str,)
    cleaning: ClassVar[tuple[Callable[[str | None], str], ...]] = (clean_line,)
    data: str  # the filter turns None into an empty text

    def __init__(
        self,
        label: str,
        *,
        longest: int,
        required: bool = True,
        validators: Sequence[Any] = (),
        **kwargs: Any,  # noqa: ANN401  WTForms' own signature
    ) -> None:
        super().__init__(
            label,
            [*_presence(required), NoControlCharacters(), _length(longest), *validators],
            filters=self.cleaning,
            **kwargs,
        )


class TextField(LineField):
    """Several lines of text of at most ``longest`` characters, in a text area."""

    widget = TextArea()
    cleaning = (clean_text,)


class Password(PasswordField):
    """A password, taken as it was typed but for its Unicode form."""

    json_types: ClassVar[tuple[type, ...]] = (str,)
    data: str  # the filter turns None into an empty text

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().__init__(label, [*_presence(True), *validators], filters=[_nfc], **kwargs)


def _nfc(value: str | None) -> str:
    return unicodedata.normalize("NFC", value if isinstance(value, str) else "")


def _presence(required: bool) -> list[Any]:
    # InputRequired looks at what was sent; the second check at what is left after trimming.
    return [InputRequired(REQUIRED), _NotBlank()] if required else []


class _NotBlank:
    def __call__(self, form: BaseForm, field: Field) -> None:
        if says_nothing(field.data or ""):
            raise StopValidation(str(REQUIRED))


def _length(longest: int) -> Length:
    return Length(max=longest, message=lazy_gettext("Höchstens %(max)d Zeichen.", max=longest))
