"""With the real base model (all-MiniLM-L6-v2 from its package); `pytest -m slow`."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from conftest import Recorder, train_options
from safetensors.torch import load_file

from searchfit_trainer import export_job, packaged_model_job, train_job
from searchfit_trainer.cancellation import Cancellation
from searchfit_trainer.job_context import JobContext

pytestmark = pytest.mark.slow


def context(job: str) -> JobContext:
    return JobContext(job, Recorder(), Cancellation())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real") / "base"
    packaged_model_job.run({"outputFolder": str(folder)}, context("copy-packaged-model"))
    return folder


def test_the_base_model_exports_with_parity(tmp_path: Path, base: Path) -> None:
    options = {"modelFolder": str(base), "outputFolder": str(tmp_path / "onnx")}
    files = export_job.run(options, context("export-onnx"))["files"]
    assert files["fp32"]["parity"]["minCosine"] > 0.99999
    assert files["fp32"]["parity"]["maxDifference"] < 1e-5
    assert files["int8"]["parity"]["minCosine"] > 0.95  # the texts are meant to be hard: ten kinds of odd ones


def test_the_base_model_trains_by_adapters_and_is_saved_without_them(tmp_path: Path, base: Path) -> None:
    options = train_options(tmp_path, base, epochs=1, learningRate=2e-4, batchSize=32, lora={"rank": 8})
    given = context("train")
    result = train_job.run(options, given)
    assert isinstance(given.events, Recorder)
    start = given.events.of_type("training-start")[0]
    # Six layers, each: query, key, value and output of 384 × 384, and 384 × 1536 and back.
    assert start["trainableParameters"] == 6 * 8 * (4 * (384 + 384) + 2 * (384 + 1536))
    assert result["parameters"] == 22_713_216
    tuned, untouched = (load_file(folder / "model.safetensors") for folder in (tmp_path / "model", base))
    assert tuned.keys() <= untouched.keys()
    changed = {name for name in tuned if not torch.equal(tuned[name], untouched[name])}
    assert len(changed) == 6 * 6


def test_the_base_model_trains_on_a_small_slice(tmp_path: Path, base: Path) -> None:
    options = train_options(
        tmp_path, base, epochs=1, learningRate=2e-5, precision="auto", batchSize=32, threads=None, subForwards=None
    )
    result = train_job.run(options, context("train"))
    assert result["steps"] == 4
    assert result["parameters"] == 22_713_216
    exported = export_job.run({"modelFolder": str(tmp_path / "model")}, context("export-onnx"))
    assert exported["files"]["fp32"]["parity"]["minCosine"] > 0.99999
