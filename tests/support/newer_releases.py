"""Whether the pins still install once every package has newer releases; run by ``make lint``.

pip resolves each file against a folder of empty wheels with the metadata of the installed packages:
every one in the pinned version and in two newer ones. No index is asked.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final
from zipfile import ZipFile, ZipInfo

from packaging.requirements import Requirement
from packaging.version import Version

from project.settings import ROOT

TOGETHER: Final = (
    ("requirements.txt",),
    ("requirements.txt", "requirements-s3.txt"),
    ("requirements-dev.txt",),
)
"""What is installed at once: by operators, by those with a bucket, by developers."""

OLDEST_PIP: Final = Path(sys.prefix) / "oldest-pip" / "pip"
NEWEST_PIP: Final = Path(str(distribution("pip").locate_file("pip")))


def pins_of(text: str) -> Iterator[tuple[Requirement, str]]:
    """Yield each pin for this machine with its line, without the hashes."""
    for line in text.replace("\\\n", " ").splitlines():
        pin = re.split(r"\s--hash=|#", line)[0].strip()
        if pin and ((wanted := Requirement(pin)).marker is None or wanted.marker.evaluate()):
            yield wanted, pin


def unpinned_extras(text: str) -> set[str]:
    """Return what pinned packages want of others with extras that the pins have not kept."""
    pins = {wanted.name: wanted for wanted, _ in pins_of(text)}
    found = set()
    for pin in pins.values():
        for said in distribution(pin.name).requires or ():
            wanted = Requirement(said)
            chosen = [{"extra": extra} for extra in ("", *pin.extras)]
            if wanted.marker is not None and not any(map(wanted.marker.evaluate, chosen)):
                continue
            kept = pins[wanted.name.lower()].extras if wanted.name.lower() in pins else set()
            found |= {f"{wanted.name}[{extra}]" for extra in wanted.extras - kept}
    return found


def _wheel(folder: Path, name: str, number: str) -> str:
    """Make an empty wheel with the metadata of the installed package; return its checksum."""
    stem = f"{name.replace('-', '_')}-{number}"
    headers = distribution(name).read_text("METADATA") or ""
    headers = re.sub(
        r"(?m)^Version: .*$", f"Version: {number}", headers.split("\n\n", 1)[0], count=1
    )
    contents = {
        "METADATA": headers + "\n",
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "",
    }
    path = folder / f"{stem}-py3-none-any.whl"
    with ZipFile(path, "w") as wheel:
        for file, text in contents.items():
            # No date: the same package pinned in two files is the same wheel.
            wheel.writestr(ZipInfo(f"{stem}.dist-info/{file}"), text)
    return sha256(path.read_bytes()).hexdigest()


def _newer(number: str) -> tuple[str, str]:
    """Return the next release, which most upper bounds allow, and one of a far year."""
    release = Version(number).release
    return ".".join(map(str, (*release, 1))), f"{release[0] + 9000}.0"


def refusal(pip: Path, texts: Sequence[str]) -> str:
    """Return what pip says against these pins among newer releases; nothing if it takes them."""
    with tempfile.TemporaryDirectory() as place:
        index = Path(place, "index")
        index.mkdir()
        # Without site-packages (-S): neither what is installed nor another pip has a say.
        command = [sys.executable, "-I", "-S", str(pip), "install", "--dry-run", "--quiet"]
        command += [
            "--disable-pip-version-check",
            "--ignore-installed",
            "--require-hashes",
            "--only-binary=:all:",
        ]
        command += ["--no-index", f"--find-links={index}"]
        for row, text in enumerate(texts):
            lines = []
            for wanted, pin in pins_of(text):
                (pinned,) = wanted.specifier
                for number in _newer(pinned.version):
                    _wheel(index, wanted.name, number)
                checksum = _wheel(index, wanted.name, pinned.version)
                lines.append(f"{pin} --hash=sha256:{checksum}\n")
            pins = Path(place, f"pins-{row}.txt")
            pins.write_text("".join(lines), encoding="utf-8")
            command += ["--requirement", str(pins)]
        done = subprocess.run(
            command,
            env={"PATH": os.environ["PATH"], "HOME": place, "PIP_CONFIG_FILE": os.devnull},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr if done.returncode else ""


def main(paths: Sequence[str]) -> str:
    """Return why the files named, or else all of the project's, do not install."""
    for together in (tuple(paths),) if paths else TOGETHER:
        texts = [(ROOT / name).read_text(encoding="utf-8") for name in together]
        for pip in (OLDEST_PIP, NEWEST_PIP):
            try:
                said = refusal(pip, texts)
            except PackageNotFoundError as missing:
                return f"{' and '.join(together)}: {missing.name} is not installed"
            if said:
                return f"{' and '.join(together)} will not install with newer releases:\n{said}"
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) or None)
