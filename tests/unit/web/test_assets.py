"""Style sheets and scripts: one tree per release, compressed, kept by browsers for a year."""

import gzip
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from werkzeug.test import TestResponse

from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.web.assets import KEPT_TREES, SOURCE, forget_old_trees, publish
from project.web.modules import joined

pytestmark = pytest.mark.unit

AppMaker = Callable[[], Flask]


@pytest.fixture
def asset_app(config: type[TestConfig], tmp_path: Path) -> Iterator[AppMaker]:
    made = []

    def build() -> Flask:
        made.append(create_app(type("AssetConfig", (config,), {"ASSET_FOLDER": tmp_path})))
        return made[-1]

    yield build
    for app in made:
        with app.app_context():
            db.engine.dispose()


def fetch(app: Flask, url: str, **headers: str) -> TestResponse:
    return app.test_client().get(url, headers=headers, buffered=True)


def address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return render_template_string("{{ asset(name) }}", name=name)


def test_an_asset_is_compressed_kept_for_good_and_of_its_type(asset_app: AppMaker) -> None:
    app = asset_app()
    answer = fetch(app, address(app, "js/main.mjs"), accept_encoding="gzip")
    assert gzip.decompress(answer.data) == (SOURCE / "js" / "main.mjs").read_bytes()
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Type"] == 'text/javascript; charset="utf-8"'
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("css/app.css", 'text/css; charset="utf-8"'),
        ("icons/sprite.svg", "image/svg+xml"),
        ("img/icon-192.png", "image/png"),
    ],
)
def test_every_kind_of_file_has_its_type(asset_app: AppMaker, name: str, kind: str) -> None:
    app = asset_app()
    answer = fetch(app, address(app, name))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)


def test_all_style_sheets_are_one_file(asset_app: AppMaker) -> None:
    app = asset_app()
    style = fetch(app, address(app, "css/app.css")).text
    for name in (SOURCE / "css" / "app.list").read_text(encoding="utf-8").split():
        assert (SOURCE / "css" / name).read_text(encoding="utf-8") in style


def test_an_earlier_release_s_files_stay_for_pages_that_are_still_open(
    asset_app: AppMaker, tmp_path: Path
) -> None:
    earlier = tmp_path / "0123456789ab"
    earlier.mkdir()
    (earlier / "main.mjs").write_text("earlier")
    app = asset_app()
    assert fetch(app, "/static/0123456789ab/main.mjs").text == "earlier"
    (earlier / "main.mjs").unlink()
    assert fetch(app, "/static/0123456789ab/main.mjs").status_code == 404, "and never a crash"
    assert fetch(app, "/static/0123456789ab/../../wsgi.py").status_code == 404


def test_only_a_few_earlier_releases_are_kept(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number:012}").mkdir()
    (tmp_path / "else").mkdir()
    current = publish(tmp_path)
    names = {path.name for path in tmp_path.iterdir() if path.is_dir()}
    assert {current, "else"} < names
    assert len(names) == KEPT_TREES + 2
    forget_old_trees(tmp_path, current)
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == names


def test_workers_that_start_together_build_the_tree_once(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number:012}").mkdir()
    processes = multiprocessing.get_context("spawn")
    with processes.Pool(6) as pool:
        (fingerprint,) = set(pool.map(publish, [tmp_path] * 6))
    built = tmp_path / fingerprint
    names = (SOURCE / "js" / "joined.list").read_text(encoding="utf-8").split()
    changed = {f"js/{name}": joined(SOURCE / "js", name).encode() for name in names}
    for source in SOURCE.rglob("*"):
        if source.is_file():
            name = source.relative_to(SOURCE).as_posix()
            assert (built / name).read_bytes() == changed.get(name, source.read_bytes())
    assert not list(tmp_path.glob(".build-*"))
    assert {path.stat().st_mode & 0o777 for path in built.rglob("*") if path.is_file()} == {0o644}


def test_a_host_that_forbids_writing_gets_a_folder_elsewhere(
    config: type[TestConfig], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder can be made below this")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    app = create_app(type("AssetConfig", (config,), {"ASSET_FOLDER": tmp_path / "file" / "x"}))
    assert fetch(app, address(app, "css/app.css")).status_code == 200
    assert Path(str(app.static_folder)).parent == tmp_path
    with app.app_context():
        db.engine.dispose()


def test_publish_copies_the_tree_for_a_web_server(asset_app: AppMaker, tmp_path: Path) -> None:
    app = asset_app()
    target = tmp_path / "public_html" / "static"
    usual = os.umask(0o077)
    try:
        for _ in range(2):
            result = app.test_cli_runner().invoke(args=["static", "publish", "--to", str(target)])
            assert result.exit_code == 0, result.output
    finally:
        os.umask(usual)
    (tree,) = (path for path in target.iterdir() if path.is_dir())
    assert address(app, "css/app.css") == f"/static/{tree.name}/css/app.css"
    packed = tree / "css" / "app.css.gz"
    assert gzip.decompress(packed.read_bytes()) == (tree / "css" / "app.css").read_bytes()
    assert packed.stat().st_mode & 0o777 == 0o644
    assert {path.stat().st_mode & 0o777 for path in (target, tree)} == {0o755}


def test_publish_says_what_it_cannot_write(asset_app: AppMaker, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = (
        asset_app()
        .test_cli_runner()
        .invoke(args=["static", "publish", "--to", str(tmp_path / "file" / "static")])
    )
    assert result.exit_code == 1
    assert "cannot be written" in result.output
