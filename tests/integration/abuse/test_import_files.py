"""Files that are broken or meant to break something are refused with a sentence; nothing is kept of them."""

import io
import tracemalloc
import zipfile
from io import BytesIO

import pytest

from project.models import ImportPart, TrainingImport, User
from project.rules.limits import MAX_IMPORT_BYTES
from tests.support.http import Page, Site, checked
from tests.support.make import STRONG_LINES, Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

HEAD = STRONG_LINES[0]
ROW = STRONG_LINES[1]
MULTIPART = "multipart/form-data; boundary=b"
MEGABYTE = 2**20
FLAT = 90 * MEGABYTE
"""The form's own copies of 10 MB, and what reading them takes."""


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("strong.csv", f"{HEAD}\n{ROW}\n" + f"{ROW}\n" * 2_000_000)
    return stream.getvalue()


FILES = {
    "empty": b"",
    "no table": b"just some words\nand more",
    "HTML": b"<!DOCTYPE html><table><tr><td>Date</td></tr></table>",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0",
    "a bomb": bomb(),
    "columns": ",".join(f"c{number}" for number in range(100_000)).encode() + b"\n1,2\n",
    "one cell": f'{HEAD}\n"{"x" * 5 * MEGABYTE}",a\n'.encode(),
    "NUL": f"{HEAD}\n{ROW}\0\n".encode(),
    "the past": f"{HEAD}\n{ROW.replace('2024', '1970')}\n".encode(),
    "the future": f"{HEAD}\n{ROW.replace('2024', '2099')}\n".encode(),
    "negative": f"{HEAD}\n{ROW.replace(',12,', ',-12,')}\n".encode(),
    "huge": f"{HEAD}\n{ROW.replace(',12,', ',1000000000,')}\n".encode(),
    "twice": f"{HEAD},Reps\n{ROW},3\n".encode(),
    "too large": b"x" * (MAX_IMPORT_BYTES + 1),
    "many names": "\n".join(
        [HEAD, *(ROW.replace("Push Up", f"Übung {number}") for number in range(600))]
    ).encode(),
    "foreign ids": b'{"format": 1, "exported_at": "x", "workout": [{"id": 1, "user_id": 1}]}',
    "broken JSON": b'{"format": 1, "exported_at": "x", "workout": [',
}


def form(token: str, content: bytes) -> bytes:
    """Return the form as a browser sends it; the client would write a large one to the disk."""
    head = "Content-Disposition: form-data; name="
    token_part = f'--b\r\n{head}"csrf_token"\r\n\r\n{token}\r\n'
    return f'{token_part}--b\r\n{head}"file"; filename="a.csv"\r\n\r\n'.encode() + (
        content + b"\r\n--b--\r\n"
    )


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_with_a_sentence_in_little_memory(
    site: Site, make: Make, alice: User, name: str
) -> None:
    site.sign_in(alice)
    body = form(site.csrf_token(), FILES[name])
    tracemalloc.start()
    try:
        page = checked(Page(site.client.post("/import", data=body, content_type=MULTIPART)), 422)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(page.error("file")) > len("Wähle eine Datei.")
    assert (make.count(TrainingImport), make.count(ImportPart)) == (0, 0)
    assert peak < FLAT


def test_formulas_and_markup_in_a_file_are_texts(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    names = ("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "@SUM(1)", "+1", "\u202eabc")
    lines = [HEAD, *(ROW.replace("Push Up", name) for name in names)]
    file = (BytesIO("\n".join(lines).encode()), "<img src=x>.csv")
    page = site.submit(site.open("/import"), {"file": file}, action="/import")
    site.submit(page, {"unit": "kg"}, action="/import/")
    page = site.open(f"{page.path}/names")
    assert "<script>alert(1)</script>" in page.texts("h2")
    page = site.submit(page, action="/names")
    page = site.submit(page, action="/go_on")
    assert "5 Sätze sind neu." in page.text
    site.open("/exercises")


def test_a_lie_about_the_content_type_changes_nothing(site: Site, alice: User) -> None:
    site.sign_in(alice)
    file = (BytesIO("\n".join(STRONG_LINES).encode()), "photo.png", "image/png")
    page = site.submit(site.open("/import"), {"file": file}, action="/import")
    assert page.heading == "In der Datei"
