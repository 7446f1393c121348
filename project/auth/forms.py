"""What athletes type about their account."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import IO, Any

from flask import current_app
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, SubmitField
from wtforms.validators import Length, StopValidation, ValidationError

from project.enums import Visibility
from project.i18n import format_clock, lazy_gettext, lazy_pgettext
from project.models import User, fold
from project.rules.account.days import LATEST_BEGIN
from project.rules.limits import ABOUT_LENGTH, ADDRESS_LENGTH, MAX_IMPORT_BYTES, USERNAME_LENGTH
from project.services.account.credentials import (
    LONGEST_PASSWORD,
    normal_address,
    password_problem,
    username_problem,
)
from project.services.people.profiles import time_zones
from project.web.forms import Form, LineField, Password, SelectChoice, TextField
from project.web.languages import offered, own_name

VISIBILITY_CHOICES = [
    SelectChoice(Visibility.ALL.value, lazy_pgettext("who may see it", "Alle")),
    SelectChoice(Visibility.FOLLOWERS.value, lazy_gettext("Follower")),
    SelectChoice(Visibility.PRIVATE.value, lazy_gettext("Nur ich")),
]
_TOO_LONG = Length(
    max=LONGEST_PASSWORD, message=lazy_gettext("Höchstens %(max)d Zeichen.", max=LONGEST_PASSWORD)
)


class EmailAddress:
    """Accepts one address and puts it into its normal form; asks no name server."""

    def __call__(self, form: Form, field: Field) -> None:
        address = normal_address(field.data)
        if address is None:
            raise StopValidation(str(lazy_gettext("Das ist keine gültige E-Mail-Adresse.")))
        field.data = address


class Username:
    """Accepts a name that nobody confuses with another one, or with a page of the site."""

    def __call__(self, form: Form, field: Field) -> None:
        if problem := username_problem(field.data, path_segments()):
            raise ValidationError(problem)


class OwnOrNewUsername(Username):
    """Lets athletes keep the name they have, also one that became reserved since."""

    def __call__(self, form: Form, field: Field) -> None:
        if fold(field.data) != form.own_key:
            super().__call__(form, field)


class Same:
    """Refuses a repetition that differs from the password; says so where it was repeated."""

    def __call__(self, form: Form, field: Field) -> None:
        if field.data != form["password"].data:
            raise ValidationError(str(lazy_gettext("Die beiden Passwörter sind verschieden.")))


def path_segments() -> frozenset[str]:
    """Return the first segment of every address of the site."""
    rules = current_app.url_map.iter_rules()
    return frozenset(rule.rule.split("/")[1].casefold() for rule in rules)


class ConfirmForm(Form):
    """A button and nothing else."""


class PasswordForm(Form):
    """The athlete's own password, before something grave."""

    current_password = Password(lazy_gettext("Dein Passwort"), [_TOO_LONG])


class RestoreForm(Form):
    """An export to restore from."""

    file = FileField(
        lazy_gettext("Datei"),
        description=lazy_gettext("Die ZIP-Datei oder die JSON-Datei daraus, höchstens 10 MB."),
    )

    def validate_file(self, field: FileField) -> None:
        if not field.data:
            raise ValidationError(lazy_gettext("Wähle eine Datei."))

    def content(self) -> bytes:
        """Return what was sent, at most a byte more than is read of it."""
        stream: IO[bytes] = self.file.data.stream
        stream.seek(0)  # a request whose transaction lost is run again
        return stream.read(MAX_IMPORT_BYTES + 1)


class NewPasswordForm(Form):
    """A new password, twice; it must not be one of ``own_words``."""

    password = Password(lazy_gettext("Neues Passwort"))
    repeat_password = Password(lazy_gettext("Neues Passwort wiederholen"), [Same()])

    def __init__(self, own_words: Iterable[str] = (), **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().__init__(**kwargs)
        self.own_words = tuple(own_words)

    def validate_password(self, field: Field) -> None:
        if problem := password_problem(field.data, *self.own_words):
            raise ValidationError(problem)


class ChangePasswordForm(NewPasswordForm, PasswordForm):
    """The old password and the new one."""


class RegistrationForm(Form):
    username = LineField(
        lazy_gettext("Benutzername"), longest=USERNAME_LENGTH, validators=[Username()]
    )
    email = LineField(lazy_gettext("E-Mail"), longest=ADDRESS_LENGTH, validators=[EmailAddress()])
    password = Password(lazy_gettext("Passwort"))
    repeat_password = Password(lazy_gettext("Passwort wiederholen"), [Same()])
    default_visibility = RadioField(
        lazy_gettext("Wer darf deine Trainings sehen?"),
        choices=VISIBILITY_CHOICES,
        default=Visibility.FOLLOWERS.value,
    )
    submit = SubmitField(lazy_gettext("Konto anlegen"))

    def validate_password(self, field: Field) -> None:
        own_words = (self.username.data or "", self.email.data or "")
        if problem := password_problem(field.data, *own_words):
            raise ValidationError(problem)


class LoginForm(Form):
    """A name or an address, and the password; ``kept`` is a sealed form that waits for its athlete."""

    username = LineField(lazy_gettext("Benutzername oder E-Mail"), longest=ADDRESS_LENGTH)
    password = Password(lazy_gettext("Passwort"), [_TOO_LONG])
    remember_me = BooleanField(lazy_gettext("Angemeldet bleiben"))
    submit = SubmitField(lazy_gettext("Anmelden"))
    kept = HiddenField()


class ForgotForm(Form):
    """The address a reset link goes to."""

    email = LineField(lazy_gettext("E-Mail"), longest=ADDRESS_LENGTH, validators=[EmailAddress()])


class ChangeEmailForm(PasswordForm):
    email = LineField(
        lazy_gettext("Neue E-Mail-Adresse"), longest=ADDRESS_LENGTH, validators=[EmailAddress()]
    )


class EditProfileForm(Form):
    """What an athlete says about themself."""

    username = LineField(
        lazy_gettext("Benutzername"),
        longest=USERNAME_LENGTH,
        validators=[OwnOrNewUsername()],
        description=lazy_gettext(
            "Ein alter Name bleibt 90 Tage lang deiner; Links auf dein Profil führen 30 Tage weiter."
        ),
    )
    about_me = TextField(lazy_gettext("Über mich"), longest=ABOUT_LENGTH, required=False)
    picture = FileField(
        lazy_gettext("Neues Bild"),
        description=lazy_gettext(
            "JPEG, PNG, WebP oder GIF, höchstens 5 MB. Fotos (JPEG) bis 50 Megapixel, alles andere"
            " bis 16."
        ),
    )
    remove_picture = BooleanField(lazy_gettext("Bild entfernen"))
    timezone = SelectField(lazy_gettext("Zeitzone"))
    day_begins_at = SelectField(
        lazy_gettext("Mein Tag beginnt um"),
        coerce=int,
        description=lazy_gettext(
            "Wer nach Mitternacht trainiert, trainiert damit noch am Tag davor."
        ),
    )
    language = SelectField(lazy_gettext("Sprache"), coerce=str, filters=[lambda code: code or ""])
    default_visibility = RadioField(
        lazy_gettext("Wer darf neue Trainings sehen?"), choices=VISIBILITY_CHOICES
    )
    approves_followers = BooleanField(
        lazy_gettext("Ich entscheide, wer mir folgt"),
        description=lazy_gettext("Wer dir folgen will, stellt dann erst eine Anfrage."),
    )
    mails_about_messages = BooleanField(
        lazy_gettext("Mail bei neuen Nachrichten"),
        description=lazy_gettext("Höchstens eine in der Stunde."),
    )

    def __init__(self, athlete: User) -> None:
        self.own_key = athlete.username_key
        super().__init__(obj=athlete)
        self.language.choices = [
            SelectChoice("", lazy_gettext("Wie im Browser")),
            *(SelectChoice(code, own_name(code)) for code in offered()),
        ]
        self.day_begins_at.choices = [
            SelectChoice(str(hour), format_clock(time(hour))) for hour in range(LATEST_BEGIN + 1)
        ]
        self.timezone.choices = [
            SelectChoice(name, name.replace("_", " "), optgroup=area)
            for area, names in _zones_with(athlete.timezone).items()
            for name in names
        ]


def _zones_with(own: str) -> Mapping[str, tuple[str, ...]]:
    """Return the zones to choose from; an athlete's own stays, whatever the system knows."""
    zones = time_zones()
    if any(own in names for names in zones.values()):
        return zones
    return {own: (own,), **zones}
