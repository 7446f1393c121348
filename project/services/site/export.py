"""The athlete's own archive: a ZIP with everything as JSON, tables as CSV, and the pictures."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from project.exceptions import UnavailableError
from project.i18n import gettext
from project.models import User, utc_now
from project.queries.library.level_texts import pictures_of
from project.queries.site import export as queries
from project.queries.site import export_tables
from project.queries.site.export import Section
from project.rules.training.transfer.own import NEWEST_FORMAT, PRODUCT
from project.services.account.picture_store import PictureStore
from project.services.account.pictures import SIZES, file_name
from project.services.site.tables import ForMachines, ForPeople


def write_archive(user: User, file: IO[bytes], pictures: PictureStore) -> None:
    """Write everything about ``user`` into ``file``, row by row: memory does not grow with it.

    Raises `UnavailableError` when a picture cannot be read at the moment.
    """
    picture = _picture(user.image_file, pictures)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with _text_member(archive, gettext("daten.json")) as out:
            for piece in json_pieces(user.id, queries.SECTIONS):
                out.write(piece)
        trainings = gettext("trainings.csv").removesuffix(".csv")
        ladders = gettext("uebungen.csv").removesuffix(".csv")
        for way, ending in ((ForPeople(), ".csv"), (ForMachines(), "-iso.csv")):
            with _text_member(archive, f"{trainings}{ending}") as out:
                way.write(out, way.trainings(export_tables.training_rows(user.id, user.calendar)))
            with _text_member(archive, f"{ladders}{ending}") as out:
                way.write(out, way.ladders(export_tables.ladder_rows(user.id)))
        if picture is not None:
            archive.writestr(gettext("bild.webp"), picture)
        folder = gettext("stufenbilder")
        for name in pictures_of(user.id):
            if (of_level := _picture(name, pictures)) is not None:
                archive.writestr(f"{folder}/{name}", of_level)


def _picture(name: str, pictures: PictureStore) -> bytes | None:
    file = file_name(name, max(SIZES))
    try:
        return pictures.get(file) if file else None
    except OSError as error:
        message = gettext("Dein Bild lässt sich gerade nicht lesen. Versuch es später noch einmal.")
        raise UnavailableError(message) from error


def json_pieces(user_id: int, sections: Iterable[Section]) -> Iterator[str]:
    """Yield the JSON of an export, of these tables."""
    head = {"format": NEWEST_FORMAT, "product": PRODUCT, "exported_at": utc_now()}
    yield _encode(head).removesuffix("}")
    for section in sections:
        yield f',\n"{section.table.name}": ['
        separator = "\n"
        for row in queries.rows(section, user_id):
            yield separator + _encode(row)
            separator = ",\n"
        yield "]"
    yield "}\n"


def _encode(value: Any) -> str:  # noqa: ANN401  any column's value
    return json.dumps(value, ensure_ascii=False, default=_as_text)


def _as_text(value: object) -> str:
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
    raise TypeError(type(value).__name__)


def _text_member(archive: zipfile.ZipFile, name: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(archive.open(name, "w", force_zip64=True), encoding="utf-8", newline="")
