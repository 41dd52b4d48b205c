"""Where to compute and in which number format."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch

from searchfit_trainer.hardware import available_cores, cpu_flags
from searchfit_trainer.trainer_error import TrainerError

NATIVE_BF16_FLAGS = frozenset({"avx512_bf16", "amx_bf16", "bf16"})
"""Flags of x86 (avx512_bf16, amx_bf16) and ARM (bf16). CPUs without them emulate bf16, up to 100× slower."""

PROBE_RUNS = 3

WORTHWHILE_GAIN = 1.2
"""Below it timings of a busy machine are a toss-up, and the same training should choose the same format twice."""


def choose_device(wanted: str) -> str:
    """The device to train on: "auto" takes CUDA, then MPS, then the CPU.

    Raises:
        TrainerError: `DEVICE_UNAVAILABLE` when a device is named that torch does not see.
    """
    present = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if wanted == "auto":
        return next(device for device, is_present in present.items() if is_present)
    if not present[wanted]:
        raise TrainerError(
            "DEVICE_UNAVAILABLE", f'torch {torch.__version__} sees no "{wanted}" device.', hint='Use "auto".'
        )
    return wanted


def use_threads(threads: int | None) -> int:
    """Set torch's CPU threads; None for the cores this process may use. Returns their number."""
    torch.set_num_threads(threads or available_cores())
    return torch.get_num_threads()


def choose_precision(wanted: str, device: str, train_once: Callable[[AbstractContextManager[Any]], None]) -> str:
    """The number format to train in.

    "auto" takes, on CUDA, bf16 where the GPU has it; on a CPU with native bf16, what a
    timing of `train_once` says; else fp32.

    Args:
        wanted: "auto", "fp32", "bf16" or "fp16".
        device: From `choose_device`.
        train_once: Runs one forward and backward in the autocast context given.

    Raises:
        TrainerError: `PRECISION_UNSUPPORTED` for fp16 anywhere but on CUDA.
    """
    if wanted == "fp16" and device != "cuda":
        raise TrainerError("PRECISION_UNSUPPORTED", "fp16 needs a CUDA device.", hint='Use "auto".')
    if wanted != "auto":
        return wanted
    if device == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported(including_emulation=False) else "fp32"
    if device != "cpu" or not cpu_flags() & NATIVE_BF16_FLAGS:
        return "fp32"
    gain = _best_seconds(train_once, "fp32") / _best_seconds(train_once, "bf16")
    return "bf16" if gain >= WORTHWHILE_GAIN else "fp32"


def autocast(precision: str, device: str) -> AbstractContextManager[Any]:
    """The autocast context of a precision."""
    if precision == "fp32":
        return nullcontext()
    return torch.autocast(device, dtype=torch.bfloat16 if precision == "bf16" else torch.float16)


def _best_seconds(train_once: Callable[[AbstractContextManager[Any]], None], precision: str) -> float:
    seconds = []
    for _ in range(PROBE_RUNS):
        start = time.perf_counter()
        train_once(autocast(precision, "cpu"))
        seconds.append(time.perf_counter() - start)
    return min(seconds)
