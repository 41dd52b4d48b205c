"""Parts of recipes that are off by default: each does what it says, and trains to the end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import Recorder, train_options
from sentence_transformers.sentence_transformer.losses import MatryoshkaLoss, MultipleNegativesRankingLoss
from torch import Tensor

from searchfit_trainer import train_job
from searchfit_trainer.batch_loss import BatchLoss
from searchfit_trainer.cancellation import Cancellation
from searchfit_trainer.dropout import set_dropout
from searchfit_trainer.false_negative_guard import FalseNegativeGuard
from searchfit_trainer.job_context import JobContext
from searchfit_trainer.job_options import TrainOptions
from searchfit_trainer.model_folder import load_model
from searchfit_trainer.options import read_options
from searchfit_trainer.token_store import TokenStore
from searchfit_trainer.trainer_error import TrainerError
from searchfit_trainer.training_rows import read_training_rows
from searchfit_trainer.training_step import TrainingStep
from searchfit_trainer.weight_mixing import choose_share, copy_weights, set_mixture


@pytest.fixture
def context() -> JobContext:
    return JobContext("train", Recorder(), Cancellation())  # type: ignore[arg-type]


def step_of(folder: Path, tiny_model: Path, **changes: Any) -> TrainingStep:
    options = read_options(TrainOptions, train_options(folder, tiny_model, **changes))
    rows = read_training_rows(options.train_file)
    torch.manual_seed(7)
    model = load_model(tiny_model).train()
    if options.dropout is not None:
        set_dropout(model, options.dropout)
    return TrainingStep(model, rows, TokenStore(model.tokenizer, 48), options, "cpu", ("", ""))


def weights_after_a_step(step: TrainingStep) -> tuple[float, Tensor]:
    torch.manual_seed(11)
    loss = step.run(list(range(0, 24, 2)), 1e-3)
    return loss, torch.cat([parameter.detach().flatten() for parameter in step.model.parameters()])


@pytest.mark.parametrize("texts", [1, 3, 1000])
def test_a_mini_batch_changes_the_memory_and_not_the_step(tmp_path: Path, tiny_model: Path, texts: int) -> None:
    plain = weights_after_a_step(step_of(tmp_path, tiny_model, dropout=0))
    cached = weights_after_a_step(step_of(tmp_path, tiny_model, dropout=0, miniBatchSize=texts))
    assert cached[0] == pytest.approx(plain[0], rel=1e-5)
    assert torch.allclose(cached[1], plain[1], atol=2e-4)


def test_with_dropout_both_runs_of_a_text_drop_the_same(tmp_path: Path, tiny_model: Path) -> None:
    """Forwards of the same texts draw the same numbers, so one part alone is the plain step to the bit."""
    plain = weights_after_a_step(step_of(tmp_path, tiny_model, subForwards=1))
    cached = weights_after_a_step(step_of(tmp_path, tiny_model, subForwards=1, miniBatchSize=1000))
    assert cached[0] == plain[0]
    assert torch.allclose(cached[1], plain[1], atol=1e-5)


def test_out_of_memory_goes_on_with_fewer_texts_at_once(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = step_of(tmp_path, tiny_model, dropout=0)
    plain = weights_after_a_step(step_of(tmp_path, tiny_model, dropout=0))
    notes: list[str] = []
    step.note = notes.append
    forward = step.model.forward

    def small_memory(features: dict[str, Tensor], **given: Any) -> Any:
        if torch.is_grad_enabled() and len(features["input_ids"]) > 4:
            raise torch.OutOfMemoryError("no more")
        return forward(features, **given)

    monkeypatch.setattr(step.model, "forward", small_memory)
    found = weights_after_a_step(step)
    assert found[0] == pytest.approx(plain[0], rel=1e-5)
    assert torch.allclose(found[1], plain[1], atol=2e-4)
    assert notes
    assert "texts at once" in notes[-1]


def test_memory_that_holds_not_even_one_text_is_an_error(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = step_of(tmp_path, tiny_model)

    def no_memory(*_: Any, **__: Any) -> Any:
        raise torch.OutOfMemoryError("none at all")

    monkeypatch.setattr(step.model, "forward", no_memory)
    with pytest.raises(torch.OutOfMemoryError):
        step.run([0, 2, 4], 1e-3)


def test_the_matryoshka_loss_is_that_of_sentence_transformers(tmp_path: Path, tiny_model: Path) -> None:
    options = read_options(TrainOptions, train_options(tmp_path, tiny_model, matryoshkaDimensions=[8, 4, 2]))
    generator = torch.Generator().manual_seed(3)
    anchors, positives = (torch.randn(5, 8, generator=generator) for _ in range(2))
    inner = MultipleNegativesRankingLoss(None, scale=20.0)
    stock = MatryoshkaLoss(load_model(tiny_model), inner, matryoshka_dims=[8, 4, 2])
    weights = stock.matryoshka_weights
    parts = [
        weight * inner.compute_loss_from_embeddings([anchors[:, :size], positives[:, :size]], None)
        for size, weight in zip(stock.matryoshka_dims, weights, strict=True)
    ]
    loss = BatchLoss(options, range(5), range(5, 10), [1.0] * 5)(torch.cat([anchors, positives]))
    assert loss.item() == pytest.approx(torch.stack(parts).sum().item(), rel=1e-6)


def test_matryoshka_dimensions_are_trained_and_scored(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    options = train_options(tmp_path, tiny_model, epochs=1, matryoshkaDimensions=[8, 4])
    result = train_job.run(options, context)
    assert list(result["devByDimensions"]) == ["8", "4"]
    assert 0 < result["devByDimensions"]["8"] <= 1
    assert "exactly these numbers of leading dimensions: 8, 4." in (tmp_path / "model" / "README.md").read_text()


def test_more_dimensions_than_the_model_has_are_refused(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    with pytest.raises(TrainerError, match="matryoshkaDimensions"):
        train_job.run(train_options(tmp_path, tiny_model, matryoshkaDimensions=[100_000]), context)


def test_the_guard_hides_what_the_guide_finds_closer_than_the_positive(tiny_model: Path) -> None:
    model = load_model(tiny_model).eval()
    store = TokenStore(model.tokenizer, 48)
    anchors = store.add(["red lamp", "green chair"])
    candidates = store.add(["a tent far away from here", "green chair", "red lamp", "kettle"])
    guard = FalseNegativeGuard(model, store, anchors + candidates, 0.0, lambda _done, _texts: None)
    hidden = guard.hidden(anchors, candidates)
    assert hidden[0].tolist()[2] is True  # the query's own words, as another product
    assert hidden[1].tolist() == [False, False, False, False]  # nothing is closer than its own text
    assert not hidden.diagonal().any()
    strict = FalseNegativeGuard(model, store, anchors + candidates, 2.0, lambda _done, _texts: None)
    assert not strict.hidden(anchors, candidates).any()


def test_a_guarded_training_ends_and_differs(tmp_path: Path, tiny_model: Path) -> None:
    plain, guarded = step_of(tmp_path, tiny_model, dropout=0), step_of(tmp_path, tiny_model, dropout=0)
    guarded.guard_with(0.0, lambda _done, _texts: None)
    assert weights_after_a_step(guarded)[0] < weights_after_a_step(plain)[0]


def test_a_mixture_lies_between(tiny_model: Path) -> None:
    model = load_model(tiny_model)
    base = copy_weights(model)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(1.0)
    tuned = copy_weights(model)
    set_mixture(model, base, tuned, 0.25)
    name, parameter = next(iter(model.named_parameters()))
    assert torch.allclose(parameter, base[name] + 0.25)


@pytest.mark.parametrize(("scores", "share"), [((0.5, 0.9, 0.6), 0.5), ((0.1, 0.2, 0.3), 1.0), ((0.4, 0.4, 0.4), 1.0)])
def test_dev_chooses_the_mixture(tiny_model: Path, scores: tuple[float, ...], share: float) -> None:
    model = load_model(tiny_model)
    base = {name: torch.zeros_like(tensor) for name, tensor in copy_weights(model).items()}
    tuned = copy_weights(model)
    found = iter(scores)
    assert choose_share(model, base, 0.4, lambda _share: next(found)) == share
    name, parameter = next(iter(model.named_parameters()))
    assert torch.allclose(parameter, tuned[name] * share)


def test_a_training_that_mixes_says_what_it_kept(tmp_path: Path, tiny_model: Path, context: JobContext) -> None:
    result = train_job.run(train_options(tmp_path, tiny_model, epochs=1, mixWithBase=True), context)
    assert result["tunedShare"] in (0.25, 0.5, 0.75, 1.0)
    kept = json.loads((tmp_path / "model" / "metadata.json").read_text())
    assert kept["tunedShare"] == result["tunedShare"]
    assert (tmp_path / "training.log").read_text().count("of the way from the base model") == 3
