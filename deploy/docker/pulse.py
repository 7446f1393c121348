"""Ask the app in this container for its pulse; the exit status says whether it has one."""

import os
from http.client import HTTPConnection
from urllib.parse import urlsplit

# The app answers to its own name alone.
name = urlsplit(os.environ.get("APP_BASE_URL", "")).netloc or "localhost"
connection = HTTPConnection("127.0.0.1", int(os.environ.get("PULSE_PORT", "8000")), timeout=4)
connection.request("GET", "/healthz", headers={"Host": name})
raise SystemExit(connection.getresponse().status != 200)  # noqa: PLR2004  OK
