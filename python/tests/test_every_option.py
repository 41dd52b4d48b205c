"""Every option of a training once, alone and with the others that it meets most: each ends in a model."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from conftest import Recorder, build_tiny_model, train_options
from test_teacher import teacher_options

from searchfit_trainer import train_job
from searchfit_trainer.cancellation import Cancellation
from searchfit_trainer.job_context import JobContext

SMALL: dict[str, Any] = {"epochs": 1, "batchSize": 32}

RECIPES: dict[str, dict[str, Any]] = {
    "in-batch": {},
    "symmetric": {"symmetric": True},
    "guarded": {"guardMargin": 0.0},
    "cached": {"miniBatchSize": 16},
    "matryoshka": {"matryoshkaDimensions": [32, 16, 8]},
    **{f"freeze-{layers}": {"freezeLayers": layers} for layers in range(1, 7)},  # 0 and linear: as in "in-batch"
    "freeze-embeddings": {"freezeEmbeddings": True},
    **{name: {"schedule": name} for name in ("cosine", "cosine-with-restarts", "constant")},
    "no-warm-up": {"warmupRatio": 0.0},
    "weight-decay": {"weightDecay": 0.1},
    "dropout": {"dropout": 0.3},
    "short": {"maxTokens": 12},
    "bf16": {"precision": "bf16"},
    "one-forward": {"subForwards": 1},
    "early-stop": {"epochs": 3, "earlyStoppingPatience": 1},
    "evaluations": {"evaluateEverySteps": 2},
    "average": {"epochs": 2, "averageEpochs": True},
    "lora": {"lora": {"rank": 4}},
    "lora-all": {
        "lora": {"rank": 2, "alpha": 4, "dropout": 0.1, "targetModules": ["query", "value"]},
        "freezeLayers": 2,
        "mixWithBase": True,
        "averageEpochs": True,
        "evaluateEverySteps": 2,
        "miniBatchSize": 16,
    },
    "mixed": {"mixWithBase": True},
    "prompts": {"queryPrompt": "q: ", "documentPrompt": "d: "},
    "teacher": {"teacherWeight": 0.5},
    "teacher-margins": {"teacherLoss": "margin-mse", "teacherTemperature": 0.3},
    "all": {
        "epochs": 2,
        "symmetric": True,
        "guardMargin": 0.1,
        "miniBatchSize": 20,
        "matryoshkaDimensions": [32, 8],
        "freezeLayers": 1,
        "freezeEmbeddings": True,
        "schedule": "cosine",
        "dropout": 0.0,
        "mixWithBase": True,
        "averageEpochs": True,
        "evaluateEverySteps": 3,
        "earlyStoppingPatience": 3,
        "teacherWeight": 0.3,
        "queryPrompt": "q: ",
        "checkpointEverySteps": 2,
    },
}


@pytest.fixture(autouse=True)
def without_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A training syncs 34 files, which takes longer than its steps; `test_resume` is about that."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="module")
def six_layers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_tiny_model(tmp_path_factory.mktemp("six") / "model", layers=6)


@pytest.mark.slow
@pytest.mark.parametrize("name", RECIPES)
def test_a_training_with_this_option_ends_in_a_model(tmp_path: Path, six_layers: Path, name: str) -> None:
    changes = {**SMALL, **RECIPES[name]}
    with_teacher = any(key.startswith("teacher") for key in changes)
    options = (teacher_options if with_teacher else train_options)(tmp_path, six_layers)
    result = train_job.run(
        {**options, **changes},
        JobContext("train", Recorder(), Cancellation()),  # type: ignore[arg-type]
    )
    assert result["steps"] >= 3
    assert 0 <= result["dev"]["evaluations"][-1]["metrics"]["ndcg@10"] <= 1
    assert (tmp_path / "model" / "model.safetensors").is_file()
