"""Ask sentence-transformers which prompt it puts before queries, documents and plain texts.

Run with the pinned Python environment, from the repository's root:

    python tools/golden/make_prompts.py

Writes packages/onnx-embedder/test/golden/prompts.json: for each `config_sentence_transformers.json` the
prompts of `encode_query`, `encode_document` and `encode`, found by comparing vectors with those of texts
that have the prompt written out; null where the folder does not load.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from transformers import BertConfig, BertModel

ROOT = Path(__file__).resolve().parents[2] / "packages" / "onnx-embedder" / "test"
PROMPTS = ["", "red ", "shoe ", "lamp "]
CONFIGS: list[dict[str, Any]] = [
    {},
    {"prompts": {"query": "red "}},
    {"prompts": {"query": "red ", "document": "shoe "}},
    {"prompts": {"query": None, "document": None}, "default_prompt_name": None},
    {"prompts": {"retrieval": "lamp "}, "default_prompt_name": "retrieval"},
    {"prompts": {"query": "red "}, "default_prompt_name": "query"},
    {"prompts": {"query": "red ", "document": "shoe "}, "default_prompt_name": "document"},
    {"prompts": {"query": "red ", "clustering": "lamp "}, "default_prompt_name": "clustering"},
    {"prompts": {}, "default_prompt_name": "query"},
    {"prompts": {"query": "red "}, "default_prompt_name": "retrieval"},
    {"default_prompt_name": "retrieval"},
    {"prompts": {"query": "red ", "passage": "shoe "}},
    {"prompts": {"query": "red ", "document": "", "passage": "shoe "}},
    {"prompts": {"corpus": "shoe "}, "default_prompt_name": "corpus"},
]


def main() -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "model"
        shutil.copytree(ROOT / "fixtures" / "tiny-model", folder)
        torch.manual_seed(7)
        BertModel(BertConfig.from_pretrained(folder)).save_pretrained(folder)
        cases = [{"config": config, **prompts_of(folder, config)} for config in CONFIGS]
    golden = {"made_by": f"sentence-transformers {version('sentence-transformers')}", "cases": cases}
    (ROOT / "golden" / "prompts.json").write_text(json.dumps(golden, indent=1) + "\n")


def prompts_of(folder: Path, config: dict[str, Any]) -> dict[str, str | None]:
    """The prompt of each way to encode."""
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config))
    try:
        model = SentenceTransformer(str(folder), device="cpu")
    except ValueError:
        return {"query": None, "document": None, "plain": None}
    written = model.encode([f"{prompt}desk" for prompt in PROMPTS], prompt="")

    def prompt_of(vector: np.ndarray) -> str:
        gaps = np.abs(written - vector).max(axis=1)
        if gaps.min() > 1e-5:
            raise AssertionError(f"none of the prompts explains {config}")
        return PROMPTS[int(gaps.argmin())]

    return {
        "query": prompt_of(model.encode_query("desk")),
        "document": prompt_of(model.encode_document("desk")),
        "plain": prompt_of(model.encode("desk")),
    }


if __name__ == "__main__":
    main()
