"""`encode`: sentence-transformers' own embeddings of a file of texts, as raw floats."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from searchfit_trainer.durable_files import staged_file
from searchfit_trainer.job_context import JobContext, Ticker
from searchfit_trainer.job_options import EncodeOptions
from searchfit_trainer.json_lines import clean_text, read_json_objects
from searchfit_trainer.model_folder import load_model
from searchfit_trainer.options import read_options
from searchfit_trainer.precision import choose_device, use_threads
from searchfit_trainer.trainer_error import cut, problems_error

CHUNK = 512


def run(given: Mapping[str, Any], context: JobContext) -> dict[str, Any]:
    """Run the job; see `EncodeOptions`.

    Returns:
        `{outputFile, rows, dimensions}`; the file holds little-endian float32, row-major.
    """
    options = read_options(EncodeOptions, given)
    texts = read_texts(options.texts_file)
    use_threads(options.threads)
    model = load_model(options.model_folder, choose_device(options.device))
    ticker = Ticker()
    with staged_file(options.output_file) as staging, staging.open("wb") as output:
        for start in range(0, len(texts), CHUNK):
            chunk = texts[start : start + CHUNK]
            vectors = model.encode(chunk, prompt=options.prompt, show_progress_bar=False, convert_to_numpy=True)
            output.write(vectors.astype("<f4").tobytes())  # [chunk, dimensions]
            if ticker.due():
                context.events.emit(
                    "progress", job=context.job, done=start + len(chunk), total=len(texts), unit="texts"
                )
    dimensions = model.get_embedding_dimension()
    return {"outputFile": str(options.output_file), "rows": len(texts), "dimensions": dimensions}


def read_texts(path: Path) -> list[str]:
    """Texts of a JSON-lines file of `{"text"}`.

    Raises:
        TrainerError: `INVALID_TEXTS` with every problem.
    """
    problems: list[str] = []
    texts = []
    for line, row in read_json_objects(path, problems):
        if isinstance(row.get("text"), str):
            texts.append(clean_text(row["text"]))
        else:
            problems.append(f'{path.name} line {line}: expected "text" to be a string, got {cut(row.get("text"))}.')
    if problems:
        raise problems_error("INVALID_TEXTS", f"The texts file has {len(problems)} problems.", problems)
    return texts
