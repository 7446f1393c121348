"""How this installation's commands are called from outside, e.g. by cron."""

import sys
from pathlib import Path
from shlex import quote

from project.settings import ROOT


def python_program() -> str:
    """Return the interpreter to call: a panel's own wrapper where there is one.

    ``sys.executable`` may be what that wrapper starts, without the settings it brings.
    """
    own = Path(sys.prefix) / "bin" / "python"
    return str(own) if own.exists() else sys.executable


def command_line(arguments: str) -> str:
    """Return the line that runs ``flask`` with ``arguments`` from any folder."""
    return f"cd {quote(str(ROOT))} && {quote(python_program())} -m flask {arguments}"
