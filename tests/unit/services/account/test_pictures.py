"""Pictures: what is kept of a file that was sent, and what is refused."""

import os
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from project.exceptions import FieldError
from project.services.account import pictures
from project.services.account.picture_store import PictureFolder
from tests.support.images import (
    HOSTILE,
    gif_of,
    jpeg_claiming,
    jpeg_of_scans,
    photo,
    picture,
    png_of,
)

pytestmark = pytest.mark.unit


def stored(folder: Path, data: bytes, size: int = 250) -> Image.Image:
    name = pictures.save_picture(BytesIO(data), PictureFolder(folder))
    file = pictures.file_name(name, size)
    assert file is not None
    with Image.open(folder / file) as image:
        image.load()
        assert image.format == "WEBP"
        return image


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("size", [250, 125])
def test_pictures_become_squares_of_one_type(tmp_path: Path, kind: str, size: int) -> None:
    image = stored(tmp_path, picture(kind), size)
    assert image.size == (size, size)
    assert image.mode == "RGB"


def test_each_picture_is_two_files_with_a_random_name(tmp_path: Path) -> None:
    names = {
        pictures.save_picture(BytesIO(picture()), PictureFolder(tmp_path / "new")) for _ in range(2)
    }
    assert len(names) == 2
    for name in names:
        assert len(name) == len("0" * 32 + ".webp")
    expected = sorted(f"{name[:32]}-{size}.webp" for name in names for size in (125, 250))
    assert files(tmp_path / "new") == expected


def test_the_same_stream_may_be_read_again(tmp_path: Path) -> None:
    stream = BytesIO(picture())
    assert len({pictures.save_picture(stream, PictureFolder(tmp_path)) for _ in range(2)}) == 2


def test_where_nothing_can_be_stored_the_field_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FieldError, match="gerade nicht speichern"):
        pictures.save_picture(BytesIO(picture()), PictureFolder(tmp_path / "file"))


def test_metadata_does_not_survive(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    data = picture("JPEG", exif=exif, comment=b"secret place")
    assert b"secret place" in data
    image = stored(tmp_path, data)
    assert not image.getexif()
    assert "comment" not in image.info
    for name in files(tmp_path):
        content = (tmp_path / name).read_bytes()
        assert b"taken at home" not in content
        assert b"secret place" not in content


@pytest.mark.parametrize("size", [(400, 400), (2400, 2400)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_turned_phone_does_not_turn_the_picture(
    tmp_path: Path, kind: str, size: tuple[int, int]
) -> None:
    image = Image.new("RGB", size, (255, 255, 255))
    image.paste((200, 0, 0), (0, 0, size[0], size[1] // 2))  # the upper half is red
    exif = Image.Exif()
    exif[0x0112] = 6  # shown after a quarter turn clockwise: red comes to the right
    file = BytesIO()
    image.save(file, kind, exif=exif)
    turned = stored(tmp_path, file.getvalue())
    right, left = turned.getpixel((200, 125)), turned.getpixel((50, 125))
    assert isinstance(right, tuple)
    assert isinstance(left, tuple)
    assert right[0] > 150 > right[1]
    assert min(left) > 200


def test_only_the_first_frame_is_kept(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (60, 60), colour) for colour in ((200, 0, 0), (0, 0, 200))]
    for kind in ("GIF", "WEBP", "PNG"):
        file = BytesIO()
        frames[0].save(file, kind, save_all=True, append_images=frames[1:])
        image = stored(tmp_path, file.getvalue())
        assert getattr(image, "n_frames", 1) == 1
        pixel = image.getpixel((100, 100))
        assert isinstance(pixel, tuple)
        assert pixel[0] > 150 > pixel[2]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L", "I;16"])
@pytest.mark.parametrize("side", [50, 1300])
def test_every_kind_of_pixel_can_be_read(tmp_path: Path, mode: str, side: int) -> None:
    file = BytesIO()
    Image.new("RGBA", (side, side), (0, 0, 0, 0)).convert(mode if mode != "I;16" else "L").convert(
        mode
    ).save(file, "PNG")
    assert stored(tmp_path, file.getvalue()).size == (250, 250)


def test_transparent_becomes_white(tmp_path: Path) -> None:
    file = BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(file, "PNG")
    pixel = stored(tmp_path, file.getvalue()).getpixel((10, 10))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 250


@pytest.mark.parametrize("size", [(1, 1), (16000, 3), (3, 16000), (4096, 4096)])
def test_odd_shapes_up_to_the_limit_are_taken(tmp_path: Path, size: tuple[int, int]) -> None:
    assert stored(tmp_path, png_of(*size)).size == (250, 250)


@pytest.mark.parametrize("size", [(6000, 4000), (8160, 6120)], ids=["24 MP", "50 MP"])
def test_a_phones_photo_is_taken_upright(tmp_path: Path, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert stored(tmp_path, photo(*size, exif=exif)).size == (250, 250)


def test_a_large_jpeg_with_a_scan_for_each_colour_is_refused(tmp_path: Path) -> None:
    """A decoder would have to keep it whole, however small it is drawn."""
    data = bytearray(jpeg_claiming(6000, 4000))
    data[data.index(b"\xff\xda") + 4] = 1
    with pytest.raises(FieldError, match="Bildpunkte"):
        stored(tmp_path, bytes(data))


def test_a_short_animation_is_taken(tmp_path: Path) -> None:
    assert stored(tmp_path, gif_of(100)).size == (250, 250)


def test_a_jpeg_may_have_more_scans_than_encoders_make(tmp_path: Path) -> None:
    assert pictures.save_picture(BytesIO(jpeg_of_scans(50)), PictureFolder(tmp_path))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_at_the_field_and_leave_nothing(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(FieldError) as refusal:
        pictures.save_picture(BytesIO(HOSTILE[name]), PictureFolder(tmp_path))
    assert refusal.value.field == "picture"
    assert refusal.value.message
    assert files(tmp_path) == []


def test_more_than_five_megabytes_are_not_even_looked_at(tmp_path: Path) -> None:
    source = BytesIO(b"\0" * 20_000_000)
    with pytest.raises(FieldError, match="höchstens 5 MB"):
        pictures.save_picture(source, PictureFolder(tmp_path))
    assert source.tell() == pictures.MAX_BYTES + 1


def test_removing_takes_both_files_and_only_ours(tmp_path: Path) -> None:
    name = pictures.save_picture(BytesIO(picture()), PictureFolder(tmp_path / "in"))
    (tmp_path / "secret").write_text("stays")
    for other in ("default.jpg", "../secret", "", "x.webp"):
        pictures.remove_picture(other, PictureFolder(tmp_path / "in"))
    assert len(files(tmp_path / "in")) == 2
    pictures.remove_picture(name, PictureFolder(tmp_path / "in"))
    pictures.remove_picture(name, PictureFolder(tmp_path / "in"))
    assert files(tmp_path / "in") == []
    assert (tmp_path / "secret").read_text() == "stays"


def test_names_that_are_not_ours_have_no_file() -> None:
    ours = "a" * 32 + ".webp"
    assert pictures.file_name(ours, 125) == "a" * 32 + "-125.webp"
    assert pictures.file_name(ours, 126) is None
    for name in ("default.jpg", "../" + ours, ours + "\n", ours.upper(), ""):
        assert pictures.file_name(name, 125) is None


def test_sweeping_removes_old_files_that_nobody_uses(tmp_path: Path) -> None:
    used, orphan, young = (
        pictures.save_picture(BytesIO(picture()), PictureFolder(tmp_path)) for _ in range(3)
    )
    (tmp_path / ".part-left").write_bytes(b"half")
    (tmp_path / "README").write_text("somebody's own file")
    yesterday = time.time() - pictures.ORPHAN_AGE - 60
    for path in tmp_path.iterdir():
        if not path.name.startswith(young[:32]):
            os.utime(path, (yesterday, yesterday))
    assert pictures.sweep(PictureFolder(tmp_path), {used}) == 3
    left = {name[:32] for name in files(tmp_path)}
    assert left == {used[:32], young[:32], "README"}
    assert orphan[:32] not in left


def test_sweeping_a_folder_that_is_not_there_removes_nothing(tmp_path: Path) -> None:
    assert pictures.sweep(PictureFolder(tmp_path / "missing"), set()) == 0


MEASURE = """
import sys
from io import BytesIO
from pathlib import Path
from project.exceptions import FieldError
from project.services.account import pictures
from project.services.account.picture_store import PictureFolder
from tests.support.images import HOSTILE, picture

def peak():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1])

pictures.save_picture(BytesIO(picture("JPEG")), PictureFolder(Path(sys.argv[1])))
large = Path(sys.argv[2]).read_bytes()
before = peak()
pictures.save_picture(BytesIO(large), PictureFolder(Path(sys.argv[1])))
for data in HOSTILE.values():
    try:
        pictures.save_picture(BytesIO(data), PictureFolder(Path(sys.argv[1])))
    except FieldError:
        pass
print(peak() - before)
"""


def test_large_and_hostile_files_cost_no_memory(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(photo(8160, 6120))
    command = [sys.executable, "-c", MEASURE, str(tmp_path), str(tmp_path / "photo.jpg")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    kilobytes = int(done.stdout)
    assert kilobytes < 60_000
