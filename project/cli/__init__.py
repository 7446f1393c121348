"""The ``flask`` commands: one module per group."""

from typing import Final

from flask import Flask

from project.cli import (
    backup,
    demo,
    doctor,
    figures,
    imports,
    mail,
    maintenance,
    pictures,
    progression,
    remind,
    setup,
    static,
    upgrade,
    user,
)

COMMANDS: Final = (
    backup.backup_command,
    backup.restore_command,
    demo.demo_command,
    doctor.doctor_command,
    figures.group,
    imports.import_file,
    mail.group,
    maintenance.group,
    pictures.group,
    progression.group,
    remind.remind_command,
    setup.setup_command,
    static.group,
    upgrade.upgrade_command,
    user.group,
)


def register(app: Flask) -> None:
    """Add every command and every group of commands to ``app``."""
    for command in COMMANDS:
        app.cli.add_command(command)
