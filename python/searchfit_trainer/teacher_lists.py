"""A teacher's opinion: for each query a list of documents with scores, to be distilled."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searchfit_trainer.json_lines import clean_text, read_json_objects
from searchfit_trainer.trainer_error import TrainerError, cut, problems_error
from searchfit_trainer.training_rows import TrainingRow

KEYS = frozenset({"anchor", "kind", "documents", "scores"})


@dataclass(frozen=True, slots=True)
class TeacherList:
    """What a teacher thinks of some documents for one query.

    Attributes:
        anchor: The query.
        documents: Different texts, at least two.
        scores: Of the documents, higher is better, on any scale; empty when a teacher model is to score them.
    """

    anchor: str
    documents: tuple[str, ...]
    scores: tuple[float, ...] = ()


def read_teacher_lists(
    lists_file: Path, corpus_file: Path, rows: Sequence[TrainingRow], *, scored: bool
) -> list[TeacherList | None]:
    """Read the lists and give each row its own.

    Args:
        lists_file: JSON lines `{"anchor", "kind"?, "documents": [id, …], "scores"?: [number, …]}`; a row takes
            the list of its anchor and kind ("content" when absent).
        corpus_file: JSON lines `{"_id", "text"}`: the documents that lists name.
        rows: Of the training.
        scored: Whether every list has to have scores.

    Returns:
        For each row its list, or None: without one, a row learns from its batch alone.

    Raises:
        TrainerError: `INVALID_TEACHER_DATA` with every problem, or when no row has a list.
    """
    problems: list[str] = []
    corpus = _read_corpus(corpus_file, problems)
    lists: dict[tuple[str, str], TeacherList] = {}
    for line, values in read_json_objects(lists_file, problems):
        found = _problems_of(values, corpus, scored=scored)
        problems.extend(f"{lists_file.name} line {line}: {problem}" for problem in found)
        if not found:
            one = _list_of(values, corpus, scored=scored)
            if len(one.documents) > 1:
                lists[values.get("kind") or "content", one.anchor] = one
    if problems:
        raise problems_error("INVALID_TEACHER_DATA", f"The teacher's files have {len(problems)} problems.", problems)
    of_rows = [lists.get((row.kind, row.anchor)) for row in rows]
    if not any(of_rows):
        raise TrainerError(
            "INVALID_TEACHER_DATA",
            f"None of the {len(lists)} lists of {lists_file.name} has the anchor and the kind of a training row.",
            hint="A list belongs to the rows with the same text of the query and the same kind.",
        )
    return of_rows


def target_logits(scores: Sequence[float], temperature: float) -> list[float] | None:
    """A teacher's scores as logits: min–max normalised to [0, 1], divided by the temperature.

    Returns:
        Logits from 0 to 1 / temperature; None when all scores are equal, as they say nothing.
        `target_logits([3, 1, 2], 0.1)` is `[10.0, 0.0, 5.0]`.
    """
    low, high = min(scores), max(scores)
    if high == low:
        return None
    return [(score - low) / (high - low) / temperature for score in scores]


def _list_of(values: Mapping[str, Any], corpus: Mapping[str, str], *, scored: bool) -> TeacherList:
    """The list with every text once, under the best of its scores."""
    best: dict[str, float] = {}
    scores = values["scores"] if scored else [0.0] * len(values["documents"])
    for name, score in zip(values["documents"], scores, strict=True):
        best[corpus[name]] = max(float(score), best.get(corpus[name], -math.inf))
    return TeacherList(clean_text(values["anchor"]), tuple(best), tuple(best.values()) if scored else ())


def _read_corpus(path: Path, problems: list[str]) -> dict[str, str]:
    corpus: dict[str, str] = {}
    for line, row in read_json_objects(path, problems):
        if isinstance(row.get("_id"), str) and isinstance(row.get("text"), str):
            corpus[row["_id"]] = clean_text(row["text"])
        else:
            problems.append(f'{path.name} line {line}: expected "_id" and "text" to be strings, got {cut(row)}.')
    return corpus


def _problems_of(values: Mapping[str, Any], corpus: Mapping[str, str], *, scored: bool) -> list[str]:
    problems = [f'"{key}" is not a known key.' for key in values if key not in KEYS]
    anchor, kind, documents = values.get("anchor"), values.get("kind"), values.get("documents")
    if not isinstance(anchor, str) or not anchor.strip():
        problems.append(f'expected "anchor" to be a non-empty string, got {cut(anchor)}.')
    if kind is not None and not isinstance(kind, str):
        problems.append(f'expected "kind" to be a string, got {cut(kind)}.')
    if not isinstance(documents, list) or len(documents) < 2 or not all(isinstance(name, str) for name in documents):
        return [*problems, f'expected "documents" to be a list of at least two ids, got {cut(documents)}.']
    problems += [f"the document {cut(name)} is not in the corpus." for name in documents if name not in corpus]
    scores = values.get("scores")
    if scored and not (isinstance(scores, list) and len(scores) == len(documents) and all(map(_is_number, scores))):
        problems.append(f'expected "scores" to be {len(documents)} finite numbers, got {cut(scores)}.')
    return problems


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
