"""A store of buckets in a process of its own, spoken to over HTTP as any other.

It checks every signature against its users' keys and every action against their policies, so what
is tried here with wrong keys is refused as by a real one. ``python -m`` this to run it: it prints
where it listens and the keys as one line of JSON, and ends with its standard input.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from project.services.account.picture_bucket import BucketAddress
from project.settings import ROOT

BUCKET: Final = "pictures"
FOREIGN: Final = "of-others"
# More than one page of a listing, which has a thousand.
MANY: Final = 1_003
FULL: Final = "full"
REGION: Final = "eu-central-1"
# What docs/OPERATING.md tells operators to allow.
POLICY: Final = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
            "Resource": f"arn:aws:s3:::{BUCKET}/*",
        },
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{BUCKET}"},
    ],
}


@dataclass
class Store:
    """The running store; ``address`` gives each test a folder of its own."""

    endpoint: str
    key_id: str
    secret: str = field(repr=False)
    process: subprocess.Popen[str]
    numbers: Iterator[int] = field(default_factory=count)

    def address(self, **changes: Any) -> BucketAddress:
        values = {
            "bucket": BUCKET,
            "folder": f"folder-{next(self.numbers)}/more",
            "endpoint": self.endpoint,
            "region": REGION,
            "key_id": self.key_id,
            "secret": self.secret,
        }
        return BucketAddress(**values | changes)

    def settings(self, **changes: Any) -> dict[str, str]:
        """Return a configuration that names a new folder of the bucket."""
        values = {
            "UPLOAD_BUCKET": f"{BUCKET}/folder-{next(self.numbers)}",
            "UPLOAD_ENDPOINT": self.endpoint,
            "UPLOAD_REGION": REGION,
            "UPLOAD_KEY_ID": self.key_id,
            "UPLOAD_SECRET_KEY": self.secret,
        }
        return values | changes

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Take connections within the block, and answer nothing."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)


@contextmanager
def store() -> Iterator[Store]:
    """Run the store within the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.buckets"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a line for every request
        text=True,
    )
    with process:
        assert process.stdout is not None
        try:
            yield Store(**json.loads(process.stdout.readline()), process=process)
        finally:
            process.kill()


def main() -> None:
    """Make the buckets and the app's user, listen, and end with whoever started this."""
    os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "0"  # read when moto is imported
    from moto.core.models import DEFAULT_ACCOUNT_ID
    from moto.iam.models import iam_backends
    from moto.moto_server.werkzeug_app import (
        DomainDispatcherApplication,
        create_backend_app,
    )
    from moto.s3.models import s3_backends
    from werkzeug.serving import make_server

    users = iam_backends[DEFAULT_ACCOUNT_ID]["aws"]
    buckets = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
    users.create_user(REGION, "app")
    users.put_user_policy("app", "pictures", json.dumps(POLICY))
    key = users.create_access_key("app")
    for name in (BUCKET, FOREIGN):
        buckets.create_bucket(name, REGION)
    for number in range(MANY):
        buckets.put_object(BUCKET, f"{FULL}/{number}", b"x")
    server = make_server(
        "127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ready = {
        "endpoint": f"http://127.0.0.1:{server.port}",
        "key_id": key.access_key_id,
        "secret": key.secret_access_key,
    }
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
