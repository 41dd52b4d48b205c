"""Adapters of low rank: what they train, what they leave, and what is saved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from conftest import Recorder, train_options
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer
from test_resume import StoppingRecorder

from searchfit_trainer import train_job
from searchfit_trainer.cancellation import Cancellation
from searchfit_trainer.freezing import freeze
from searchfit_trainer.job_context import JobContext
from searchfit_trainer.job_options import LoraOptions
from searchfit_trainer.low_rank import add_adapters, merge_adapters, plain_weights
from searchfit_trainer.model_folder import load_model, parameter_counts
from searchfit_trainer.trainer_error import JobCanceledError, TrainerError

TEXTS = ["red lamp", "a green chair", ""]
RANK_4 = {"rank": 4, "alpha": 8}


def run(options: dict[str, Any]) -> tuple[dict[str, Any], Recorder]:
    recorder = Recorder()
    result = train_job.run(options, JobContext("train", recorder, Cancellation()))  # type: ignore[arg-type]
    return result, recorder


def trained_by_hand(folder: Path, options: LoraOptions) -> Any:
    """A model with adapters that say something."""
    model = load_model(folder)
    add_adapters(model, options)
    torch.manual_seed(3)
    for parameter in model.parameters():
        if parameter.requires_grad:
            torch.nn.init.normal_(parameter, std=0.1)
    return model.eval()


def test_a_model_with_new_adapters_is_the_base_model(tiny_model: Path) -> None:
    model = load_model(tiny_model)
    before = model.encode(TEXTS)
    add_adapters(model, LoraOptions(rank=4))
    assert np.array_equal(model.encode(TEXTS), before)


def test_merged_adapters_give_the_same_vectors_in_the_base_models_form(tiny_model: Path) -> None:
    model = trained_by_hand(tiny_model, LoraOptions(rank=4, dropout=0.5))
    base = load_model(tiny_model)
    with_adapters, plain = model.encode(TEXTS), plain_weights(model)
    assert not np.allclose(with_adapters, base.encode(TEXTS), atol=1e-2)
    merge_adapters(model)
    assert np.allclose(model.encode(TEXTS), with_adapters, atol=1e-6)
    assert plain.keys() == base.state_dict().keys() == model.state_dict().keys()
    assert all(torch.equal(plain[name], weight) for name, weight in model.state_dict().items())


def test_only_adapters_are_trained_in_all_linear_layers_of_the_stack(tiny_model: Path) -> None:
    model = load_model(tiny_model)
    parameters, _ = parameter_counts(model)
    add_adapters(model, LoraOptions(rank=4))
    # Two layers, each: query, key, value and output of 32 × 32, and 32 × 64 and back.
    added = 2 * 4 * (4 * (32 + 32) + 2 * (32 + 64))
    assert parameter_counts(model) == (parameters + added, added)


def test_named_layers_alone_are_adapted_and_frozen_ones_are_not(tiny_model: Path) -> None:
    model = load_model(tiny_model)
    freeze(model, 1, embeddings=False)
    add_adapters(model, LoraOptions(rank=2, target_modules=("query", "attention.output.dense")))
    trained = {name for name, parameter in model.named_parameters() if parameter.requires_grad}
    assert {name.split("layer.")[1] for name in trained} == {
        *("1.attention.self.query.a", "1.attention.self.query.b"),
        *("1.attention.output.dense.a", "1.attention.output.dense.b"),
    }


@pytest.mark.parametrize(("layers", "names"), [(0, ("quer",)), (2, None)])
def test_names_of_no_trainable_layer_are_refused(tiny_model: Path, layers: int, names: tuple[str, ...] | None) -> None:
    model = load_model(tiny_model)
    freeze(model, layers, embeddings=False)
    with pytest.raises(TrainerError, match="targetModules") as caught:
        add_adapters(model, LoraOptions(target_modules=names))
    assert caught.value.code == "INVALID_OPTIONS"


def test_a_training_learns_by_adapters_and_saves_a_plain_model(tmp_path: Path, tiny_model: Path) -> None:
    options = train_options(tmp_path, tiny_model, lora=RANK_4, learningRate=1e-2, mixWithBase=True, averageEpochs=True)
    result, recorder = run(options)
    assert result["beatsBase"]
    start = recorder.of_type("training-start")[0]
    assert start["trainableParameters"] < start["parameters"] / 2
    assert f"{start['trainableParameters']} of {start['parameters']} parameters" in Path(options["logFile"]).read_text()
    folder = tmp_path / "model"
    base, tuned = load_model(tiny_model), SentenceTransformer(str(folder), device="cpu")
    assert tuned.state_dict().keys() == base.state_dict().keys()
    assert result["parameters"] == parameter_counts(base)[0]
    embeddings = "embeddings.word_embeddings.weight"
    assert torch.equal(
        load_file(folder / "model.safetensors")[embeddings], load_file(tiny_model / "model.safetensors")[embeddings]
    )
    assert not list(folder.rglob("*.bin"))
    assert json.loads((folder / "metadata.json").read_text())["config"]["lora"]["rank"] == 4


def test_a_training_by_adapters_that_was_stopped_ends_as_one_that_was_not(tmp_path: Path, tiny_model: Path) -> None:
    changes = {"lora": {**RANK_4, "dropout": 0.1}, "averageEpochs": True, "epochs": 2}
    run(train_options(tmp_path / "whole", tiny_model, **changes))
    options = train_options(tmp_path / "parts", tiny_model, **changes)
    stopping = Cancellation()
    recorder = StoppingRecorder("checkpoint-saved", 16, lambda: stopping.request("SIGINT"))
    with pytest.raises(JobCanceledError):
        train_job.run(options, JobContext("train", recorder, stopping))  # type: ignore[arg-type]
    _, resumed = run(options)
    assert resumed.of_type("training-start")[0]["resumedFromStep"] > 0
    whole, parts = (load_file(tmp_path / name / "model" / "model.safetensors") for name in ("whole", "parts"))
    assert all(torch.allclose(parts[name], weight, atol=1e-6) for name, weight in whole.items())
