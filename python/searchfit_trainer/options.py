"""Turn a job's JSON options into a dataclass; every problem of the file in one error."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping
from typing import Any, TypeVar

from searchfit_trainer.option_checks import Check
from searchfit_trainer.trainer_error import cut, problems_error

Options = TypeVar("Options")


def option(check: Check, **keywords: Any) -> Any:
    """A dataclass field for one option: its check, and `default=` when it may be left out."""
    return dataclasses.field(metadata={"check": check}, **keywords)


def nested(options_class: type[Any], **keywords: Any) -> Any:
    """A dataclass field that holds an object with options of its own; null where `default=None` says so."""
    return dataclasses.field(metadata={"nested": options_class}, **keywords)


def camel_case(name: str) -> str:
    """`batch_size` → `batchSize`: the name on the wire."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def read_options(options_class: type[Options], given: Mapping[str, Any]) -> Options:
    """Check the options of a job.

    Args:
        options_class: A dataclass whose fields come from `option` and `nested`.
        given: The JSON object, keys in camelCase.

    Returns:
        An instance with defaults filled in.

    Raises:
        TrainerError: `INVALID_OPTIONS` with every problem: unknown keys, missing ones, bad values.
    """
    problems: list[str] = []
    options = _read(options_class, given, "", problems)
    if options is None or problems:
        message = f"The options have {len(problems)} problem{'s' if len(problems) != 1 else ''}."
        raise problems_error("INVALID_OPTIONS", message, problems)
    return options


def to_wire(options: Any) -> dict[str, Any]:
    """The options as a JSON object with camelCase keys and paths as strings."""
    wire: dict[str, Any] = {}
    for field in dataclasses.fields(options):
        value = getattr(options, field.name)
        if dataclasses.is_dataclass(value):
            value = to_wire(value)
        elif value is not None and not isinstance(value, bool | int | float | str):
            value = [str(entry) for entry in value] if isinstance(value, tuple) else str(value)
        wire[camel_case(field.name)] = value
    return wire


def _read(options_class: type[Options], given: Mapping[str, Any], prefix: str, problems: list[str]) -> Options | None:
    fields = {camel_case(field.name): field for field in dataclasses.fields(options_class)}  # type: ignore[arg-type]
    _refuse_unknown(given, list(fields), prefix, problems)
    values: dict[str, Any] = {}
    before = len(problems)
    for key, field in fields.items():
        if key not in given:
            if field.default is dataclasses.MISSING:
                problems.append(f'"{prefix}{key}" is missing.')
            continue
        try:
            values[field.name] = _value_of(field, given[key], f"{prefix}{key}", problems)
        except ValueError as error:
            problems.append(f'"{prefix}{key}": {error}.')
    return options_class(**values) if len(problems) == before else None


def _value_of(field: dataclasses.Field[Any], value: Any, name: str, problems: list[str]) -> Any:
    inner = field.metadata.get("nested")
    if inner is None:
        return field.metadata["check"](value)
    if value is None and field.default is None:
        return None
    if not isinstance(value, Mapping):
        raise ValueError(f"expected an object, got {cut(value)}")
    return _read(inner, value, f"{name}.", problems)


def _refuse_unknown(given: Mapping[str, Any], known: list[str], prefix: str, problems: list[str]) -> None:
    for key in given:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            suggestion = f' (did you mean "{close[0]}"?)' if close else ""
            problems.append(f'"{prefix}{key}" is not an option{suggestion}.')
