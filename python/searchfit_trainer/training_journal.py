"""training.log for people and metrics.jsonl for programs; a resumed training doubles no line."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any


class TrainingJournal:
    """The two files; either may be absent.

    Args:
        log_file: Lines with the time, also printed to stderr.
        metrics_file: JSON lines without times: the same training writes the same bytes.
    """

    def __init__(self, log_file: Path | None, metrics_file: Path | None) -> None:
        self._log_file = log_file
        self._metrics_file = metrics_file

    def cut_to(self, log_bytes: int, metrics_bytes: int) -> None:
        """Forget what came after a checkpoint (0, 0: start anew)."""
        for path, size in ((self._log_file, log_bytes), (self._metrics_file, metrics_bytes)):
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("ab") as file:
                    file.truncate(min(size, file.tell()))

    def sizes(self) -> tuple[int, int]:
        """Lengths of the log and the metrics file, in bytes."""
        log, metrics = (
            path.stat().st_size if path is not None and path.exists() else 0
            for path in (self._log_file, self._metrics_file)
        )
        return log, metrics

    def log(self, message: str) -> None:
        """A line for people."""
        line = f"{time.strftime('%Y-%m-%d %H:%M:%S')} {message}"
        print(line, file=sys.stderr)
        _append(self._log_file, line)

    def metrics(self, **values: Any) -> None:
        """A row for programs."""
        _append(self._metrics_file, json.dumps(values))


def _append(path: Path | None, line: str) -> None:
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
