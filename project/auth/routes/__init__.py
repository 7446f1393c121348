"""One module per noun; importing them registers their routes on ``bp``."""

from project.auth.routes import email, password, registration, session

__all__ = ["email", "password", "registration", "session"]
