"""Let a teacher model score lists: a cross-encoder, or a larger sentence-transformers model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from searchfit_trainer.dev_evaluation import embed_texts
from searchfit_trainer.durable_files import files_under, staged_file, write_json
from searchfit_trainer.model_folder import fingerprint_of, load_model, max_tokens_of, prompts_of, vocabulary_of
from searchfit_trainer.teacher_lists import TeacherList
from searchfit_trainer.token_store import TokenStore
from searchfit_trainer.trainer_error import TrainerError

PAIRS_AT_ONCE = 256
CACHE_FORMAT = "searchfit-teacher-scores/1"

Progress = Callable[[int, int], None]
Scores = list[tuple[float, ...]]


def score_lists(
    folder: Path, lists: Sequence[TeacherList | None], device: str, cache: Path, progress: Progress
) -> list[TeacherList | None]:
    """Give every list the model's scores.

    Args:
        folder: A cross-encoder with one output (a sequence classifier), or a sentence-transformers model
            (scores are cosine similarities, with its own prompts).
        lists: Of the rows; equal lists are scored once.
        device: "cpu", "cuda" or "mps".
        cache: File that keeps the scores, so that a resumed training need not ask again.
        progress: Called with pairs (texts, for sentence-transformers) done and all of them.

    Raises:
        TrainerError: `PICKLE_ONLY`, `INVALID_MODEL`.
    """
    unique = list(dict.fromkeys(entry for entry in lists if entry is not None))
    key = _key(folder, unique)
    scores = _cached(cache, key)
    if scores is None:
        model_scores = _by_cross_encoder if is_cross_encoder(folder) else _by_embeddings
        scores = model_scores(folder, unique, device, progress)
        with staged_file(cache) as staging:
            write_json(staging, {"format": CACHE_FORMAT, "key": key, "scores": scores})
    scored = {entry: replace(entry, scores=tuple(values)) for entry, values in zip(unique, scores, strict=True)}
    return [None if entry is None else scored[entry] for entry in lists]


def is_cross_encoder(folder: Path) -> bool:
    """Whether a model folder holds a sequence classifier and not a sentence-transformers model."""
    config = folder / "config.json"
    if not config.is_file():
        return False
    names = json.loads(config.read_text(encoding="utf-8")).get("architectures") or [""]
    return str(names[0]).endswith("ForSequenceClassification")


def _by_cross_encoder(folder: Path, lists: Sequence[TeacherList], device: str, progress: Progress) -> Scores:
    model = _load_cross_encoder(folder, device)
    pairs = [(entry.anchor, text) for entry in lists for text in entry.documents]
    # Long pairs first, as padding costs most where lengths differ; the sort is undone below.
    order = sorted(range(len(pairs)), key=lambda place: (-len(pairs[place][0]) - len(pairs[place][1]), place))
    found = [0.0] * len(pairs)
    for start in range(0, len(order), PAIRS_AT_ONCE):
        places = order[start : start + PAIRS_AT_ONCE]
        values = model.predict(
            [pairs[place] for place in places], show_progress_bar=False, activation_fn=torch.nn.Identity()
        )
        for place, value in zip(places, values, strict=True):
            found[place] = float(value)
        progress(start + len(places), len(pairs))
    values_left = iter(found)
    return [tuple(next(values_left) for _ in entry.documents) for entry in lists]


def _load_cross_encoder(folder: Path, device: str) -> Any:
    if not any(path.suffix == ".safetensors" for path in files_under(folder)):
        raise TrainerError("PICKLE_ONLY", f"Expected *.safetensors weights in {folder}.")
    from sentence_transformers import CrossEncoder

    try:
        model = CrossEncoder(
            str(folder),
            device=device,
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, ImportError) as error:
        raise TrainerError("INVALID_MODEL", f"{folder} does not load as a cross-encoder: {error}") from error
    if model.num_labels != 1:
        raise TrainerError(
            "INVALID_MODEL",
            f"Expected the cross-encoder {folder} to have one output, it has {model.num_labels}.",
            hint="Take one that scores how well a text answers a query.",
        )
    return model


def _by_embeddings(folder: Path, lists: Sequence[TeacherList], device: str, progress: Progress) -> Scores:
    model = load_model(folder, device)
    query_prompt, document_prompt = prompts_of(model)
    store = TokenStore(model.tokenizer, max_tokens_of(model), device, vocabulary_of(model))
    anchors = store.add([query_prompt + entry.anchor for entry in lists])
    documents = [store.add([document_prompt + text for text in entry.documents]) for entry in lists]
    unique = sorted({*anchors, *(number for numbers in documents for number in numbers)})
    with torch.inference_mode():
        vectors = embed_texts(model, store, unique, progress)  # [texts, dimensions], unit length
    rows = {number: row for row, number in enumerate(unique)}
    return [
        tuple((vectors[[rows[number] for number in numbers]] @ vectors[rows[anchor]]).tolist())
        for anchor, numbers in zip(anchors, documents, strict=True)
    ]


def _key(folder: Path, lists: Sequence[TeacherList]) -> str:
    content = [fingerprint_of(folder), [[entry.anchor, *entry.documents] for entry in lists]]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _cached(cache: Path, key: str) -> Scores | None:
    try:
        kept = json.loads(cache.read_text(encoding="utf-8"))
        return list(map(tuple, kept["scores"])) if (kept["format"], kept["key"]) == (CACHE_FORMAT, key) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
