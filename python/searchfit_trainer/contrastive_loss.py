"""MultipleNegativesRankingLoss with uneven negatives, row weights and masked false negatives."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import normalize


def contrastive_loss(
    anchors: Tensor,
    candidates: Tensor,
    *,
    scale: float,
    weights: Tensor | None = None,
    hidden: Tensor | None = None,
    symmetric: bool = False,
) -> Tensor:
    """Cross-entropy of each anchor's own positive among all candidates of the batch.

    loss_i = log Σ_j exp(scale · cos(a_i, c_j)) − scale · cos(a_i, c_i). Equal to sentence-transformers'
    MultipleNegativesRankingLoss (and, when symmetric, to its directions query_to_doc and doc_to_query
    with partition_mode per_direction); there, every row must have the same number of negatives.

    Args:
        anchors: [batch, dimensions].
        candidates: [batch + negatives, dimensions]; the first `batch` are the positives, in order.
        scale: 1 / temperature.
        weights: [batch], > 0; None for equal weights.
        hidden: [batch, batch + negatives], true for a candidate that is no negative of an anchor.
        symmetric: Average with the direction positive → anchors.

    Returns:
        A scalar: the weighted mean over the rows.

    See Also:
        Henderson et al. (2017), arXiv:1705.00652; van den Oord et al. (2018), arXiv:1807.03748.
    """
    size = len(anchors)
    scores = normalize(anchors, dim=1) @ normalize(candidates, dim=1).T * scale  # [batch, batch + negatives]
    own = scores.diagonal()  # [batch]
    if hidden is not None:
        scores = scores.masked_fill(hidden, -torch.inf)
    log_total = scores.logsumexp(dim=1)  # [batch]
    if symmetric:
        log_total = (log_total + scores[:, :size].logsumexp(dim=0)) / 2
    losses = log_total - own
    return losses.mean() if weights is None else (losses * weights).sum() / weights.sum()


def same_text_mask(positives: list[int], candidates: list[int]) -> Tensor | None:
    """Candidates that are the anchor's own positive by text, and so no negatives of it.

    Args:
        positives: Text number of each row's positive, [batch].
        candidates: Text number of each candidate, [batch + negatives]; the positives first.

    Returns:
        Boolean [batch, batch + negatives], or None when there is nothing to hide.
    """
    if len(set(candidates)) == len(candidates):
        return None
    mask = torch.tensor(positives)[:, None] == torch.tensor(candidates)[None, :]
    mask.fill_diagonal_(False)
    return mask if bool(mask.any()) else None
