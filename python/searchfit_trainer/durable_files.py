"""Write beside, flush to the disk, rename: a reader sees the old state or the new one."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_under(folder: Path) -> list[Path]:
    """All files below a folder, sorted by their path."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def write_json(path: Path, value: Any) -> None:
    """Write indented JSON with a final newline (not atomic: use it inside a staged folder)."""
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


@contextmanager
def staged_folder(target: Path) -> Iterator[Path]:
    """A new folder that takes the place of `target` when the block ends without an error.

    Args:
        target: Where the folder goes; replaced when it exists.

    Yields:
        An empty folder beside it. Half-written ones of processes that died are removed first.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_stale(target.parent, target.name)
    staging = target.parent / f".{target.name}.new-{os.getpid()}"
    staging.mkdir()
    try:
        yield staging
        sync_tree(staging)
        _swap(staging, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def staged_file(target: Path) -> Iterator[Path]:
    """A path beside `target` that is renamed to it when the block ends without an error."""
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = target.parent / f".{target.name}.new-{os.getpid()}"
    try:
        yield staging
        _sync(staging)
        staging.replace(target)
        _sync(target.parent)
    finally:
        staging.unlink(missing_ok=True)


def remove_stale(parent: Path, name: str) -> None:
    """Remove what processes that died while writing `name` left in `parent`."""
    for stale in parent.glob(f".{name}.*-*"):
        if stale.is_dir() and not stale.is_symlink():
            shutil.rmtree(stale, ignore_errors=True)
        else:
            stale.unlink(missing_ok=True)


def sync_tree(folder: Path) -> None:
    """Make files readable as usual, and flush files and folders to the disk."""
    for path in files_under(folder):
        path.chmod(0o644)
        _sync(path)
    for path in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        _sync(path)


def _swap(staging: Path, target: Path) -> None:
    old = target.parent / f".{target.name}.old-{os.getpid()}"
    if target.exists():
        target.rename(old)
    staging.rename(target)
    _sync(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
