"""Accounts: registration, sign-in, passwords, profile."""

from typing import Final

from project.decorators import GuardedBlueprint

# Pages that are not named here are for athletes who have confirmed their address.
PUBLIC: Final = frozenset(
    {
        "register",
        "confirm_email",
        "confirm_new_email",
        "login",
        "logout",
        "forgot",
        "forgot_new",
    }
)
UNCONFIRMED: Final = frozenset(
    {
        "unconfirmed",
        "resend_confirmation",
        "settings",
        "change_password",
        "change_email",
        "sessions_list",
        "end_session",
        "end_other_sessions",
        "export_data",
        "delete_account",
    }
)

bp = GuardedBlueprint("auth", __name__, public=PUBLIC, unconfirmed=UNCONFIRMED)

from project.auth import routes, signing_in  # noqa: E402, F401  registers the routes on bp
