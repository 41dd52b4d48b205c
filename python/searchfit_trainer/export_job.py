"""`export-onnx`: ONNX files of a model folder, and how closely they agree with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from searchfit_trainer.durable_files import sha256_of, staged_folder
from searchfit_trainer.encode_job import read_texts
from searchfit_trainer.job_context import JobContext, Ticker
from searchfit_trainer.job_options import ExportOptions
from searchfit_trainer.model_folder import load_model
from searchfit_trainer.onnx_export import export_fp32, model_inputs, quantize_int8
from searchfit_trainer.onnx_parity import CHECK_TEXTS, onnx_embeddings, parity, torch_embeddings
from searchfit_trainer.options import read_options
from searchfit_trainer.precision import use_threads

FILE_NAMES = {"fp32": "model.onnx", "int8": "model_int8.onnx"}
PARITY_BATCH = {"fp32": 16, "int8": 1}


def run(given: Mapping[str, Any], context: JobContext) -> dict[str, Any]:
    """Run the job; see `ExportOptions`.

    Returns:
        `{folder, inputs, output, files: {precision: {file, sha256, bytes, parity}}, checkTexts}`.
    """
    options = read_options(ExportOptions, given)
    texts = _check_texts(options)
    use_threads(options.threads)
    model = load_model(options.model_folder)
    folder = options.output_folder or options.model_folder / "onnx"
    with staged_folder(folder) as staging:
        fp32 = staging / FILE_NAMES["fp32"]
        export_fp32(model, fp32)
        if "int8" in options.precisions:
            quantize_int8(fp32, staging / FILE_NAMES["int8"])
        reference = torch_embeddings(model, texts)
        files = {name: _describe(name, staging, model, texts, reference, context) for name in options.precisions}
        if "fp32" not in options.precisions:
            fp32.unlink()
    return {
        "folder": str(folder),
        "inputs": list(model_inputs(model, ["a"])),
        "output": "last_hidden_state",
        "files": files,
        "checkTexts": len(texts),
    }


def _check_texts(options: ExportOptions) -> list[str]:
    given = options.check_texts
    texts = read_texts(given) if isinstance(given, Path) else list(given or CHECK_TEXTS)
    return texts or list(CHECK_TEXTS)


def _describe(
    precision: str, staging: Path, model: Any, texts: list[str], reference: Any, context: JobContext
) -> dict[str, Any]:
    path = staging / FILE_NAMES[precision]
    ticker = Ticker()

    def progress(done: int) -> None:
        if ticker.due():
            job = context.job
            context.events.emit("progress", job=job, done=done, total=len(texts), unit=f"texts checked ({precision})")

    vectors = onnx_embeddings(model, path, texts, PARITY_BATCH[precision], progress)
    return {
        "file": path.name,
        "sha256": sha256_of(path),
        "bytes": path.stat().st_size,
        "parity": parity(reference, vectors),
    }
