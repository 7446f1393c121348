"""One module per noun; importing them registers their routes on ``bp``."""

from project.main.routes import health, home

__all__ = ["health", "home"]
