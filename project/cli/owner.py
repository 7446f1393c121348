"""As whom commands run: root goes on as the user the app runs as, so that nothing it makes is root's."""

import os
import pwd
from pathlib import Path


def owner_of(root: Path) -> int:
    """Return the number of the user the app runs as: whose data it is, before that whose code."""
    instance = root / "instance"
    return (instance if instance.exists() else root).stat().st_uid


def name_of(user: int) -> str:
    """Return the user's name, or the number where it has none on this machine."""
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def become_owner(root: Path) -> str:
    """Go on as the owner of the site in ``root`` and return the name; root alone changes.

    Logs, pictures and a database's file that root made could not be opened by the app.
    """
    owner = owner_of(root)
    if os.geteuid() != 0 or owner == 0:
        return ""
    try:
        entry = pwd.getpwuid(owner)
    except KeyError:  # files from another machine, as in a container
        return ""
    os.initgroups(entry.pw_name, entry.pw_gid)
    os.setgid(entry.pw_gid)
    os.setuid(owner)
    os.environ["HOME"] = entry.pw_dir
    return entry.pw_name
