"""The pictures in our own archive: files beside the JSON, found by what its rows call them."""

import io
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from typing import Final

from project.rules.training.transfer.notices import UnreadableError

LARGEST: Final = 2**18
"""Bytes of one, ten times what ours have."""

_MAX_MEMBERS: Final = 10_000


def pictures_in(content: bytes, names: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Yield those of these pictures that the archive has; a JSON file by itself has none."""
    if not names or not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {
                PurePosixPath(member.filename).name: member
                for member in archive.infolist()[:_MAX_MEMBERS]
            }
            for name in sorted(names):
                if name in members:
                    with archive.open(members[name]) as file:
                        data = file.read(LARGEST + 1)
                    if len(data) <= LARGEST:
                        yield name, data
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise UnreadableError("zip_broken") from error
