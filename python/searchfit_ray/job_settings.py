"""What the job is asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class JobSettings:
    """The command line, and what of the environment goes along.

    Args:
        workers: Number of workers, 1 or more.
        cpus: CPUs that Ray keeps free for each; also its `--threads` unless `flags` say otherwise.
        retries: How often a worker that dies is started again.
        program: Program and arguments before `work`.
        flags: Flags of `reembed work`.
        folder: Where the job was started; workers run there if their machine has it.
        connection: Variables that say where the database is; they hold passwords and are never shown.
    """

    workers: int
    cpus: float
    retries: int
    program: tuple[str, ...]
    flags: tuple[str, ...]
    folder: str
    connection: Mapping[str, str] = field(repr=False)

    def command(self) -> list[str]:
        """Program and arguments of one worker: it asks nothing, and its result is one JSON document."""
        given = {flag.partition("=")[0] for flag in self.flags}
        threads = str(max(1, int(self.cpus)))
        added = {"--yes": [], "--json": [], "--threads": [threads]}
        missing = [part for flag, value in added.items() if flag not in given for part in (flag, *value)]
        return [*self.program, "work", *missing, *self.flags]
