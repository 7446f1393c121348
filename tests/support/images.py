"""Pictures as athletes send them, good and hostile."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image


def picture(format_: str = "PNG", size: tuple[int, int] = (300, 200), **options: Any) -> bytes:
    """A plain teal picture."""
    file = BytesIO()
    Image.new("RGB", size, (11, 116, 105)).save(file, format_, **options)
    return file.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A grey PNG of any size that takes no memory to make."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\x80" * width
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", data), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def gif_of(frames: int) -> bytes:
    """A GIF of one pixel that moves."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + frame * frames + b";"


def jpeg_of_scans(repeated: int) -> bytes:
    """A JPEG whose last scan is repeated: a few bytes each, and a pass over the whole picture."""
    data = picture("JPEG", (64, 64), progressive=True)
    end_of_image = data[-2:]
    last_scan = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last_scan * repeated + end_of_image


def jpeg_claiming(width: int, height: int, **options: Any) -> bytes:
    """A small JPEG whose header speaks of a large one; it takes no memory to make."""
    data = bytearray(picture("JPEG", (64, 64), **options))
    frame = data.index(b"\xff\xc2" if options.get("progressive") else b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def photo(width: int, height: int, **options: Any) -> bytes:
    """A JPEG as large as phones take them, blurred noise, in the size of a file that is sent."""
    noise = Image.effect_noise((width // 8, height // 8), 60).resize((width, height))
    file = BytesIO()
    noise.convert("RGB").save(file, "JPEG", **{"quality": 40, **options})
    return file.getvalue()


FITS = b"SIMPLE  =                    T".ljust(2880)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

# What must be refused, by name, as it is uploaded under the name avatar.png.
HOSTILE = {
    "FITS": FITS,
    "50 megapixels": png_of(8000, 6250),
    "just over the limit": png_of(4097, 4096),
    "a JPEG of 51 megapixels": jpeg_claiming(8200, 6220),
    "a progressive JPEG of 50 megapixels": jpeg_claiming(8160, 6120, progressive=True),
    "a JPEG too narrow to be decoded smaller": jpeg_claiming(60_000, 700),
    "5 MB of zeros": b"\0" * 5_000_000,
    "cut JPEG": picture("JPEG", (1200, 900))[:4000],
    "cut PNG": png_of(300, 300)[:-60],
    "SVG": SVG,
    "500 frames": gif_of(500),
    "500 scans": jpeg_of_scans(500),
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "BMP": picture("BMP"),
    "nothing": b"",
    "text": b"Hallo",
}
