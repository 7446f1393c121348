"""The ``flask`` commands: one module per group."""

from flask import Flask

from project.cli import backup, doctor, setup, upgrade


def register(app: Flask) -> None:
    """Add every command group to ``app``."""
    for group in (backup, doctor, setup, upgrade):
        group.register(app)
