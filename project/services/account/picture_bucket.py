"""Pictures in a bucket of an S3-compatible store.

obstore speaks with it; it is installed and imported only where a bucket is named. Its threads do
not survive a fork: a process that is going to fork must not have used a bucket before.
"""

import errno
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from project.services.account.picture_store import StoredPicture

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import S3Credential, S3Store

TYPE: Final = "image/webp"
# An answer of some KB; a request that takes longer holds a worker that others wait for.
CONNECTS_WITHIN: Final = timedelta(seconds=2)
ANSWERS_WITHIN: Final = timedelta(seconds=3)
RETRIES: Final = 2
# What was refused at once is tried again, what ran into a time limit is not.
RETRIES_WITHIN: Final = timedelta(seconds=2)
FIRST_PAUSE: Final = timedelta(milliseconds=100)
# Seconds for which nobody waits for a store that was silent: a page shows many pictures.
RESTS: Final = 10.0

_CODE: Final = re.compile(r"<Code>(\w+)</Code>")
_STATUS: Final = re.compile(r"status code: (\d{3}[^:\n]*)")
_SILENT: Final = {"kind: Timeout": "no answer in time", "kind: Connect": "no connection"}
_RESTING: Final = "it did not answer a moment ago"
_NO_BUCKET: Final = "NoSuchBucket"
_AWS: Final = "https://s3.{region}.amazonaws.com"


@dataclass(frozen=True)
class BucketAddress:
    """Where a bucket is and who we are there; pictures lie below ``folder`` in it."""

    bucket: str
    key_id: str
    secret: str = field(repr=False)
    region: str
    folder: str = ""
    endpoint: str = ""

    @property
    def url(self) -> str:
        """The store's address; AWS's own when none is given."""
        return self.endpoint or _AWS.format(region=self.region)


class BucketError(OSError):
    """The store did not do what it was asked for; ``reason`` is its own code, or why there is none.

    Its ``errno`` is EAGAIN when it was not asked, because it has just been silent.
    """

    def __init__(self, reason: str, number: int = errno.EIO) -> None:
        super().__init__(number, f"The bucket fails: {reason}")
        self.reason = reason


class _MissingError(BucketError):
    """There is nothing of this name."""


class _SilentError(BucketError):
    """The store did not answer."""


class PictureBucket:
    """A `PictureStore` that gives up within six seconds, and then at once for the next ten.

    The latter holds for this process. Threads may share it.
    """

    def __init__(self, address: BucketAddress, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = _connected(address)
        self._clock = clock
        self._rests_until = 0.0

    def put(self, name: str, data: bytes) -> None:
        with self._asked():
            self._store.put(name, data, attributes={"Content-Type": TYPE}, use_multipart=False)

    def get(self, name: str) -> bytes | None:
        with suppress(_MissingError), self._asked():
            return bytes(self._store.get(name).bytes())
        return None

    def remove(self, name: str) -> None:
        with suppress(_MissingError), self._asked():
            self._store.delete(name)

    def stored(self) -> Iterator[StoredPicture]:
        """Yield page by page; what lies in folders of its own is not ours."""
        pages = iter(self._store.list())
        while (page := self._next(pages)) is not None:
            for each in page:
                if "/" not in each["path"]:
                    yield StoredPicture(each["path"], each["last_modified"].timestamp())

    def _next(self, pages: "Iterator[Sequence[ObjectMeta]]") -> "Sequence[ObjectMeta] | None":
        with self._asked():
            return next(pages, None)

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """Turn what obstore raises into `BucketError`, and remember a store that was silent."""
        from obstore.exceptions import BaseError  # noqa: PLC0415  only sites with a bucket have it

        if self._clock() < self._rests_until:
            raise BucketError(_RESTING, errno.EAGAIN)
        try:
            yield
        except (BaseError, FileNotFoundError, ValueError) as error:
            told = _told(error)
            if isinstance(told, _SilentError):
                self._rests_until = self._clock() + RESTS
            raise told from error


def _told(error: Exception) -> BucketError:
    """Return what obstore's long report comes down to."""
    text = str(error)
    for sign, reason in _SILENT.items():
        if sign in text:
            return _SilentError(reason)
    found = _CODE.search(text) or _STATUS.search(text)
    reason = found[1].strip() if found else text.partition("\n")[0]
    missing = isinstance(error, FileNotFoundError) and reason != _NO_BUCKET
    return _MissingError(reason) if missing else BucketError(reason)


def _connected(address: BucketAddress) -> "S3Store":
    """Return obstore's store, which connects when it is asked for something first.

    Keys and address are given whole, so that none of AWS's variables in the environment is mixed in.
    """
    from obstore.store import S3Store  # noqa: PLC0415  as in _asked

    def credential() -> "S3Credential":
        return {
            "access_key_id": address.key_id,
            "secret_access_key": address.secret,
            "expires_at": None,
        }

    return S3Store(
        address.bucket,
        prefix=address.folder or None,
        endpoint=address.url,
        region=address.region,
        credential_provider=credential,
        virtual_hosted_style_request=False,
        disable_bulk_delete=True,
        client_options={
            "allow_http": address.url.startswith("http://"),
            "connect_timeout": CONNECTS_WITHIN,
            "timeout": ANSWERS_WITHIN,
        },
        retry_config={
            "max_retries": RETRIES,
            "retry_timeout": RETRIES_WITHIN,
            "backoff": {"init_backoff": FIRST_PAUSE, "max_backoff": ANSWERS_WITHIN, "base": 2},
        },
    )
