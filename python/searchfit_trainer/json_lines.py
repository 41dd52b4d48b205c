"""Read JSON-lines files with the line number in every problem."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from searchfit_trainer.trainer_error import cut


def read_json_objects(path: Path, problems: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Objects of a JSON-lines file; blank lines are skipped.

    Args:
        path: The file, UTF-8.
        problems: Lines that are not a JSON object are described here and skipped.

    Yields:
        Line number (from 1) and object.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            except ValueError as error:
                problems.append(f"{path.name} line {number}: not valid JSON ({error}).")
                continue
            if isinstance(row, dict):
                yield number, row
            else:
                problems.append(f"{path.name} line {number}: expected a JSON object, got {cut(row)}.")


def clean_text(text: str) -> str:
    """Text that a tokenizer accepts: a lone surrogate (valid in JSON, not in UTF-8) becomes U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
