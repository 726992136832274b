"""`python -m qa.lab.pins`: is what is installed what requirements.txt pins?  Needs no network.

With `--lock REPORT` it writes `deploy/requirements.lock` from what `pip install --dry-run
--ignore-installed --report REPORT -r requirements.txt` found: the same versions with the SHA-256 of the
files that pip chose on this platform.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from qa.settings import ROOT

REQUIREMENTS = ROOT / "requirements.txt"
LOCK = Path(__file__).parents[1] / "service" / "deploy" / "requirements.lock"
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})\b")
HEADER = """\
# The versions of requirements.txt with the SHA-256 of each file, for CPython 3.11 on Linux x86-64:
#     pip install --require-hashes -r qa/service/deploy/requirements.lock
# torch is the CPU build; give pip its folder by --find-links where the default one brings CUDA along.
# Written by `python -m qa.lab.pins --lock REPORT`.
"""


def canonical(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_pins(path: Path) -> dict[str, str]:
    """Versions by canonical name of a requirements file; raises ValueError for a line that pins nothing."""
    pins: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith(("#", "--hash")):
            continue
        match = _PIN.match(line)
        if match is None:
            raise ValueError(f"{path.name}:{number} is no exact pin: {line!r}")
        name = canonical(match[1])
        if name in pins:
            raise ValueError(f"{path.name}:{number} pins {name} a second time")
        pins[name] = match[2]
    return pins


def read_hashes(path: Path) -> dict[str, list[str]]:
    """SHA-256 sums by canonical name of a requirements file."""
    hashes: dict[str, list[str]] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := _PIN.match(line.strip()):
            name = canonical(match[1])
            hashes[name] = []
        if name:
            hashes[name] += _HASH.findall(line)
    return hashes


def find_differences(pins: Mapping[str, str], version: Callable[[str], str] = metadata.version) -> list[str]:
    """One line for each package that is missing or of another version; 2.13.0+cpu counts as 2.13.0."""
    differences = []
    for name, pinned in pins.items():
        try:
            installed = version(name)
        except metadata.PackageNotFoundError:
            differences.append(f"{name}=={pinned} 沒有安裝")
            continue
        if installed.partition("+")[0] != pinned:
            differences.append(f"{name}=={pinned} 裝的是 {installed}")
    return differences


def render_lock(report: Mapping[str, object], pins: Mapping[str, str]) -> str:
    """The lock file for a report of pip's; raises ValueError when its versions are not the pinned ones."""
    found: dict[str, tuple[str, str]] = {}
    for item in report["install"]:  # type: ignore[attr-defined]
        version = item["metadata"]["version"].partition("+")[0]
        digest = item["download_info"]["archive_info"]["hashes"]["sha256"]
        found[canonical(item["metadata"]["name"])] = (version, digest)
    versions = {name: version for name, (version, _) in found.items()}
    if versions != dict(pins):
        odd = sorted(set(versions.items()) ^ set(pins.items()))
        raise ValueError(f"the report and requirements.txt differ: {odd}")
    lines = [
        f"{name}=={version} \\\n    --hash=sha256:{digest}"
        for name, (version, digest) in sorted(found.items())
    ]
    return HEADER + "\n".join(lines) + "\n"


def main(argv: Sequence[str]) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m qa.lab.pins", description="核對安裝的套件與釘選的版本")
    parser.add_argument("--lock", type=Path, metavar="REPORT", help="由 pip 的報告寫出 requirements.lock")
    arguments = parser.parse_args(argv)
    pins = read_pins(REQUIREMENTS)
    if arguments.lock:
        report = json.loads(arguments.lock.read_text(encoding="utf-8"))
        LOCK.write_text(render_lock(report, pins), encoding="utf-8")
        print(f"已寫出 {LOCK.relative_to(ROOT)}，{len(pins)} 個套件。")
        return 0
    differences = find_differences(pins)
    for difference in differences:
        print(difference, file=sys.stderr)
    if not differences:
        print(f"{len(pins)} 個套件都與 requirements.txt 相符。")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
