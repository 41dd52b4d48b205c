"""Weights of rows: from the train file into the loss of their batch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import train_options, write_lines
from torch import Tensor

from searchfit_trainer.batch_loss import BatchLoss
from searchfit_trainer.contrastive_loss import contrastive_loss
from searchfit_trainer.job_options import TrainOptions
from searchfit_trainer.options import read_options
from searchfit_trainer.training_rows import read_training_rows

ROW = {"anchor": "lamp", "positive": "a red lamp"}


@pytest.fixture
def options(tmp_path: Path, tiny_model: Path) -> TrainOptions:
    return read_options(TrainOptions, train_options(tmp_path, tiny_model))


def embeddings_of(seed: int) -> Tensor:
    return torch.randn(6, 8, generator=torch.Generator().manual_seed(seed)).requires_grad_()


def loss_and_gradient(options: TrainOptions, weights: list[float]) -> tuple[Tensor, Tensor]:
    embeddings = embeddings_of(3)
    loss = BatchLoss(options, [0, 1, 2], [3, 4, 5], weights)(embeddings)
    loss.backward()
    assert embeddings.grad is not None
    return loss.detach(), embeddings.grad


def test_a_row_without_a_weight_counts_one(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [ROW, {**ROW, "weight": 1}, {**ROW, "weight": 0.25}]
    found = read_training_rows(write_lines(tmp_path / "rows.jsonl", rows))
    assert [row.weight for row in found] == [1.0, 1.0, 0.25]


@pytest.mark.parametrize("weight", [1.0, 0.5])
def test_equal_weights_are_no_weights_to_the_bit(options: TrainOptions, weight: float) -> None:
    embeddings = embeddings_of(3)
    plain = contrastive_loss(embeddings[:3], embeddings[3:], scale=options.scale, symmetric=options.symmetric)
    plain.backward()
    loss, gradient = loss_and_gradient(options, [weight] * 3)
    assert embeddings.grad is not None
    assert torch.equal(loss, plain.detach())
    assert torch.equal(gradient, embeddings.grad)


def test_a_light_row_moves_the_model_less(options: TrainOptions) -> None:
    _, equal = loss_and_gradient(options, [1.0, 1.0, 1.0])
    _, light = loss_and_gradient(options, [0.1, 1.0, 1.0])
    assert light[0].norm() < 0.2 * equal[0].norm()
    assert light[1].norm() > equal[1].norm()
