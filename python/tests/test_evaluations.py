"""Evaluations within epochs, the mean of weights, and prompts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from conftest import Recorder, train_options
from event_schema import check_events
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer
from test_resume import StoppingRecorder, crash

from searchfit_trainer import train_job
from searchfit_trainer.cancellation import Cancellation
from searchfit_trainer.final_weights import choose_final_weights
from searchfit_trainer.job_context import JobContext
from searchfit_trainer.model_folder import load_model, prompts_of, set_prompts
from searchfit_trainer.trainer_error import TrainerError
from searchfit_trainer.training_loop import TrainingLoop
from searchfit_trainer.training_plan import TrainingPlan
from searchfit_trainer.training_rows import read_training_rows
from searchfit_trainer.weight_average import WeightAverage


def run(options: dict[str, Any]) -> tuple[dict[str, Any], Recorder]:
    recorder = Recorder()
    result = train_job.run(options, JobContext("train", recorder, Cancellation()))  # type: ignore[arg-type]
    check_events([*recorder.events, {"type": "training-end", "result": result}])
    return result, recorder


def test_evaluations_lie_at_the_ends_of_epochs_and_between(tmp_path: Path, tiny_model: Path) -> None:
    rows = read_training_rows(Path(train_options(tmp_path, tiny_model)["trainFile"]))
    assert TrainingPlan(rows, 8, 42, 3).evaluations == [0, 16, 32, 48]
    plan = TrainingPlan(rows, 8, 42, 2, 5)
    assert plan.evaluations == [0, 5, 10, 15, 16, 20, 25, 30, 32]
    assert [plan.epochs_done(step) for step in (0, 5, 16, 20, 32)] == [0, 0.31, 1, 1.25, 2]
    assert isinstance(plan.epochs_done(16), int)


def test_the_best_evaluation_is_kept_wherever_it_lies(tmp_path: Path, tiny_model: Path) -> None:
    result, recorder = run(train_options(tmp_path, tiny_model, epochs=2, evaluateEverySteps=6, learningRate=2e-3))
    steps = [6, 12, 16, 18, 24, 30, 32]
    assert [event["step"] for event in recorder.of_type("evaluation-end")] == [0, *steps]
    found = result["dev"]["evaluations"]
    assert [row["step"] for row in found] == steps
    assert [row["epoch"] for row in found] == [0.38, 0.75, 1, 1.12, 1.5, 1.88, 2]
    assert result["dev"]["epochs"] == [found[2]["metrics"], found[6]["metrics"]]
    scores = [row["metrics"]["ndcg@10"] for row in found]
    assert result["bestStep"] == steps[scores.index(max(scores))]
    assert result["bestEpoch"] == (1 if result["bestStep"] <= 16 else 2)


def test_evaluations_between_change_nothing_in_the_training(tmp_path: Path, tiny_model: Path) -> None:
    losses = []
    for name, changes in (("plain", {}), ("often", {"evaluateEverySteps": 7})):
        run(train_options(tmp_path / name, tiny_model, epochs=2, **changes))
        lines = [json.loads(line) for line in (tmp_path / name / "metrics.jsonl").read_text().splitlines()]
        losses.append([line for line in lines if line["event"] == "step"])
    assert losses[0] == losses[1]


def test_early_stopping_counts_evaluations(tmp_path: Path, tiny_model: Path) -> None:
    options = train_options(
        tmp_path, tiny_model, epochs=3, evaluateEverySteps=4, earlyStoppingPatience=2, learningRate=1e-9
    )
    result, _ = run(options)
    assert result["steps"] == 12  # the first of equal ones stays best; two more are no better
    assert "no better dev ndcg@10 for 2 evaluations" in (tmp_path / "training.log").read_text()


def weights_of(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "model.safetensors")


def test_the_mean_is_that_of_the_evaluations_weights(tiny_model: Path, tmp_path: Path) -> None:
    model, average = load_model(tiny_model), WeightAverage()
    name, parameter = next(iter(model.named_parameters()))
    for value in (1.0, 2.0, 6.0):
        with torch.no_grad():
            parameter.fill_(value)
        average.add(model.state_dict())
    average.save(tmp_path)
    again = WeightAverage()
    again.load(tmp_path)
    assert again.count == 3
    again.give_to(model)
    assert torch.allclose(dict(model.named_parameters())[name], torch.tensor(3.0))


@pytest.mark.parametrize("crashes", [False, True])
def test_a_training_that_averages_tries_the_mean_and_resumes(tmp_path: Path, tiny_model: Path, crashes: bool) -> None:
    plain = train_options(tmp_path, tiny_model, averageEpochs=True, checkpointEverySteps=5, keepCheckpoints=5)
    if crashes:
        recorder = StoppingRecorder("checkpoint-saved", 40, crash)
        with pytest.raises(RuntimeError, match="crash"):
            train_job.run(plain, JobContext("train", recorder, Cancellation()))  # type: ignore[arg-type]
    result, _ = run(plain)
    assert result["average"]["evaluations"] == 3
    best = max(row["ndcg@10"] for row in result["dev"]["epochs"])
    assert result["average"]["kept"] is (result["average"]["ndcg@10"] > best)
    assert "mean of 3 evaluations' weights" in (tmp_path / "training.log").read_text()
    assert "| mean of the weights" in (tmp_path / "model" / "README.md").read_text()
    checkpoints = sorted((tmp_path / "checkpoints").glob("step-*"))
    mean = WeightAverage()
    mean.load(checkpoints[-1])
    assert mean.count == 3
    if crashes:
        run({**train_options(tmp_path / "whole", tiny_model, averageEpochs=True)})
        for name, weight in weights_of(tmp_path / "whole" / "model").items():
            assert torch.equal(weight, weights_of(tmp_path / "model")[name])


@pytest.mark.parametrize("better", [True, False])
def test_dev_decides_about_the_mean(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch, better: bool
) -> None:
    kept: list[TrainingLoop] = []
    scores = iter([2.0 if better else -1.0])

    def choose(loop: TrainingLoop) -> Any:
        kept.append(loop)
        monkeypatch.setattr("searchfit_trainer.final_weights._score", lambda _loop: next(scores))
        return choose_final_weights(loop)

    monkeypatch.setattr("searchfit_trainer.train_job.choose_final_weights", choose)
    recorder = Recorder()
    options = train_options(tmp_path, tiny_model, epochs=2, averageEpochs=True)
    result = train_job.run(options, JobContext("train", recorder, Cancellation()))  # type: ignore[arg-type]
    assert result["average"]["kept"] is better
    assert result["beatsBase"]
    best = weights_of(kept[0].last_saved or tmp_path) if better else {}
    name = "encoder.layer.1.output.dense.weight"
    written = weights_of(tmp_path / "model")[name]
    single = load_file((kept[0].last_saved or tmp_path) / "best.safetensors")
    assert torch.equal(written, next(value for key, value in single.items() if key.endswith(name))) is not better
    assert bool(best) is better
    text = (tmp_path / "model" / "README.md").read_text()
    assert ("The mean of 2 evaluations was kept" in text) is better


def test_prompts_are_put_before_texts_and_written_into_the_model(tmp_path: Path, tiny_model: Path) -> None:
    prompts = {"queryPrompt": "query: ", "documentPrompt": "passage: "}
    with_prompts, _ = run(train_options(tmp_path / "with", tiny_model, epochs=1, **prompts))
    plain, _ = run(train_options(tmp_path / "plain", tiny_model, epochs=1))
    assert with_prompts["dev"]["base"] != plain["dev"]["base"]
    model = SentenceTransformer(str(tmp_path / "with" / "model"), device="cpu")
    assert np.allclose(model.encode_query(["lamp"]), model.encode(["query: lamp"]), atol=1e-6)
    assert np.allclose(model.encode_document(["lamp"]), model.encode(["passage: lamp"]), atol=1e-6)
    again, _ = run(train_options(tmp_path / "again", tmp_path / "with" / "model", epochs=1))
    assert again["dev"]["base"]["ndcg@10"] == pytest.approx(with_prompts["dev"]["epochs"][0]["ndcg@10"])


def test_a_model_whose_pooling_leaves_prompts_out_is_not_trained_with_them(tmp_path: Path, tiny_model: Path) -> None:
    folder = tmp_path / "excluding"
    shutil.copytree(tiny_model, folder)
    config = folder / "1_Pooling/config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "include_prompt": False}))
    with pytest.raises(TrainerError, match="include_prompt"):
        run(train_options(tmp_path / "with", folder, epochs=1, queryPrompt="query: "))
    assert run(train_options(tmp_path / "without", folder, epochs=1))[0]["dev"]["base"]


def test_a_base_models_own_prompts_are_found_under_every_name(tiny_model: Path) -> None:
    model = load_model(tiny_model)
    assert prompts_of(model) == ("", "")
    set_prompts(model, None, None)
    assert prompts_of(model) == ("", "")
    model.prompts, model.default_prompt_name = {"retrieval": "find: "}, "retrieval"
    assert prompts_of(model) == ("", "")
    assert np.array_equal(model.encode(["lamp"]), model.encode(["find: lamp"], prompt=""))
    model.prompts = {"query": "query: ", "document": "", "passage": "passage: "}
    assert prompts_of(model) == ("query: ", "passage: ")
    set_prompts(model, None, None)
    assert model.prompts == {"query": "query: ", "document": "passage: "}
    set_prompts(model, "", "text: ")
    assert prompts_of(model) == ("", "text: ")
