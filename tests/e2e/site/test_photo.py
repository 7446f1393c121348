"""A photo from a phone becomes a profile picture, however large the file is."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import expect

from project.models import User
from project.services.account.pictures import MAX_BYTES, file_name
from tests.support.browser import Visitor
from tests.support.images import photo
from tests.support.make import Make

pytestmark = pytest.mark.e2e

UPRIGHT = 6  # shown after a quarter turn clockwise


def phones_photo() -> bytes:
    """More bytes than the site takes in a form: red above, noise below, held upright."""
    exif = Image.Exif()
    exif[0x0112] = UPRIGHT
    with Image.open(BytesIO(photo(3200, 2400))) as noise:
        image = noise.convert("RGB")
    image = Image.blend(image, Image.effect_noise(image.size, 255).convert("RGB"), 0.5)
    image.paste((200, 0, 0), (0, 0, 3200, 800))
    file = BytesIO()
    image.save(file, "JPEG", quality=100, subsampling=0, exif=exif)
    return file.getvalue()


def test_the_browser_makes_a_phones_photo_small_enough_and_keeps_it_upright(
    visitor: Visitor, app: Flask, make: Make, alice: User, tmp_path: Path
) -> None:
    data = phones_photo()
    assert len(data) > 7_000_000 > MAX_BYTES
    (tmp_path / "IMG_0001.jpeg").write_bytes(data)
    page = visitor.sign_in(alice)
    page.goto("/auth/edit_profile")
    page.set_input_files("#picture", tmp_path / "IMG_0001.jpeg")
    page.click("text=Speichern")  # at once: the form waits until the picture is small
    page.wait_for_url("**/user/alice", timeout=30_000)
    after = make.fresh(alice)
    assert after is not None
    file = file_name(after.image_file, 250)
    assert file is not None
    with Image.open(Path(app.config["UPLOAD_FOLDER"]) / file) as kept:
        right, left = kept.getpixel((235, 125)), kept.getpixel((50, 125))
    assert isinstance(right, tuple)
    assert isinstance(left, tuple)
    assert right[0] > 150 > right[1] + 50, "turned as the phone was held"
    assert abs(left[0] - left[1]) < 60


def test_a_photo_that_is_small_already_is_sent_by_the_first_press(
    visitor: Visitor, make: Make, alice: User, tmp_path: Path
) -> None:
    (tmp_path / "IMG_0003.jpeg").write_bytes(photo(4000, 3000, quality=90))
    page = visitor.sign_in(alice)
    page.goto("/auth/edit_profile")
    page.set_input_files("#picture", tmp_path / "IMG_0003.jpeg")
    expect(page.locator("[data-note]")).to_have_text(re.compile("verkleinert"))
    page.click("text=Speichern")
    page.wait_for_url("**/user/alice")
    after = make.fresh(alice)
    assert after is not None
    assert after.image_file != "default.jpg"


def test_the_page_says_that_a_photo_is_made_smaller(
    visitor: Visitor, alice: User, tmp_path: Path
) -> None:
    (tmp_path / "IMG_0002.jpeg").write_bytes(photo(4000, 3000, quality=90))
    page = visitor.sign_in(alice)
    page.goto("/auth/edit_profile")
    page.set_input_files("#picture", tmp_path / "IMG_0002.jpeg")
    page.wait_for_selector("text=Dein Gerät verkleinert das Bild vor dem Senden.")
    size, name = page.evaluate(
        "() => { const [f] = document.querySelector('#picture').files; return [f.size, f.name]; }"
    )
    assert size < 1_000_000
    assert name == "IMG_0002.jpg"
