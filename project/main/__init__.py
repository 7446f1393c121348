"""Training, library and people."""

from typing import Final

from project.decorators import GuardedBlueprint

# Pages that are not named here are for athletes who have confirmed their address.
PUBLIC: Final = frozenset(
    {
        "index",
        "healthz",
        "readyz",
        "service_worker",
        "manifest",
        "choose_language",
        "figure",
        "calendar_feed",
        "shared_program",
        "stop_reminders",
    }
)
UNCONFIRMED: Final = frozenset({"user", "picture", "initials"})

bp = GuardedBlueprint("main", __name__, public=PUBLIC, unconfirmed=UNCONFIRMED)

from project.main import routes  # noqa: E402, F401  registers the routes on bp
