"""What a store of pictures does, and that the app asks no more of one."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest

from project.services import pictures
from project.services.picture_store import PictureFolder, Stored
from tests.support.images import picture

pytestmark = pytest.mark.unit


@dataclass
class Shelf:
    """Keeps pictures as a bucket would: without a folder, or a part of a file."""

    kept: dict[str, tuple[bytes, float]] = field(default_factory=dict)

    def put(self, name: str, data: bytes) -> None:
        self.kept[name] = (data, time.time())

    def get(self, name: str) -> bytes | None:
        return self.kept[name][0] if name in self.kept else None

    def remove(self, name: str) -> None:
        self.kept.pop(name, None)

    def stored(self) -> Iterator[Stored]:
        for name, (_, put_at) in [*self.kept.items()]:
            yield Stored(name, put_at)


@pytest.fixture(params=["folder", "shelf"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> PictureFolder | Shelf:
    return Shelf() if request.param == "shelf" else PictureFolder(tmp_path / "pictures")


def test_what_was_put_comes_back_until_it_is_removed(store: PictureFolder | Shelf) -> None:
    assert (store.get("a"), list(store.stored())) == (None, [])
    store.put("a", b"one")
    store.put("b", b"two")
    assert (store.get("a"), store.get("b")) == (b"one", b"two")
    assert sorted(each.name for each in store.stored()) == ["a", "b"]
    assert all(abs(time.time() - each.put_at) < 60 for each in store.stored())
    store.remove("a")
    store.remove("a")
    assert [each.name for each in store.stored()] == ["b"]


def test_any_store_serves_pictures(store: PictureFolder | Shelf) -> None:
    used, orphan = (pictures.save_picture(BytesIO(picture()), store) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "ORPHAN_AGE", -60)
        assert pictures.sweep(store, {used}) == 2
    assert store.get(str(pictures.file_name(orphan, 125))) is None
    found = store.get(str(pictures.file_name(used, 125)))
    assert found is not None
    assert found.startswith(b"RIFF")
    pictures.remove_picture(used, store)
    assert list(store.stored()) == []


def test_a_folder_that_takes_nothing_keeps_no_part(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        PictureFolder(tmp_path).put("taken", b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
