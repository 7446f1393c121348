"""Static files under one folder whose name is the fingerprint of them all.

A release changes every address at once, so browsers may keep what they have for a year, and
relative addresses inside CSS and ES modules need no rewriting. The tree is made at start, when
its fingerprint is new: the style sheets that ``css/app.list`` names become ``css/app.css``, those of
other lists a file of their own, the modules that ``js/joined.list`` names hold what they import, and
everything is compressed.
"""

import atexit
import fcntl
import gzip
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from wsgiref.headers import Headers

from flask import Flask, request, url_for
from whitenoise import WhiteNoise

from project.web.headers import HEADERS
from project.web.modules import joined, with_imports

SOURCE: Final = Path(__file__).resolve().parent.parent / "static"
COMPRESSED: Final = frozenset({".css", ".js", ".mjs", ".svg", ".webmanifest", ".json", ".txt"})
TREE: Final = re.compile(r"[0-9a-f]{12}")
KEPT_TREES: Final = 3
MAKERS: Final = (Path(__file__), Path(__file__).with_name("modules.py"))


class Assets(WhiteNoise):  # type: ignore[misc]  # WhiteNoise has no type hints
    """Serves the trees that were there at the start; a file that has gone since is the app's 404."""

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        try:
            answer: Iterable[bytes] = super().__call__(environ, start_response)
        except FileNotFoundError:
            answer = self.application(environ, start_response)
        return answer


def init_assets(app: Flask) -> None:
    """Make the tree, serve it under ``/static/`` and offer ``asset(name)`` to templates."""
    root = _writable(Path(app.config["ASSET_FOLDER"]))
    fingerprint = publish(root)
    app.static_folder = str(root)
    app.config["ASSET_FINGERPRINT"] = fingerprint
    served = Assets(
        app.wsgi_app,
        immutable_file_test=lambda path, url: True,
        allow_all_origins=False,
        mimetypes={".webmanifest": "application/manifest+json"},
        add_headers_function=_add_headers,
        autorefresh=app.debug,
    )
    if app.debug:
        served.add_files(str(root), "static/")
    else:
        for tree in _trees(root):
            served.add_files(str(tree), f"static/{tree.name}/")
    app.wsgi_app = served  # type: ignore[method-assign]  # the documented way to wrap

    @lru_cache(maxsize=1024)
    def address(_root: str, path: str) -> str:
        """Return the address of a file in a tree; it hangs on the mount point alone."""
        return url_for("static", filename=path)

    def asset(name: str) -> str:
        current = publish(root) if app.debug else fingerprint
        return address(request.script_root, f"{current}/{name}")

    def modules(*names: str) -> list[str]:
        """Return the addresses of scripts and of all they import, for `modulepreload`."""
        tree = root / (publish(root) if app.debug else fingerprint)
        return [asset(name) for name in with_imports(tree, *names)]

    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["modules"] = modules


def _add_headers(headers: Headers, path: str, url: str) -> None:
    # A picture opened by itself is a page, too: an SVG could hold a script.
    for name, value in HEADERS.items():
        headers[name] = value


def publish(root: Path) -> str:
    """Make the tree below ``root`` unless it is there; return its fingerprint."""
    files = sorted(path for path in SOURCE.rglob("*") if path.is_file())
    # How the tree is made counts, too: a release may make another one of the same files.
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in MAKERS))
    for path in files:
        digest.update(path.relative_to(SOURCE).as_posix().encode() + b"\0" + path.read_bytes())
    fingerprint = digest.hexdigest()[:12]
    target = root / fingerprint
    if not target.is_dir():
        with _alone(root):  # the workers of a server start at the same moment
            if not target.is_dir():
                _make_tree(files, target)
                forget_old_trees(root, fingerprint)
    return fingerprint


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    lock = os.open(root / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _make_tree(files: list[Path], target: Path) -> None:
    """Build beside the target and rename: other processes see all of it or nothing."""
    build = Path(tempfile.mkdtemp(prefix=".build-", dir=target.parent))
    build.chmod(0o755)
    for path in files:
        copy = build / path.relative_to(SOURCE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    for styles in (SOURCE / "css").glob("*.list"):
        sheet = build / "css" / styles.with_suffix(".css").name
        sheet.write_bytes(b"\n".join(_parts(styles)))
    for name in (SOURCE / "js" / "joined.list").read_text(encoding="utf-8").split():
        (build / "js" / name).write_text(joined(SOURCE / "js", name), encoding="utf-8")
    for path in list(build.rglob("*")):
        if path.suffix in COMPRESSED:
            packed = gzip.compress(path.read_bytes(), 9, mtime=0)
            path.with_name(path.name + ".gz").write_bytes(packed)
    for path in build.rglob("*"):  # these are for everybody, whatever the umask says
        path.chmod(0o755 if path.is_dir() else 0o644)
    build.rename(target)


def _parts(styles: Path) -> list[bytes]:
    """Return the files a list names, relative to itself, in their order."""
    names = styles.read_text(encoding="utf-8").split()
    return [(styles.parent / name).read_bytes() for name in names]


def forget_old_trees(root: Path, current: str) -> None:
    """Keep a few earlier trees: pages that are still open ask for them."""
    trees = sorted(_trees(root), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in [each for each in trees if each.name != current][KEPT_TREES:]:
        shutil.rmtree(path, ignore_errors=True)
    for path in root.glob(".build-*"):  # of a process that was killed; nobody else builds now
        shutil.rmtree(path, ignore_errors=True)


def _trees(root: Path) -> list[Path]:
    return [path for path in root.iterdir() if path.is_dir() and TREE.fullmatch(path.name)]


def _writable(folder: Path) -> Path:
    """Return ``folder``, or one for this process alone where the host forbids writing there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        own = Path(tempfile.mkdtemp(prefix="calisthenics-assets-"))
        atexit.register(shutil.rmtree, own, ignore_errors=True)
        return own
