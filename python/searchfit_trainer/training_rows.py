"""The rows to learn from: anchor, positive, negatives, and what keeps rows out of one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searchfit_trainer.json_lines import clean_text, read_json_objects
from searchfit_trainer.trainer_error import TrainerError, cut, problems_error

KEYS = frozenset({"anchor", "positive", "negatives", "kind", "group", "weight"})


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """One example.

    Attributes:
        line: Line of the file, from 1.
        anchor: The query.
        positive: A text that answers it.
        negatives: Texts that do not; may be empty, counts may differ between rows.
        kind: Rows of one batch have one kind, so that titles compete with titles only.
        group: Rows of one batch have different groups (the product's id; the positive when absent).
        weight: Share in the loss of its batch, > 0.
    """

    line: int
    anchor: str
    positive: str
    negatives: tuple[str, ...] = ()
    kind: str = "content"
    group: str = ""
    weight: float = 1.0


def read_training_rows(path: Path) -> list[TrainingRow]:
    """Read the train file.

    Args:
        path: JSON lines `{"anchor", "positive", "negatives"?, "kind"?, "group"?, "weight"?}`.

    Raises:
        TrainerError: `INVALID_TRAINING_DATA` with every problem, `NO_TRAINING_PAIRS` for an empty file.
    """
    problems: list[str] = []
    rows = []
    for line, values in read_json_objects(path, problems):
        found = _problems_of(values)
        problems.extend(f"{path.name} line {line}: {problem}" for problem in found)
        if not found:
            rows.append(_row(line, values))
    if problems:
        raise problems_error("INVALID_TRAINING_DATA", f"The train file has {len(problems)} problems.", problems)
    if not rows:
        raise TrainerError(
            "NO_TRAINING_PAIRS", f"{path} holds no pairs.", hint="Generate or import queries for more products."
        )
    return rows


def check_trainable(rows: Sequence[TrainingRow], batches: Sequence[Sequence[int]]) -> None:
    """Raise when no batch has anything to contrast.

    Raises:
        TrainerError: `TOO_FEW_PAIRS`.
    """
    if not batches:
        raise TrainerError(
            "TOO_FEW_PAIRS",
            f"Expected at least two pairs of one kind with different products and anchors, or a pair with "
            f"negatives; got {len(rows)} pair{'s' if len(rows) != 1 else ''} without any.",
            hint="Add pairs of more products, or mine negatives.",
            details={"pairs": len(rows)},
        )


def _row(line: int, values: dict[str, Any]) -> TrainingRow:
    positive = clean_text(values["positive"])
    return TrainingRow(
        line=line,
        anchor=clean_text(values["anchor"]),
        positive=positive,
        negatives=tuple(clean_text(text) for text in values.get("negatives") or ()),
        kind=values.get("kind") or "content",
        group=values.get("group") or positive,
        weight=float(values.get("weight") or 1.0),
    )


def _problems_of(values: dict[str, Any]) -> list[str]:
    problems = [f'"{key}" is not a known key.' for key in values if key not in KEYS]
    problems += [
        f'expected "{key}" to be a non-empty string, got {cut(values.get(key))}.'
        for key in ("anchor", "positive")
        if not isinstance(values.get(key), str) or not values[key].strip()
    ]
    problems += [
        f'expected "{key}" to be a string, got {cut(values[key])}.'
        for key in ("kind", "group")
        if values.get(key) is not None and not isinstance(values[key], str)
    ]
    negatives = values.get("negatives")
    if negatives is not None and (
        not isinstance(negatives, list) or not all(isinstance(text, str) and text.strip() for text in negatives)
    ):
        problems.append(f'expected "negatives" to be a list of non-empty strings, got {cut(negatives)}.')
    weight = values.get("weight")
    valid_weight = isinstance(weight, int | float) and not isinstance(weight, bool) and 0 < weight < float("inf")
    if weight is not None and not valid_weight:
        problems.append(f'expected "weight" to be a number above 0, got {cut(weight)}.')
    return problems
