"""Profile pictures: what athletes send is decoded, cut to a square and drawn anew.

Nothing of the file that was sent is kept: no metadata, no animation, no odd bytes. Each picture
is two files, ``<name>-250.webp`` and ``<name>-125.webp``, with 128 random bits as name; the
athlete's row holds ``<name>.webp``. Pillow is imported when the first picture comes.
"""

import logging
import re
import secrets
import time
import warnings
from collections.abc import Collection
from contextlib import suppress
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

from project.exceptions import FieldError
from project.i18n import gettext
from project.models import CLOCKS_DIFFER
from project.services.account.picture_store import PART, PictureStore

if TYPE_CHECKING:
    from PIL import Image

FIELD: Final = "picture"
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
MAX_BYTES: Final = 5 * 1024 * 1024
MAX_PIXELS: Final = 16_777_216
# A photo as phones take it is decoded at an eighth of its size and costs next to nothing.
MAX_PHOTO_PIXELS: Final = 50_000_000
MAX_FRAMES: Final = 100
# Each scan of a JPEG is a pass over all its pixels (10 ms at 16 megapixels) and may take 33 bytes;
# encoders make about ten. A film that a phone appends to a photo looks like up to 80 more.
MAX_SCANS: Final = 150
SIZES: Final = (250, 125)
DEFAULT: Final = "default.jpg"
# A file younger than this may belong to an upload that is not committed yet.
ORPHAN_AGE: Final = 86_400

_NAME: Final = re.compile(r"([0-9a-f]{32})\.webp")
_FILE: Final = re.compile(r"([0-9a-f]{32})-(?:250|125)\.webp")
_WHITE: Final = (255, 255, 255)
_STRIP: Final = 64
_START_OF_SCAN: Final = b"\xff\xda"
# The frames of a JPEG that is neither progressive nor anything rarer.
_SEQUENTIAL: Final = frozenset({0xC0, 0xC1})
_log = logging.getLogger(__name__)
# Modes whose pixels may be averaged; of the others single pixels are taken.
_SMOOTH: Final = frozenset({"L", "LA", "RGB", "RGBA", "CMYK", "YCbCr"})


def save_picture(source: IO[bytes], store: PictureStore) -> str:
    """Put the picture in ``source`` into ``store``; return its name for the athlete's row.

    Raises `FieldError` for what is not a JPEG, PNG, WebP or GIF by its content, is larger than
    5 MB or 16 megapixels (50 for a JPEG as phones write it), has more than 100 frames, or cannot
    be decoded in reasonable time, and when the disk takes no more; then nothing stays. Of an
    animation the first frame is kept.
    Decoding takes at most 90 MB, given back afterwards.
    """
    source.seek(0)  # a request whose transaction lost is run again
    data = source.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FieldError(FIELD, gettext("Das Bild ist zu groß: höchstens 5 MB."))
    square = _decode(data)
    name = f"{secrets.token_hex(16)}.webp"
    try:
        for size in SIZES:
            store.put(str(file_name(name, size)), _encode(square, size))
    except OSError as error:
        _log.exception("A picture could not be stored")
        with suppress(OSError):
            remove_picture(name, store)
        raise FieldError(
            FIELD,
            gettext("Das Bild lässt sich gerade nicht speichern. Versuch es später noch einmal."),
        ) from error
    return name


def file_name(name: str, size: int) -> str | None:
    """Return the file that holds picture ``name`` at ``size``; None unless both are ours."""
    match = _NAME.fullmatch(name)
    return f"{match[1]}-{size}.webp" if match and size in SIZES else None


def remove_picture(name: str, store: PictureStore) -> None:
    """Remove the files of picture ``name``; call it once nobody's row names it any more."""
    for size in SIZES:
        file = file_name(name, size)
        if file is not None:
            store.remove(file)


def sweep(store: PictureStore, used: Collection[str]) -> int:
    """Remove pictures that no row names and what broken uploads left; return how many files."""
    now = time.time()
    oldest, newest = now - ORPHAN_AGE, now + CLOCKS_DIFFER.total_seconds()
    removed = 0
    for file in store.stored():
        match = _FILE.fullmatch(file.name)
        is_orphan = match is not None and f"{match[1]}.webp" not in used
        if (is_orphan or file.name.startswith(PART)) and not oldest <= file.put_at <= newest:
            store.remove(file.name)
            removed += 1
    return removed


def _decode(data: bytes) -> "Image.Image":
    """Return a small square of the picture in a fresh image, upright and without transparency."""
    from PIL import Image, ImageOps, WebPImagePlugin  # noqa: F401, PLC0415  most workers never decode a picture; the last one registers WebP, for which Pillow would else load all its formats

    Image.MAX_IMAGE_PIXELS = MAX_PHOTO_PIXELS
    warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            _check(image, data)
            image.draft("RGB", (2 * SIZES[0], 2 * SIZES[0]))  # a JPEG is decoded smaller at once
            _check_pixels(image, MAX_PIXELS)  # not where it is long and narrow
            small = ImageOps.exif_transpose(_reduced(image))
            square = Image.new("RGB", (SIZES[0], SIZES[0]), _WHITE)
            fitted = ImageOps.fit(small.convert("RGBA"), square.size, Image.Resampling.LANCZOS)
            square.paste(fitted, mask=fitted)
            return square
    except FieldError:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_many_pixels() from error
    except Exception as error:  # a hostile file can make a decoder raise anything
        raise _unreadable() from error


def _check(image: "Image.Image", data: bytes) -> None:
    is_jpeg = image.format in {"JPEG", "MPO"}
    most = MAX_PHOTO_PIXELS if is_jpeg and _comes_line_by_line(data) else MAX_PIXELS
    _check_pixels(image, most)
    if getattr(image, "n_frames", 1) > MAX_FRAMES:
        message = gettext("Diese Animation ist zu lang. Nimm ein Bild, das sich nicht bewegt.")
        raise FieldError(FIELD, message)
    if is_jpeg and data.count(_START_OF_SCAN) > MAX_SCANS:
        raise _unreadable()


def _check_pixels(image: "Image.Image", most: int) -> None:
    if image.width * image.height > most:
        raise _too_many_pixels()


def _comes_line_by_line(data: bytes) -> bool:
    """Return whether a JPEG's first scan holds all its colours, as cameras write it.

    Of any other (progressive, or a scan for each colour) the decoder keeps every coefficient,
    six bytes a pixel, however small the picture is to become.
    """
    place, colours = 2, 0
    while data[place : place + 1] == b"\xff":
        marker = data[place + 1]
        if marker in _SEQUENTIAL:
            colours = data[place + 9]
        elif marker == _START_OF_SCAN[1]:
            return 0 < colours == data[place + 4]
        place += 2 + int.from_bytes(data[place + 2 : place + 4])
    return False


def _unreadable() -> FieldError:
    message = gettext("Das ist kein Bild, das wir lesen können: JPEG, PNG, WebP oder GIF.")
    return FieldError(FIELD, message)


def _too_many_pixels() -> FieldError:
    message = gettext(
        "Das Bild hat zu viele Bildpunkte: höchstens 50 Megapixel bei einem Foto (JPEG), sonst 16."
    )
    return FieldError(FIELD, message)


def _reduced(image: "Image.Image") -> "Image.Image":
    """Return the picture at least twice as large as it will be stored.

    Strip by strip, because averaging pixels with transparency copies all of them first.
    """
    from PIL import Image  # noqa: PLC0415  as in _decode

    factor = min(image.width, image.height) // (2 * SIZES[0])
    if factor <= 1:
        return image
    size = (image.width // factor, image.height // factor)
    if image.mode not in _SMOOTH:
        return image.resize(size, Image.Resampling.NEAREST)
    small = Image.new(image.mode, size)
    small.info = dict(image.info)
    for top in range(0, size[1], _STRIP):
        bottom = min(top + _STRIP, size[1])
        strip = image.crop((0, top * factor, size[0] * factor, bottom * factor))
        small.paste(strip.reduce(factor), (0, top))
    return small


def _encode(square: "Image.Image", size: int) -> bytes:
    from PIL import Image  # noqa: PLC0415  as in _decode

    picture = square.resize((size, size), Image.Resampling.LANCZOS)
    file = BytesIO()
    picture.save(file, "WEBP", quality=82, method=6)
    return file.getvalue()
