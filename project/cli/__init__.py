"""The ``flask`` commands: one module per group."""

from flask import Flask

from project.cli import (
    backup,
    demo,
    doctor,
    mail,
    maintenance,
    pictures,
    progression,
    setup,
    static,
    upgrade,
    user,
)


def register(app: Flask) -> None:
    """Add every command group to ``app``."""
    for group in (
        backup,
        demo,
        doctor,
        mail,
        maintenance,
        pictures,
        progression,
        setup,
        static,
        upgrade,
        user,
    ):
        group.register(app)
