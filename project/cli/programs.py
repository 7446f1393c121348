"""How this installation's commands are called from outside, e.g. by cron."""

import sys
from pathlib import Path
from shlex import quote
from typing import Final

from project.settings import ROOT

SYSTEMD: Final = Path("/etc/systemd/system")
MAIL_TIMER: Final = "calisthenics-mail.timer"
REMIND_TIMER: Final = "calisthenics-remind.timer"


def python_program() -> str:
    """Return the interpreter to call: a panel's own wrapper where there is one.

    ``sys.executable`` may be what that wrapper starts, without the settings it brings.
    """
    own = Path(sys.prefix) / "bin" / "python"
    return str(own) if own.exists() else sys.executable


def command_line(arguments: str) -> str:
    """Return the line that runs ``flask`` with ``arguments`` from any folder."""
    return f"cd {quote(str(ROOT))} && {quote(python_program())} -m flask {arguments}"


def installed_units(folder: Path = SYSTEMD) -> dict[str, str]:
    """Return the text of each unit of systemd that was installed for this folder, by its name."""
    site = folder / "calisthenics.service"
    if not site.exists() or f"WorkingDirectory={ROOT}\n" not in site.read_text(encoding="utf-8"):
        return {}
    names = [path.name for path in (ROOT / "deploy").glob("calisthenics*.*")]
    there = [folder / name for name in names if (folder / name).exists()]
    return {path.name: path.read_text(encoding="utf-8") for path in there}
