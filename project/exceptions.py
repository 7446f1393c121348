"""Broken rules of the product, each with a sentence fit for the athlete.

Raised by services, turned into a page (or JSON) in one place, `project.errors.handlers`.
"""

from project.i18n import gettext


class DomainError(Exception):
    """A rule of the product says no; ``status`` is the HTTP status of the answer."""

    status = 409
    retry_after: int | None = None
    """Seconds till it may be tried again."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RefusedError(DomainError):
    """The athlete may not do this."""

    status = 403


class UnknownAthleteError(DomainError):
    """There is no such athlete, or none whom this one may know of."""

    status = 404

    def __init__(self) -> None:
        super().__init__("")


class RenamedError(DomainError):
    """Whom a form is about has another name than when its page was made; nothing was done."""

    def __init__(self, message: str, username: str) -> None:
        super().__init__(message)
        self.username = username


class InvalidError(DomainError):
    """Something that was sent is wrong; ``fields`` has a message for each wrong name or path."""

    status = 422

    def __init__(self, message: str, fields: dict[str, str]) -> None:
        super().__init__(message)
        self.fields = fields


class FieldError(InvalidError):
    """One field's value is refused; routes show ``message`` at ``field``."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, {field: message})
        self.field = field


class UnavailableError(DomainError):
    """What the app itself relies on does not answer at the moment."""

    status = 503


class BusyError(UnavailableError):
    """Too many passwords are being checked at this moment."""

    retry_after = 5

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "Gerade melden sich viele zugleich an. Versuch es in ein paar Sekunden noch einmal."
            )
        )


class StaleVersionError(DomainError):
    """The thing was changed since the form that is being saved was read."""


class ConfigurationError(Exception):
    """The app refuses to start; every problem comes with the way to mend it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems
