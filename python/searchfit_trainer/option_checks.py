"""Checks of single option values: each returns the value in its Python form or raises ValueError."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from searchfit_trainer.trainer_error import cut

Check = Callable[[Any], Any]


def _refuse(expected: str, value: object) -> ValueError:
    return ValueError(f"expected {expected}, got {cut(value)}")


def path(value: Any) -> Path:
    """A path that need not exist."""
    if not isinstance(value, str) or not value:
        raise _refuse("a path", value)
    return Path(value).absolute()


def folder(value: Any) -> Path:
    """A folder that exists."""
    found = path(value)
    if not found.is_dir():
        raise _refuse("an existing folder", value)
    return found


def file(value: Any) -> Path:
    """A file that exists."""
    found = path(value)
    if not found.is_file():
        raise _refuse("an existing file", value)
    return found


def text(value: Any) -> str:
    """A string."""
    if not isinstance(value, str):
        raise _refuse("a string", value)
    return value


def boolean(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise _refuse("true or false", value)
    return value


def integer(least: int) -> Check:
    """An integer ≥ `least`."""

    def check(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise _refuse(f"an integer ≥ {least}", value)
        return value

    return check


def number(least: float, most: float, *, above: bool = False) -> Check:
    """A number in [least, most], or in (least, most] with `above`."""

    def check(value: Any) -> float:
        valid = isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most
        if not valid or (above and value == least):
            bounds = f"above {least} and at most {most}" if above else f"from {least} to {most}"
            raise _refuse(f"a number {bounds}", value)
        return float(value)

    return check


def one_of(*allowed: str) -> Check:
    """One of the strings named."""

    def check(value: Any) -> str:
        if value not in allowed:
            raise _refuse(f"one of {', '.join(allowed)}", value)
        return str(value)

    return check


def list_of(item: Check) -> Check:
    """A list of at least one value, each checked by `item`."""

    def check(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            raise _refuse("a list with at least one entry", value)
        return tuple(item(entry) for entry in value)

    return check


def nullable(inner: Check) -> Check:
    """Null, or what `inner` accepts."""

    def check(value: Any) -> Any:
        return None if value is None else inner(value)

    return check


def file_or_texts(value: Any) -> Path | tuple[str, ...]:
    """A JSON-lines file, or a list of texts."""
    if isinstance(value, list):
        texts: tuple[str, ...] = list_of(text)(value)
        return texts
    return file(value)
