"""Static files under one folder whose name is the fingerprint of them all.

A release changes every address at once, so browsers may keep what they have for a year, and
relative addresses inside CSS and ES modules need no rewriting. The tree is made at start, when
its fingerprint is new: the style sheets become one file, and everything is compressed.
"""

import gzip
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final
from wsgiref.headers import Headers

from flask import Flask, url_for
from whitenoise import WhiteNoise

from project.web.headers import HEADERS

SOURCE: Final = Path(__file__).resolve().parent.parent / "static"
STYLE_LIST: Final = "css/app.list"
BOOTSTRAP: Final = "vendor/bootstrap/bootstrap.min.css"
COMPRESSED: Final = frozenset({".css", ".js", ".mjs", ".svg", ".webmanifest", ".json", ".txt"})
KEPT_TREES: Final = 3


def init_assets(app: Flask) -> None:
    """Make the tree, serve it under ``/static/`` and offer ``asset(name)`` to templates."""
    root = _writable(Path(app.config["ASSET_FOLDER"]))
    fingerprint = publish(root)
    app.static_folder = str(root)
    app.config["ASSET_FINGERPRINT"] = fingerprint
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # the documented way to wrap
        app.wsgi_app,
        root=str(root),
        prefix="static/",
        max_age=300,
        immutable_file_test=lambda path, url: True,
        charset="utf-8",
        allow_all_origins=False,
        add_headers_function=_protect,
        autorefresh=app.debug,
    )

    def asset(name: str) -> str:
        """Return the address of a static file."""
        current = publish(root) if app.debug else fingerprint
        return url_for("static", filename=f"{current}/{name}")

    app.jinja_env.globals["asset"] = asset


def _protect(headers: Headers, path: str, url: str) -> None:
    # A picture opened by itself is a page, too: an SVG could hold a script.
    for name, value in HEADERS.items():
        headers[name] = value


def publish(root: Path) -> str:
    """Make the tree below ``root`` unless it is there; return its fingerprint."""
    files = sorted(path for path in SOURCE.rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(SOURCE).as_posix().encode() + b"\0" + path.read_bytes())
    fingerprint = digest.hexdigest()[:12]
    target = root / fingerprint
    if not target.is_dir():
        _make_tree(files, target)
        _forget_old_trees(root, fingerprint)
    return fingerprint


def _make_tree(files: list[Path], target: Path) -> None:
    """Build beside the target and rename: other processes see all of it or nothing."""
    build = Path(tempfile.mkdtemp(prefix=".build-", dir=target.parent))
    build.chmod(0o755)
    for path in files:
        copy = build / path.relative_to(SOURCE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    (build / "css").mkdir(exist_ok=True)
    (build / "css" / "app.css").write_bytes(b"\n".join(_styles()))
    for path in list(build.rglob("*")):
        if path.suffix in COMPRESSED:
            packed = gzip.compress(path.read_bytes(), 9, mtime=0)
            path.with_name(path.name + ".gz").write_bytes(packed)
    try:
        build.rename(target)
    except OSError:  # another process was faster
        shutil.rmtree(build, ignore_errors=True)


def _styles() -> list[bytes]:
    names = (SOURCE / STYLE_LIST).read_text(encoding="utf-8").split()
    return [(SOURCE / name).read_bytes() for name in (BOOTSTRAP, *("css/" + n for n in names))]


def _forget_old_trees(root: Path, current: str) -> None:
    """Keep a few earlier trees: pages that are still open ask for them."""
    trees = sorted(
        (path for path in root.iterdir() if path.is_dir() and path.name != current),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for path in trees[KEPT_TREES:]:
        shutil.rmtree(path, ignore_errors=True)


def _writable(folder: Path) -> Path:
    """Return ``folder``, or a private temporary one where the host forbids writing there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="calisthenics-assets-"))
    if os.access(folder, os.W_OK):
        return folder
    return Path(tempfile.mkdtemp(prefix="calisthenics-assets-"))
