"""Write the lock files again from pyproject.toml's pins: every version, with the hashes of all its files.

    pip install uv && python tools/lock.py [--wheel PATH ...]

`uv pip compile --universal` resolves for all platforms and takes the hashes from the package index; no
host is written. `--wheel` adds the hash of a wheel that the index does not have, such as the CPU build of
torch (found by itself where pip's `find-links` names a folder).

    torch-cpu.lock           torch's CPU build, by its full version (2.13.0+cpu); tried first
    torch.lock               torch alone: all builds of one version; taken where there is no CPU build
    torch-cuda.lock          what only PyPI's Linux build of torch asks for (nvidia-*, cuda-*, triton)
    requirements.lock        all else
    test-requirements.lock   what the tests add
    searchfit_ray/ray.lock   the extra `ray`, alone: an environment of its own

Why two files for torch: with --require-hashes pip prefers a file whose hash the index states, and so takes
the index's CUDA build even where a wheel folder has the CPU build.

Versions that a lock already holds are kept; delete the lock to let them move.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
CUDA = re.compile(r"^(nvidia-|cuda-|triton$)")
OTHER_PLATFORMS = re.compile(r"sys_platform == '(win32|emscripten)'")
ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<rest>.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
COMMAND = (
    "# Made by tools/lock.py from pyproject.toml; install with: pip install --no-deps --require-hashes -r {name}\n"
)


def main() -> None:
    """Write the files."""
    wheels = [Path(wheel) for wheel in _arguments().wheel] or _local_torch_wheels()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    entries = _compile(project["dependencies"])
    extra = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    test_entries = {name: text for name, text in _compile(extra).items() if name not in entries}
    torch = {"torch": entries.pop("torch") + _hash_lines(wheels)}
    for local in {wheel.name.split("-")[1] for wheel in wheels}:
        own = [wheel for wheel in wheels if wheel.name.split("-")[1] == local]
        _write(f"torch-{local.partition('+')[2]}.lock", {"torch": f"torch=={local}{_hash_lines(own)}"})
    cuda = {name: entries.pop(name) for name in list(entries) if CUDA.match(name)}
    _write("torch.lock", torch)
    _write("torch-cuda.lock", cuda)
    _write("requirements.lock", entries)
    _write("test-requirements.lock", test_entries)
    _write("searchfit_ray/ray.lock", _compile(project["optional-dependencies"]["ray"]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", action="append", default=[], help="a wheel whose hash torch.lock also takes")
    return parser.parse_args()


def _compile(requirements: list[str]) -> dict[str, str]:
    """Package → its lines, for Python 3.11 and up and all platforms that we support."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        sys.exit("uv is missing. Hint: pip install uv")
    with tempfile.TemporaryDirectory() as folder:
        wanted, made, held = (Path(folder) / name for name in ("wanted.in", "made.lock", "held.txt"))
        wanted.write_text("\n".join(requirements), encoding="utf-8")
        held.write_text(_held_versions(), encoding="utf-8")
        command = [uv, "pip", "compile", str(wanted), "--output-file", str(made), "--quiet"]
        options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
        subprocess.run([*command, *options, "--constraint", str(held)], check=True)
        text = made.read_text(encoding="utf-8")
    found = {match["name"]: match.group(0).rstrip() for match in ENTRY.finditer(text)}
    return {name: entry for name, entry in found.items() if not OTHER_PLATFORMS.search(entry)}


def _held_versions() -> str:
    """Versions of the present locks, so that a new lock moves only what must move."""
    lines = []
    for lock in sorted([*ROOT.glob("*.lock"), *ROOT.glob("searchfit_ray/*.lock")]):
        lines += re.findall(r"^[A-Za-z0-9._-]+==[^\s;+]+", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return "\n".join(lines)


def _local_torch_wheels() -> list[Path]:
    """Wheels of torch in the folders that pip's configuration names."""
    command = [sys.executable, "-m", "pip", "config", "get", "global.find-links"]
    folders = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    return [wheel for folder in folders for wheel in sorted(Path(folder).glob("torch-*.whl"))]


def _hash_lines(wheels: list[Path]) -> str:
    lines = ""
    for wheel in wheels:
        with wheel.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        lines += f" \\\n    --hash=sha256:{digest}"
    return lines


def _write(name: str, entries: dict[str, str]) -> None:
    body = "\n".join(entries[package] for package in sorted(entries))
    (ROOT / name).write_text(f"{COMMAND.format(name=name)}{body}\n", encoding="utf-8")
    print(f"{name}: {len(entries)} packages")


if __name__ == "__main__":
    main()
