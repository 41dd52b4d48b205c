"""Gradients of a large batch with the activations of a small part of it in memory (GradCache)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor

Part = Callable[[], Tensor]


def cached_backward(
    parts: Sequence[Part], loss_of: Callable[[Tensor], Tensor], scale: Callable[[Tensor], Tensor], device: str
) -> Tensor:
    """Accumulate the gradients of a loss over embeddings that are made part by part.

    Every part is run twice: without gradients for the embeddings, then, when the loss has said what it
    wants of each embedding, with the same dropout for the gradients of the weights. The gradients are
    those of one backward (to float rounding).

    Args:
        parts: Each gives the embeddings [texts of the part, dimensions] of one part.
        loss_of: The loss of all embeddings [texts, dimensions], in the parts' order.
        scale: Scales a loss before its backward (a gradient scaler's `scale`).
        device: "cpu", "cuda" or "mps"; says whose random state decides dropout.

    Returns:
        The loss, detached.

    See Also:
        Gao et al. (2021), Scaling Deep Contrastive Learning Batch Size under Memory Limited Setup,
        arXiv:2101.06983.
    """
    states, made = [], []
    with torch.no_grad():
        for part in parts:
            states.append(_random_state(device))
            made.append(part())
    embeddings = torch.cat(made).requires_grad_()
    loss = loss_of(embeddings)
    scale(loss).backward()  # type: ignore[no-untyped-call]
    wanted = torch.split(torch.as_tensor(embeddings.grad), [len(rows) for rows in made])
    for part, state, gradient in zip(parts, states, wanted, strict=True):
        with _random(state):
            output = part()
        output.backward(gradient)  # type: ignore[no-untyped-call]
    return loss.detach()


def _random_state(device: str) -> tuple[Tensor, Tensor | None]:
    return torch.get_rng_state(), torch.cuda.get_rng_state() if device == "cuda" else None


@contextmanager
def _random(state: tuple[Tensor, Tensor | None]) -> Iterator[None]:
    """Run with a random state of before; the present one is put back."""
    cpu, cuda = state
    with torch.random.fork_rng():
        torch.set_rng_state(cpu)
        if cuda is not None:
            torch.cuda.set_rng_state(cuda)
        yield
