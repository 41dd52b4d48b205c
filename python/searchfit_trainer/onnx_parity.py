"""How close an ONNX file comes to the torch model, after the folder's own pooling and normalisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from searchfit_trainer.onnx_export import OUTPUT, model_inputs

BATCH = 16

CHECK_TEXTS = (
    "",
    "red shoes",
    "usb-c charger 65 w",
    "something to keep the draught out under a door",
    "Waterproof jacket for men, size L, dark green, with a hood",
    "Ersatzfilter für Kaffeevollautomat, 2er-Pack",
    "ノートパソコン用スタンド アルミ製",
    "Espresso machine with a 58 mm portafilter, 15 bar pump, 1.8 l tank and a steam wand. " * 4,
    "Hiking boots with a grippy sole; waterproof membrane; removable insole; weight 540 g. " * 12,
    "A long description that goes on beyond what the model reads. " * 60,
)

Progress = Callable[[int], None]


def torch_embeddings(model: Any, texts: Sequence[str]) -> NDArray[np.float32]:
    """The reference: sentence-transformers' `encode`, [texts, dimensions]."""
    vectors: NDArray[np.float32] = model.encode(
        list(texts), batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True
    )
    return vectors


def onnx_embeddings(
    model: Any, path: Path, texts: Sequence[str], batch_size: int, progress: Progress
) -> NDArray[np.float32]:
    """Embeddings through an ONNX file and the model's modules after the encoder.

    Args:
        model: The SentenceTransformer (tokenizer, pooling, normalisation).
        path: ONNX file.
        texts: What to embed.
        batch_size: 1 for int8, whose scales depend on the whole batch.
        progress: Called with the number of texts done.

    Returns:
        [texts, dimensions].
    """
    import onnxruntime

    session_options = onnxruntime.SessionOptions()
    session_options.intra_op_num_threads = torch.get_num_threads()
    session_options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), session_options, providers=["CPUExecutionProvider"])
    vectors = []
    for start in range(0, len(texts), batch_size):
        inputs = model_inputs(model, texts[start : start + batch_size])
        (hidden,) = session.run([OUTPUT], {name: tensor.numpy() for name, tensor in inputs.items()})
        features: dict[str, Any] = {
            "token_embeddings": torch.from_numpy(hidden),  # [batch, length, dimensions]
            "attention_mask": inputs["attention_mask"],
        }
        with torch.inference_mode():
            for module in list(model)[1:]:
                features = module(features)
        vectors.append(features["sentence_embedding"].numpy())
        progress(min(start + batch_size, len(texts)))
    return np.concatenate(vectors)


def parity(reference: NDArray[np.float32], candidate: NDArray[np.float32]) -> dict[str, float]:
    """`{minCosine, meanCosine, maxDifference}` of two embeddings of the same texts."""
    left, right = reference.astype(np.float64), candidate.astype(np.float64)
    norms = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    cosines = (left * right).sum(axis=1) / np.maximum(norms, 1e-12)
    return {
        "minCosine": float(cosines.min()),
        "meanCosine": float(cosines.mean()),
        "maxDifference": float(np.abs(left - right).max()),
    }
