"""Where pictures of athletes and levels are, and the initials of those who have none."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, current_app, request, url_for

from project.extensions import db
from project.models import fold
from project.services.account import pictures
from project.services.account.picture_bucket import BucketAddress, PictureBucket
from project.services.account.picture_store import PictureFolder, PictureStore
from project.services.library import level_pictures
from project.web.requests import begin_reading

COLOURS: Final = 12
_SMALL: Final = pictures.SIZES[-1]


def picture_store() -> PictureStore:
    """Return where this site keeps its pictures: the bucket that is named, else the folder."""
    config = current_app.config
    address = bucket_address(config)
    return connected(address) if address else PictureFolder(Path(config["UPLOAD_FOLDER"]))


def remove_unused_pictures(names: Collection[str]) -> None:
    """Remove those of these pictures that no level names, after the commit or instead of it."""
    if any(names):
        db.session.rollback()  # what was to be stored is committed
        begin_reading()
        level_pictures.remove_unused(names, picture_store())


def bucket_address(config: Mapping[str, Any]) -> BucketAddress | None:
    """Return the bucket that the settings name, or None."""
    bucket, _, folder = config["UPLOAD_BUCKET"].partition("/")
    if not bucket:
        return None
    return BucketAddress(
        bucket=bucket,
        folder=folder,
        endpoint=config["UPLOAD_ENDPOINT"],
        region=config["UPLOAD_REGION"],
        key_id=config["UPLOAD_KEY_ID"],
        secret=config["UPLOAD_SECRET_KEY"],
    )


# Its connections are kept from one request to the next.
connected: Final = lru_cache(maxsize=1)(PictureBucket)


def picture_url(username: str, image_file: str, size: int = _SMALL) -> str:
    """Return the address of the athlete's picture, or of their initials when they have none."""
    return _url(request.script_root, username, image_file, size)


def level_picture_url(picture: str, size: int = _SMALL) -> str:
    """Return the address of a level's picture."""
    return url_for("main.picture", name=picture, size=size)


@lru_cache(maxsize=4096)
def _url(root: str, username: str, image_file: str, size: int) -> str:
    if pictures.file_name(image_file, size) is not None:
        return url_for("main.picture", name=image_file, size=size)
    return url_for("main.initials", letters=initials(username), colour=colour(username))


def initials(username: str) -> str:
    """Return two letters or digits: of the name's first two parts, or of its beginning."""
    for separator in "_-":
        username = username.replace(separator, ".")
    parts = [part for part in username.split(".") if part]
    letters = parts[0][0] + parts[1][0] if len(parts) > 1 else username[:2]
    return letters.upper()


def colour(username: str) -> int:
    """Return the number of the athlete's colour; it follows the name and nothing else."""
    return sum(number * ord(letter) for number, letter in enumerate(fold(username), 1)) % COLOURS


def initials_svg(letters: str, number: int) -> str:
    """Return white letters on a colour that is dark enough for them."""
    hue = 360 * number // COLOURS
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 125 125" width="125" height="125">'
        f'<rect width="125" height="125" fill="hsl({hue},45%,30%)"/>'
        '<text x="62.500" y="64" fill="#fff" font-family="system-ui,sans-serif" font-size="52"'
        ' font-weight="700" text-anchor="middle" dominant-baseline="central">'
        f"{letters}</text></svg>"
    )


def init_pictures(app: Flask) -> None:
    """Offer the addresses of athletes' and levels' pictures to templates."""
    app.jinja_env.globals |= {"picture_url": picture_url, "level_picture_url": level_picture_url}
