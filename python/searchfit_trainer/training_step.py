"""One step: forward in sub-forwards, loss, backward, clip, AdamW."""

from __future__ import annotations

import errno
import math
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_model, save_model
from torch import Tensor

from searchfit_trainer.batch_loss import BatchLoss
from searchfit_trainer.cached_gradients import cached_backward
from searchfit_trainer.cpu_shortcuts import collect_token_gradients, spread_token_gradients, use_plain_attention
from searchfit_trainer.false_negative_guard import FalseNegativeGuard
from searchfit_trainer.job_options import TrainOptions
from searchfit_trainer.precision import autocast
from searchfit_trainer.sub_forwards import TextParts, embed_in_parts
from searchfit_trainer.teacher_targets import Teacher
from searchfit_trainer.token_store import TokenStore
from searchfit_trainer.trainer_error import TrainerError, cut
from searchfit_trainer.training_rows import TrainingRow

MAX_GRADIENT_NORM = 1.0
LEAST_FREE_BYTES = 1024**2


class TrainingStep:
    """Model, optimizer and the rows' token ids.

    Args:
        model: A SentenceTransformer on its device.
        rows: All rows.
        store: Where texts are tokenized.
        options: Of the training.
        device: "cpu", "cuda" or "mps".
        prompts: Prefixes of anchors and candidates.

    Attributes:
        note: Told when a batch did not fit into memory.
    """

    def __init__(
        self,
        model: Any,
        rows: Sequence[TrainingRow],
        store: TokenStore,
        options: TrainOptions,
        device: str,
        prompts: tuple[str, str],
    ) -> None:
        self.model = model
        self._rows = rows
        self._store = store
        self._options = options
        self._device = device
        self.precision = "fp32"
        self.note: Callable[[str], None] = lambda _: None
        self._mini_batch = options.mini_batch_size
        self._guard: FalseNegativeGuard | None = None
        self._teacher: Teacher | None = None
        query_prompt, document_prompt = prompts
        self._anchors = store.add([query_prompt + row.anchor for row in rows])
        self._positives = store.add([document_prompt + row.positive for row in rows])
        self._negatives = [store.add([document_prompt + text for text in row.negatives]) for row in rows]
        self._optimizer = _optimizer(model, options.weight_decay, device)
        self._scaler = torch.amp.GradScaler(device, enabled=False)
        if device == "cpu":
            use_plain_attention(model)
            collect_token_gradients(model)

    def use_precision(self, precision: str) -> None:
        """Fix the number format; fp16 scales the loss."""
        self.precision = precision
        self._scaler = torch.amp.GradScaler(self._device, enabled=precision == "fp16")

    def run(self, batch: Sequence[int], learning_rate: float) -> float:
        """Train on a batch.

        Args:
            batch: Rows.
            learning_rate: Of this step.

        Returns:
            The loss.

        Raises:
            TrainerError: `NAN_LOSS`, with the batch's lines.
        """
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate
        value = self._backward_in_memory(batch)
        if not math.isfinite(value):
            raise self._not_finite("loss", value, batch)
        spread_token_gradients(self.model)
        self._scaler.unscale_(self._optimizer)
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), MAX_GRADIENT_NORM)
        if self.precision != "fp16" and not bool(torch.isfinite(norm)):
            raise self._not_finite("gradient norm", norm.item(), batch)
        self._scaler.step(self._optimizer)
        self._scaler.update()
        self._optimizer.zero_grad(set_to_none=True)
        return value

    def probe(self, batch: Sequence[int], precision: AbstractContextManager[Any]) -> None:
        """Forward and backward without an update, for timing."""
        self._backward(batch, precision)
        self._optimizer.zero_grad(set_to_none=True)

    def guard_with(self, margin: float, progress: Callable[[int, int], None]) -> None:
        """Let the model as it is now say which in-batch negatives to leave out from now on."""
        numbers = [*self._anchors, *self._positives, *(number for texts in self._negatives for number in texts)]
        self._guard = FalseNegativeGuard(self.model, self._store, numbers, margin, progress)

    def learn_from(self, teacher: Teacher) -> None:
        """Distil a teacher from now on, beside the in-batch loss."""
        self._teacher = teacher

    def save(self, folder: Path) -> None:
        """Write weights, optimizer and random state."""
        save_model(self.model, str(folder / "model.safetensors"))
        random = {"cpu": torch.get_rng_state(), "cuda": torch.cuda.get_rng_state_all()}
        state = {"optimizer": self._optimizer.state_dict(), "random": random, "scaler": self._scaler.state_dict()}
        _save_tensors(state, folder / "optimizer.pt")

    def load(self, folder: Path) -> None:
        """Read what `save` wrote; nothing is unpickled but tensors and plain values."""
        load_weights(self.model, folder / "model.safetensors")
        state = torch.load(folder / "optimizer.pt", map_location="cpu", weights_only=True)
        self._optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"]["cpu"])
        if state["random"]["cuda"] and len(state["random"]["cuda"]) == torch.cuda.device_count():
            torch.cuda.set_rng_state_all(state["random"]["cuda"])
        self._scaler.load_state_dict(state["scaler"])

    def _backward_in_memory(self, batch: Sequence[int]) -> float:
        """The gradients of a batch; when memory runs out, again with fewer texts at once."""
        while True:
            random = torch.get_rng_state()
            try:
                return self._backward(batch, autocast(self.precision, self._device))
            except RuntimeError as error:
                if not _is_out_of_memory(error) or self._mini_batch == 1:
                    raise
                self._halve_mini_batch(batch)
            self._optimizer.zero_grad(set_to_none=True)
            torch.set_rng_state(random)
            if self._device == "cuda":
                torch.cuda.empty_cache()

    def _halve_mini_batch(self, batch: Sequence[int]) -> None:
        texts = 2 * len(batch) + sum(len(self._negatives[index]) for index in batch)
        self._mini_batch = max(1, min(self._mini_batch or texts, texts) // 2)
        self.note(
            f"Memory ran out: going on with {self._mini_batch} texts at once. The batch stays as it is; "
            "each text is encoded twice."
        )

    def _backward(self, batch: Sequence[int], precision: AbstractContextManager[Any]) -> float:
        anchors = [self._anchors[index] for index in batch]
        candidates = [self._positives[index] for index in batch]
        candidates += [number for index in batch for number in self._negatives[index]]
        targets = None if self._teacher is None else self._teacher.of_batch(batch, candidates)
        weights = [self._rows[index].weight for index in batch]
        loss_of = BatchLoss(self._options, anchors, candidates, weights, self._guard, targets)
        most = self._mini_batch
        texts = anchors + candidates + (targets.extra if targets is not None else [])
        parts = TextParts(self._store, texts, self._options.sub_forwards, self._device, most)
        if most is not None:
            forwards = [partial(self._embed, parts, part, precision) for part in range(len(parts.positions))]
            loss_in_order = partial(_loss_in_order, loss_of, parts)
            return cached_backward(forwards, loss_in_order, self._scaler.scale, self._device).item()
        with precision:
            embeddings = embed_in_parts(self.model, parts)
        loss = loss_of(embeddings)
        self._scaler.scale(loss).backward()  # type: ignore[no-untyped-call]
        return loss.item()

    def _embed(self, parts: TextParts, part: int, precision: AbstractContextManager[Any]) -> Tensor:
        with precision:
            return parts.embed(self.model, part)

    def _not_finite(self, what: str, value: float, batch: Sequence[int]) -> TrainerError:
        rows = [self._rows[index] for index in batch]
        return TrainerError(
            "NAN_LOSS",
            f"The {what} became {value} on the batch of {len(rows)} rows from lines "
            f"{cut([row.line for row in rows])} (kind {rows[0].kind!r}).",
            hint="Lower learningRate, use precision fp32, and check the base model's weights.",
            details={"kind": rows[0].kind, "lines": [row.line for row in rows]},
        )


def _loss_in_order(loss_of: BatchLoss, parts: TextParts, joined: Tensor) -> Tensor:
    return loss_of(parts.in_order(joined))


def _is_out_of_memory(error: RuntimeError) -> bool:
    return isinstance(error, torch.OutOfMemoryError) or "not enough memory" in str(error)


def _save_tensors(state: dict[str, Any], path: Path) -> None:
    """torch.save, with a full disk named as such: torch's own error does not say it."""
    try:
        torch.save(state, path)
    except RuntimeError as error:
        if shutil.disk_usage(path.parent).free < LEAST_FREE_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from error
        raise


def load_weights(model: Any, path: Path) -> None:
    """Read safetensors weights into the model."""
    load_model(model, str(path))


def _optimizer(model: Any, weight_decay: float, device: str) -> torch.optim.AdamW:
    """AdamW; biases and normalisation weights (all one-dimensional) do not decay."""
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    groups = [
        {"params": [parameter for parameter in trained if parameter.ndim >= 2], "weight_decay": weight_decay},
        {"params": [parameter for parameter in trained if parameter.ndim < 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=0.0, fused=device in ("cpu", "cuda"))
