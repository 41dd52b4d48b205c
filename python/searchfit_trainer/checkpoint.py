"""Checkpoints that are whole or not there: written beside, flushed, renamed, with a hash of every file."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from searchfit_trainer.durable_files import files_under, remove_stale, sha256_of, staged_folder, write_json
from searchfit_trainer.trainer_error import TrainerError

FORMAT = "searchfit-checkpoint/2"
LOCK_WAIT_SECONDS = 20.0


@dataclass(slots=True)
class TrainingState:
    """What a training has got to, besides weights and optimizer.

    Attributes:
        step: Steps done.
        evaluations: Dev metrics with the `step` they were measured at; index 0 is the base model.
        best: Index of the evaluation of trained weights with the best dev NDCG@10, or None before the first.
        precision: Number format, chosen once.
        device: Kind of device it was chosen for.
        loss_sum: Losses since the last metrics row.
        loss_count: Steps since then.
        seconds: Time spent, all processes together.
        peak_memory_mib: Most memory in use so far.
        log_bytes: Length of the log file at this step.
        metrics_bytes: Length of the metrics file at this step.
    """

    step: int = 0
    evaluations: list[dict[str, float]] = field(default_factory=list)
    best: int | None = None
    precision: str = "fp32"
    device: str = "cpu"
    loss_sum: float = 0.0
    loss_count: int = 0
    seconds: float = 0.0
    peak_memory_mib: int = 0
    log_bytes: int = 0
    metrics_bytes: int = 0


class CheckpointFolder:
    """The checkpoints of one training.

    Args:
        folder: Where they lie; created.
        fingerprint: Of everything that decides the weights; others' checkpoints are not taken.
        keep: Steps to keep.
    """

    def __init__(self, folder: Path, fingerprint: str, keep: int) -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._keep = keep
        folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder; the lock ends with the process, however it ends.

        Raises:
            TrainerError: `CHECKPOINTS_IN_USE` when another process holds it for 20 s.
        """
        with (self._folder / ".lock").open("w") as lock:
            deadline = time.monotonic() + LOCK_WAIT_SECONDS
            while not _try_lock(lock.fileno()):
                if time.monotonic() > deadline:
                    raise TrainerError(
                        "CHECKPOINTS_IN_USE",
                        f"Another training holds {self._folder}.",
                        hint="Wait for it to end, or stop it.",
                    )
                time.sleep(0.2)
            remove_stale(self._folder, "step-*")
            yield

    def save(self, state: TrainingState, write: Callable[[Path], None]) -> Path:
        """Write a checkpoint and remove those that it makes superfluous.

        Args:
            state: Of the training.
            write: Writes weights and optimizer into the folder given.

        Returns:
            The folder.
        """
        evaluated = "-evaluated" if state.evaluations and state.step == state.evaluations[-1].get("step") else ""
        target = self._folder / f"step-{state.step:08d}{evaluated}"
        with staged_folder(target) as staging:
            write(staging)
            write_json(staging / "state.json", {"format": FORMAT, "fingerprint": self._fingerprint, **asdict(state)})
            hashes = {path.name: sha256_of(path) for path in files_under(staging)}
            write_json(staging / "checksums.json", hashes)
        self._prune(target)
        return target

    def last_valid(self, note: Callable[[str], None]) -> tuple[Path, TrainingState] | None:
        """The newest checkpoint of this training that is whole.

        Args:
            note: Told about every checkpoint that is passed over.
        """
        for folder in reversed(self._folders()):
            problem, state = self._examine(folder)
            if state is not None:
                return folder, state
            note(f"Checkpoint {folder.name} is passed over: {problem}.")
        return None

    def _folders(self) -> list[Path]:
        return sorted(path for path in self._folder.glob("step-*") if path.is_dir())

    def _examine(self, folder: Path) -> tuple[str, TrainingState | None]:
        try:
            hashes = json.loads((folder / "checksums.json").read_text(encoding="utf-8"))
            broken = [name for name, expected in hashes.items() if sha256_of(folder / name) != expected]
            if broken or "state.json" not in hashes:
                return f"{', '.join(broken) or 'state.json'} differs from its checksum", None
            values = json.loads((folder / "state.json").read_text(encoding="utf-8"))
            if values.pop("format") != FORMAT or values.pop("fingerprint") != self._fingerprint:
                return "it belongs to a training with other inputs or options", None
            return "", TrainingState(**values)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            return f"it is not whole ({type(error).__name__}: {error})", None

    def _prune(self, newest: Path) -> None:
        """Keep the newest checkpoint of each of the last steps."""
        number = newest.name.split("-")[1]
        older: dict[str, list[Path]] = {}
        for folder in self._folders():
            older.setdefault(folder.name.split("-")[1], []).append(folder)
        # Steps beyond the newest belong to another training, or to the part that is being run again.
        kept = sorted(step for step in older if step <= number)[-self._keep :]
        for step, folders in older.items():
            for folder in folders:
                if folder != newest and (step not in kept or folder != folders[-1]):
                    shutil.rmtree(folder, ignore_errors=True)


def link_or_copy(source: Path, target: Path) -> None:
    """A second name for a large file, or a copy where the file system has no hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
