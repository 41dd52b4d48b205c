"""Losses between a student's and a teacher's scores of the same lists of documents."""

from __future__ import annotations

import torch
from torch import Tensor


def listwise_kl(student: Tensor, teacher: Tensor, present: Tensor, weights: Tensor | None = None) -> Tensor:
    """Kullback–Leibler divergence of the student's softmax over a list from the teacher's.

    loss_i = Σ_j q_ij · (log q_ij − log p_ij), q = softmax(teacher_i), p = softmax(student_i). Zero where
    both differ by a constant only. With one list length it equals torch's kl_div(log p, q, "batchmean").

    Args:
        student: Logits, [lists, documents].
        teacher: Logits, [lists, documents].
        present: [lists, documents], false where a list is shorter than the longest; at least one a list.
        weights: [lists], > 0; None for equal weights.

    Returns:
        A scalar: the weighted mean over the lists.

    See Also:
        Cao et al. (2007), Learning to Rank: From Pairwise Approach to Listwise Approach.
    """
    log_p = student.masked_fill(~present, -torch.inf).log_softmax(dim=1)
    log_q = teacher.masked_fill(~present, -torch.inf).log_softmax(dim=1)
    # A document that is not there has probability 0 on both sides: −∞ − −∞ would make it NaN.
    difference = torch.where(present, log_q, 0.0) - torch.where(present, log_p, 0.0)
    return _mean((log_q.exp() * difference).sum(dim=1), weights)


def margin_mse(student: Tensor, teacher: Tensor, present: Tensor, weights: Tensor | None = None) -> Tensor:
    """Mean squared difference of the student's and the teacher's margins, over every pair of a list.

    loss_i = mean over j < k of ((student_ij − student_ik) − (teacher_ij − teacher_ik))², which is twice the
    sample variance of student_i − teacher_i. With lists of two documents it is sentence-transformers'
    MarginMSELoss (averaged over the lists).

    Args:
        student: Scores, [lists, documents].
        teacher: Scores on the same scale, [lists, documents].
        present: [lists, documents], false where a list is shorter than the longest; at least two a list.
        weights: [lists], > 0; None for equal weights.

    Returns:
        A scalar: the weighted mean over the lists.

    See Also:
        Hofstätter et al. (2020), Improving Efficient Neural Ranking Models with Cross-Architecture Knowledge
        Distillation, arXiv:2010.02666.
    """
    difference = torch.where(present, student - teacher, 0.0)
    count = present.sum(dim=1)
    centred = torch.where(present, difference - (difference.sum(dim=1) / count)[:, None], 0.0)
    return _mean(2 * centred.square().sum(dim=1) / (count - 1), weights)


def _mean(losses: Tensor, weights: Tensor | None) -> Tensor:
    return losses.mean() if weights is None else (losses * weights).sum() / weights.sum()
