from __future__ import annotations

import time
from random import Random

import pytest

from searchfit_trainer.batch_sampler import epoch_batches
from searchfit_trainer.training_rows import TrainingRow


def make_rows(count: int, groups: int, anchors: int, seed: int, negatives: bool = False) -> list[TrainingRow]:
    random = Random(seed)
    return [
        TrainingRow(
            line=number,
            anchor=f"a{random.randrange(anchors)}",
            positive="p",
            negatives=("n",) if negatives else (),
            kind=random.choice(["content", "title"]),
            group=f"g{random.randrange(groups)}",
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("seed", range(60))
def test_batches_have_one_kind_and_nothing_twice(seed: int) -> None:
    random = Random(seed)
    count, size = random.randint(1, 400), random.randint(2, 40)
    rows = make_rows(count, random.randint(1, count), random.randint(1, count), seed)
    batches = epoch_batches(rows, size, seed, 0)
    used = [index for batch in batches for index in batch]
    assert len(used) == len(set(used))
    for batch in batches:
        chosen = [rows[index] for index in batch]
        assert 2 <= len(batch) <= size
        assert len({row.kind for row in chosen}) == 1
        assert len({row.group for row in chosen}) == len({row.anchor for row in chosen}) == len(batch)


@pytest.mark.parametrize("seed", range(20))
def test_every_row_is_used_once_when_rows_have_negatives(seed: int) -> None:
    rows = make_rows(200, 20, 30, seed, negatives=True)
    batches = epoch_batches(rows, 16, seed, 0)
    assert sorted(index for batch in batches for index in batch) == list(range(200))


def test_batches_of_a_usual_catalogue_are_full() -> None:
    rows = [TrainingRow(number, f"a{number}", "p", group=f"g{number // 4}") for number in range(1000)]
    sizes = [len(batch) for batch in epoch_batches(rows, 32, 42, 0)]
    assert len(sizes) == 32
    assert sum(sizes) == 1000
    assert max(sizes) - min(sizes) <= 1


def test_a_group_larger_than_the_number_of_batches_spoils_no_other_batch() -> None:
    rows = [
        TrainingRow(number, f"a{number}", "p", group="big" if number < 300 else f"g{number}") for number in range(600)
    ]
    batches = epoch_batches(rows, 32, 42, 0)
    assert sum(len(batch) >= 16 for batch in batches) >= 10
    # The surplus of the one group has no partner and nothing to contrast.
    assert len(batches) == 19


def test_the_same_seed_and_epoch_give_the_same_batches() -> None:
    rows = make_rows(300, 80, 200, 1)
    assert epoch_batches(rows, 16, 42, 0) == epoch_batches(rows, 16, 42, 0)
    assert epoch_batches(rows, 16, 42, 0) != epoch_batches(rows, 16, 42, 1)
    assert epoch_batches(rows, 16, 42, 0) != epoch_batches(rows, 16, 43, 0)


def test_the_products_of_a_batch_are_not_those_of_the_next() -> None:
    rows = [TrainingRow(number, f"a{number}", "p", group=f"g{number // 4}") for number in range(4000)]
    batches = epoch_batches(rows, 32, 42, 0)
    groups = [{rows[index].group for index in batch} for batch in batches]
    shared = [len(left & right) for position, left in enumerate(groups) for right in groups[position + 1 :]]
    assert max(shared) < 12


@pytest.mark.parametrize(("groups", "anchors"), [(50_000, 100_000), (40, 100_000), (100_000, 40), (1, 1)])
def test_many_rows_take_seconds_at_most(groups: int, anchors: int) -> None:
    rows = make_rows(50_000, groups, anchors, 3)
    start = time.perf_counter()
    epoch_batches(rows, 32, 42, 0)
    assert time.perf_counter() - start < 100  # half a second; comparing all rows with all would take hours


def test_nothing_to_contrast_gives_no_batch() -> None:
    assert epoch_batches([TrainingRow(1, "a", "p")], 32, 42, 0) == []
    assert epoch_batches([TrainingRow(1, "a", "p", ("n",))], 32, 42, 0) == [[0]]
