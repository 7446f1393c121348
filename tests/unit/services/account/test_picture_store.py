"""What a store of pictures does, and that the app asks no more of one."""

import time
from io import BytesIO
from pathlib import Path

import pytest

from project.services.account import pictures
from project.services.account.picture_bucket import PictureBucket
from project.services.account.picture_store import PictureFolder, PictureStore, copy
from tests.support import buckets
from tests.support.images import picture

pytestmark = pytest.mark.unit


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> PictureStore:
    if request.param == "folder":
        return PictureFolder(tmp_path / "pictures")
    found: buckets.Store = request.getfixturevalue("bucket_store")
    return PictureBucket(found.address())


def test_what_was_put_comes_back_until_it_is_removed(store: PictureStore) -> None:
    assert (store.get("a"), list(store.stored())) == (None, [])
    store.put("a", b"one")
    store.put("b", b"two")
    assert (store.get("a"), store.get("b")) == (b"one", b"two")
    assert sorted(each.name for each in store.stored()) == ["a", "b"]
    assert all(abs(time.time() - each.put_at) < 60 for each in store.stored())
    store.remove("a")
    store.remove("a")
    assert [each.name for each in store.stored()] == ["b"]


def test_any_store_serves_pictures(store: PictureStore) -> None:
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


def test_copying_brings_what_is_not_there_yet(store: PictureStore, tmp_path: Path) -> None:
    folder = PictureFolder(tmp_path / "from")
    folder.put("a", b"one")
    folder.put("b", b"two")
    folder.put(".part-x", b"half")
    store.put("b", b"two")
    assert [copy(folder, store) for _ in range(2)] == [1, 0]
    back = PictureFolder(tmp_path / "back")
    assert copy(store, back) == 2
    assert (back.get("a"), back.get("b")) == (b"one", b"two")


def test_a_folder_that_takes_nothing_keeps_no_part(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        PictureFolder(tmp_path).put("taken", b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
