from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path
from random import Random

import pytest
import torch
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from torch import Tensor

from searchfit_trainer.contrastive_loss import contrastive_loss, same_text_mask
from searchfit_trainer.cpu_shortcuts import collect_token_gradients, spread_token_gradients
from searchfit_trainer.dropout import set_dropout
from searchfit_trainer.learning_rate import learning_rate_factor
from searchfit_trainer.model_folder import load_model
from searchfit_trainer.sub_forwards import TextParts, cheapest_bounds, embed_in_parts
from searchfit_trainer.token_store import TokenStore

TEXTS = ["a", "red lamp", "a long text about a green chair", "b c", "kettle, 2 l", "", "x y z", "a " * 60, "tent"]


def vectors(rows: int, seed: int) -> Tensor:
    return torch.randn(rows, 8, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_the_loss_is_that_of_sentence_transformers(columns: int) -> None:
    anchors, candidates = vectors(6, 1), [vectors(6, 2 + column) for column in range(columns)]
    expected = MultipleNegativesRankingLoss(None, scale=20.0).compute_loss_from_embeddings([anchors, *candidates], None)
    loss = contrastive_loss(anchors, torch.cat(candidates), scale=20.0)
    assert loss.item() == pytest.approx(expected.item(), rel=1e-6)


def test_the_symmetric_loss_is_that_of_sentence_transformers() -> None:
    stock = MultipleNegativesRankingLoss(
        None, scale=5.0, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
    )
    expected = stock.compute_loss_from_embeddings([vectors(6, 1), vectors(6, 2)], None)
    loss = contrastive_loss(vectors(6, 1), vectors(6, 2), scale=5.0, symmetric=True)
    assert loss.item() == pytest.approx(expected.item(), rel=1e-6)


def test_equal_weights_change_nothing_and_others_weigh() -> None:
    anchors, candidates = vectors(2, 1), vectors(2, 2)
    plain = contrastive_loss(anchors, candidates, scale=5.0)
    assert contrastive_loss(anchors, candidates, scale=5.0, weights=torch.tensor([3.0, 3.0])).item() == pytest.approx(
        plain.item()
    )
    swapped = contrastive_loss(anchors.flip(0), candidates.flip(0), scale=5.0, weights=torch.tensor([1.0, 9.0]))
    weighed = contrastive_loss(anchors, candidates, scale=5.0, weights=torch.tensor([9.0, 1.0]))
    assert swapped.item() == pytest.approx(weighed.item())
    assert weighed.item() != pytest.approx(plain.item())


def test_a_candidate_with_the_text_of_the_own_positive_is_no_negative() -> None:
    mask = same_text_mask([1, 2], [1, 2, 1, 5])
    assert mask is not None
    assert mask.tolist() == [[False, False, True, False], [False, False, False, False]]
    assert same_text_mask([1, 2], [1, 2, 5]) is None
    anchors, positives = vectors(2, 1), vectors(2, 2)
    hidden = contrastive_loss(anchors, torch.cat([positives, positives[:1]]), scale=5.0, hidden=mask[:, :3])
    rows = [contrastive_loss(anchors[:1], positives, scale=5.0)]
    scores = torch.nn.functional.cosine_similarity(anchors[1:], positives[[0, 1, 0]]) * 5
    rows.append(scores.logsumexp(0) - scores[1])
    assert hidden.item() == pytest.approx(torch.stack(rows).mean().item(), rel=1e-5)


@pytest.mark.parametrize("parts", [2, 4, 20, None])
def test_sub_forwards_give_the_same_embeddings_and_gradients(tiny_model: Path, parts: int | None) -> None:
    model = load_model(tiny_model).eval()  # no dropout: it would draw other numbers
    store = TokenStore(model.tokenizer, 48)
    numbers = store.add(TEXTS)
    gradients, embeddings = [], []
    for count in (1, parts):
        model.zero_grad()
        output = embed_in_parts(model, TextParts(store, numbers, count))
        contrastive_loss(output, output.roll(1, 0), scale=20.0).backward()
        embeddings.append(output.detach())
        grads = [parameter.grad.flatten() for parameter in model.parameters() if parameter.grad is not None]
        gradients.append(torch.cat(grads))
    assert torch.allclose(embeddings[0], embeddings[1], atol=1e-6)
    assert (gradients[0] - gradients[1]).abs().max() < 1e-5
    assert torch.nn.functional.cosine_similarity(gradients[0], gradients[1], dim=0) > 1 - 1e-6


def test_texts_are_cut_into_the_cheapest_parts() -> None:
    assert cheapest_bounds([100, 100, 8, 8], 50) == [0, 2, 4]
    assert cheapest_bounds([100, 100, 8, 8], 500) == [0, 4]
    assert cheapest_bounds([7], 300) == [0, 1]
    assert cheapest_bounds([5, 5, 5], 0) == [0, 3]


@pytest.mark.parametrize("seed", range(40))
def test_no_other_way_to_cut_is_cheaper(seed: int) -> None:
    random = Random(seed)
    lengths = sorted((random.randint(1, 60) for _ in range(random.randint(1, 9))), reverse=True)
    cost = random.uniform(0, 200)

    def cost_of(bounds: list[int]) -> float:
        parts = list(pairwise(bounds))
        return sum(cost + (end - start) * lengths[start] * (1 + lengths[start] / 600) for start, end in parts)

    inner = range(1, len(lengths))
    ways = [[0, *cuts, len(lengths)] for size in range(len(lengths)) for cuts in combinations(inner, size)]
    assert cost_of(cheapest_bounds(lengths, cost)) == pytest.approx(min(map(cost_of, ways)))


def test_collected_token_gradients_are_those_of_the_full_table(tiny_model: Path) -> None:
    gradients = []
    for collect in (False, True):
        model = load_model(tiny_model).eval()
        table = model[0].auto_model.get_input_embeddings().weight
        if collect:
            collect_token_gradients(model)
        store = TokenStore(model.tokenizer, 48)
        output = embed_in_parts(model, TextParts(store, store.add(TEXTS), 4))
        contrastive_loss(output, output.roll(1, 0), scale=20.0).backward()
        assert table.grad.is_sparse == collect
        spread_token_gradients(model)
        gradients.append(table.grad)
    assert torch.allclose(gradients[0], gradients[1], atol=1e-6)
    assert gradients[0].abs().max() > 1e-3


def test_dropout_can_be_switched_off(tiny_model: Path) -> None:
    model = load_model(tiny_model).train()
    store = TokenStore(model.tokenizer, 48)
    numbers = store.add(TEXTS)
    assert not torch.equal(*(embed_in_parts(model, TextParts(store, numbers, 1)) for _ in range(2)))
    set_dropout(model, 0.0)
    assert torch.equal(*(embed_in_parts(model, TextParts(store, numbers, 1)) for _ in range(2)))


def test_tokens_are_cut_at_the_limit_and_padded_to_the_longest(tiny_model: Path) -> None:
    model = load_model(tiny_model)
    store = TokenStore(model.tokenizer, 20)
    numbers = store.add(["a b", "a " * 60, "a b"])
    assert numbers == [0, 1, 0]
    assert store.lengths == [4, 20]
    assert store.batch([0])["input_ids"].shape == (1, 4)
    assert store.batch([0, 1])["attention_mask"].tolist() == [[1] * 4 + [0] * 16, [1] * 20]


@pytest.mark.parametrize("schedule", ["linear", "cosine", "cosine-with-restarts", "constant"])
@pytest.mark.parametrize(("total", "ratio"), [(10, 0.0), (37, 0.1), (5, 1.0)])
def test_the_learning_rate_is_that_of_transformers(schedule: str, total: int, ratio: float) -> None:
    import math

    from transformers import get_scheduler

    name = {"constant": "constant_with_warmup", "cosine-with-restarts": "cosine_with_restarts"}.get(schedule, schedule)
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    cycles = {"scheduler_specific_kwargs": {"num_cycles": 3}} if schedule == "cosine-with-restarts" else {}
    warmup = math.ceil(total * ratio)
    stock = get_scheduler(name, optimizer, num_warmup_steps=warmup, num_training_steps=total, **cycles)
    for step in range(total):
        assert learning_rate_factor(step, total, ratio, schedule, 3) == pytest.approx(stock.get_last_lr()[0])
        optimizer.step()
        stock.step()
