"""A bucket's own ways to say no, to say nothing, and to list more than a page."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from project.services.account.picture_bucket import RESTS, BucketAddress, BucketError, PictureBucket
from tests.support import buckets, processes
from tests.support.smtp import free_port

pytestmark = pytest.mark.unit

DEEDS: dict[str, Callable[[PictureBucket], Any]] = {
    "put": lambda bucket: bucket.put("a", b"data"),
    "get": lambda bucket: bucket.get("a"),
    "remove": lambda bucket: bucket.remove("a"),
    "stored": lambda bucket: list(bucket.stored()),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"secret": "another"}, "SignatureDoesNotMatch"),
        ({"key_id": "nobody"}, "InvalidAccessKeyId"),
        ({"bucket": buckets.FOREIGN}, "AccessDenied"),
        ({"endpoint": f"http://127.0.0.1:{free_port()}"}, "no connection"),
    ],
    ids=["secret", "key", "bucket", "endpoint"],
)
def test_a_store_that_refuses_is_quoted(
    bucket_store: buckets.Store,
    changes: dict[str, str],
    reason: str,
    deed: Callable[[PictureBucket], Any],
) -> None:
    with pytest.raises(OSError, match=reason) as caught:
        deed(PictureBucket(bucket_store.address(**changes)))
    assert isinstance(caught.value, BucketError)
    assert caught.value.strerror == f"The bucket fails: {reason}"


def test_who_was_silent_is_not_asked_again_at_once(bucket_store: buckets.Store) -> None:
    now = 0.0
    bucket = PictureBucket(bucket_store.address(), lambda: now)
    bucket.put("a", b"data")
    with bucket_store.silent(), pytest.raises(BucketError, match="no answer in time"):
        bucket.get("a")
    for deed in DEEDS.values():
        with pytest.raises(BucketError, match="a moment ago"):
            deed(bucket)
    now = RESTS
    assert bucket.get("a") == b"data"


def test_a_refusal_keeps_nobody_from_asking_again(bucket_store: buckets.Store) -> None:
    bucket = PictureBucket(bucket_store.address(bucket=buckets.FOREIGN))
    for _ in range(2):
        with pytest.raises(BucketError, match="AccessDenied"):
            bucket.get("a")


def test_a_list_may_be_longer_than_a_page(bucket_store: buckets.Store) -> None:
    bucket = PictureBucket(bucket_store.address(folder=buckets.FULL))
    assert len({each.name for each in bucket.stored()}) == buckets.MANY


def test_what_lies_deeper_is_not_ours(bucket_store: buckets.Store) -> None:
    address = bucket_store.address(folder="outer")
    PictureBucket(address).put("ours", b"data")
    PictureBucket(bucket_store.address(folder="outer/inner")).put("theirs", b"data")
    assert [each.name for each in PictureBucket(address).stored()] == ["ours"]


def test_variables_meant_for_other_programs_change_nothing(
    bucket_store: buckets.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ENDPOINT_URL", "SESSION_TOKEN", "REGION", "ACCESS_KEY_ID", "BUCKET"):
        monkeypatch.setitem(os.environ, f"AWS_{name}", "http://127.0.0.1:1")
    bucket = PictureBucket(bucket_store.address())
    bucket.put("a", b"data")
    assert bucket.get("a") == b"data"


def test_the_secret_is_not_shown(bucket_store: buckets.Store) -> None:
    assert bucket_store.secret not in repr(bucket_store.address())


def test_without_an_endpoint_the_store_is_that_of_the_region() -> None:
    address = BucketAddress("b", "key", "secret", "eu-central-1")
    assert address.url == "https://s3.eu-central-1.amazonaws.com"


def test_sites_without_a_bucket_never_load_the_library() -> None:
    code = "import sys, project.wsgi, project.web.pictures; print('obstore' in sys.modules)"
    done = processes.run("-c", code, settings={})
    assert (done.returncode, done.stdout) == (0, "False\n"), done.stderr
