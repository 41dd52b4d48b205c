"""Load a sentence-transformers folder from safetensors, and write one that every reader understands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from searchfit_trainer.durable_files import files_under, sha256_of, staged_folder, write_json
from searchfit_trainer.trainer_error import TrainerError

NOT_FINGERPRINTED = ("onnx", "openvino")
DOCUMENT_PROMPTS = ("document", "passage", "corpus")
"""Names under which sentence-transformers looks for the prompt of documents, first one first."""

LEGACY_POOLING = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens": "weightedmean",
    "pooling_mode_lasttoken": "lasttoken",
}


def load_model(folder: Path, device: str = "cpu") -> Any:
    """A SentenceTransformer in float32; pickled weights are never read.

    Raises:
        TrainerError: `PICKLE_ONLY` without safetensors weights, `INVALID_MODEL` when it does not load.
    """
    weights = [path for path in files_under(folder) if path.suffix == ".safetensors"]
    if not weights:
        pickled = any(path.suffix in (".bin", ".pt", ".pth") for path in files_under(folder))
        code = "PICKLE_ONLY" if pickled else "INVALID_MODEL"
        raise TrainerError(
            code, f"Expected *.safetensors weights in {folder}.", hint="Take a model published as safetensors."
        )
    import torch
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(
            str(folder),
            device=device,
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True, "dtype": torch.float32},
        )
    except (
        *(OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, ImportError),
        SafetensorError,
    ) as error:
        if "memory" in str(error).lower():
            raise
        raise TrainerError(
            "INVALID_MODEL",
            f"{folder} does not load as a sentence-transformers model: {error}",
            hint="Check that the folder is complete (modules.json, config.json, tokenizer.json, weights).",
        ) from error


def max_tokens_of(model: Any, wanted: int | None = None) -> int:
    """The model's limit, or `wanted` where that is lower."""
    limits = [limit for limit in (model.max_seq_length, wanted) if limit is not None and limit < 1_000_000]
    return min(limits) if limits else 512


def vocabulary_of(model: Any) -> int | None:
    """Token ids that a model knows: rows of its embedding table; None where there is no such table."""
    return getattr(model[0].auto_model.get_input_embeddings(), "num_embeddings", None)


def prompts_of(model: Any) -> tuple[str, str]:
    """Prefixes that the model wants before queries and documents; mostly empty.

    The model's default prompt is not among them: `encode_query` and `encode_document` never take it.
    """
    prompts = model.prompts or {}
    documents = (prompts.get(name) for name in DOCUMENT_PROMPTS)
    return prompts.get("query") or "", next(filter(None, documents), "")


def set_prompts(model: Any, query: str | None, document: str | None) -> None:
    """Fix the prefixes that a model wants, under the names that every reader knows, for when it is saved.

    Args:
        model: A SentenceTransformer.
        query: Prefix of queries; None for the model's own.
        document: Prefix of documents; None for the model's own.
    """
    own = prompts_of(model)
    wanted = (own[0] if query is None else query, own[1] if document is None else document)
    if wanted == ("", "") and own == wanted:
        return
    others = {name: text for name, text in model.prompts.items() if name not in DOCUMENT_PROMPTS}
    model.prompts = {**others, "query": wanted[0], "document": wanted[1]}
    model.default_prompt_name = None


def require_pooled_prompts(model: Any) -> None:
    """Training pools every token of a text, its prompt too, so other models would be trained as nobody embeds.

    Raises:
        TrainerError: `INVALID_MODEL` when the model has prompts that its pooling leaves out (`include_prompt`).
    """
    if any(prompts_of(model)) and not all(getattr(module, "include_prompt", True) for module in model):
        raise TrainerError(
            "INVALID_MODEL",
            "Expected a model whose pooling takes prompts in, got include_prompt false beside prompts.",
            hint="Such a model can be measured and served, but not trained: set both prompts to empty texts, "
            "or take another base model.",
        )


def fingerprint_of(folder: Path) -> str:
    """SHA-256 over names and contents of a model's files, without exports made from it."""
    digest = hashlib.sha256()
    for path in files_under(folder):
        name = path.relative_to(folder)
        if name.parts[0] not in NOT_FINGERPRINTED and not name.name.startswith("."):
            digest.update(f"{name.as_posix()}\0{sha256_of(path)}\n".encode())
    return digest.hexdigest()


def save_model(model: Any, folder: Path, *, max_tokens: int, extra_files: Mapping[str, str]) -> None:
    """Write the model folder beside and rename it.

    The small files take the classic form (`sentence_transformers.models.*`, `pooling_mode_mean_tokens`,
    `max_seq_length`), which old and new sentence-transformers and other readers understand.

    Args:
        model: A SentenceTransformer.
        folder: Replaced when it exists.
        max_tokens: Written as the model's limit.
        extra_files: Name → text, such as `README.md` and `metadata.json`.
    """
    with staged_folder(folder) as staging:
        model.save_pretrained(str(staging), create_model_card=False, safe_serialization=True)
        write_classic_files(staging, max_tokens)
        fix_tokenizer(staging, max_tokens)
        for name, text in extra_files.items():
            (staging / name).write_text(text, encoding="utf-8")


def write_classic_files(folder: Path, max_tokens: int) -> None:
    """Bring modules.json, the transformer's limit and pooling into the classic form."""
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    for module in modules:
        name = module["type"].rpartition(".")[2]
        if module["type"].startswith("sentence_transformers.") and name in (
            "Transformer",
            "Pooling",
            "Normalize",
            "Dense",
        ):
            module["type"] = f"sentence_transformers.models.{name}"
        if name == "Pooling":
            _write_classic_pooling(folder / module["path"] / "config.json")
    write_json(folder / "modules.json", modules)
    limits = folder / "sentence_bert_config.json"
    transformer = json.loads(limits.read_text(encoding="utf-8"))
    text_only = {"text": {"method": "forward", "method_output_name": "last_hidden_state"}}
    if transformer.get("modality_config", text_only) == text_only:
        transformer = {"do_lower_case": bool(transformer.get("do_lower_case", False))}
    write_json(limits, {"max_seq_length": max_tokens, **transformer})


def _write_classic_pooling(path: Path) -> None:
    config = json.loads(path.read_text(encoding="utf-8"))
    if "pooling_mode" not in config:
        return
    modes = config["pooling_mode"] if isinstance(config["pooling_mode"], list) else [config["pooling_mode"]]
    classic = {key: mode in modes for key, mode in LEGACY_POOLING.items()}
    dimensions = config.get("embedding_dimension", config.get("word_embedding_dimension"))
    include_prompt = config.get("include_prompt", True)
    write_json(path, {"word_embedding_dimension": dimensions, **classic, "include_prompt": include_prompt})


def fix_tokenizer(folder: Path, max_tokens: int) -> None:
    """Make `tokenizer.json` cut at the model's limit and pad to the longest text, not to a fixed length."""
    path = folder / "tokenizer.json"
    if path.is_file():
        tokenizer = json.loads(path.read_text(encoding="utf-8"))
        tokenizer["truncation"] = {
            "direction": "Right",
            "max_length": max_tokens,
            "strategy": "LongestFirst",
            "stride": 0,
        }
        tokenizer["padding"] = _padding(folder, tokenizer)
        path.write_text(json.dumps(tokenizer, indent=2, ensure_ascii=False), encoding="utf-8")
    config_path = folder / "tokenizer_config.json"
    if config_path.is_file():
        config = json.loads(config_path.read_text(encoding="utf-8"))
        write_json(config_path, {**config, "model_max_length": max_tokens})


def _padding(folder: Path, tokenizer: dict[str, Any]) -> dict[str, Any] | None:
    """Padding to the longest text, with the pad token the tokenizer or its config names."""
    padding = tokenizer.get("padding")
    if padding is not None:
        return {**padding, "strategy": "BatchLongest"}
    config_path = folder / "tokenizer_config.json"
    config = json.loads(config_path.read_text(encoding="utf-8")) if config_path.is_file() else {}
    token = config.get("pad_token")
    token = token.get("content") if isinstance(token, dict) else token
    ids = {entry["content"]: entry["id"] for entry in tokenizer.get("added_tokens", [])}
    if token not in ids:
        return None
    direction = str(config.get("padding_side", "right")).capitalize()
    fixed = {"strategy": "BatchLongest", "direction": direction, "pad_to_multiple_of": None}
    return {**fixed, "pad_id": ids[token], "pad_type_id": 0, "pad_token": token}


def parameter_counts(model: Any) -> tuple[int, int]:
    """All parameters and those that are trained."""
    counts = [(parameter.numel(), parameter.requires_grad) for parameter in model.parameters()]
    return sum(count for count, _ in counts), sum(count for count, trained in counts if trained)
