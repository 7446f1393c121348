"""One module per noun; importing them registers their routes on ``bp``."""

from project.auth.routes import (
    account,
    devices,
    email,
    invitations,
    password,
    profile,
    registration,
    restoring,
    signing_in,
)

__all__ = [
    "account",
    "devices",
    "email",
    "invitations",
    "password",
    "profile",
    "registration",
    "restoring",
    "signing_in",
]
