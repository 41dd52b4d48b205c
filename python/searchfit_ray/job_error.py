"""The errors that the job ends with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EXIT_DONE, EXIT_FIXABLE, EXIT_USAGE, EXIT_BUG, EXIT_INTERRUPTED = 0, 1, 2, 70, 130


class JobError(Exception):
    """A failure that its reader can mend.

    Args:
        code: SCREAMING_SNAKE; `docs/troubleshooting.md` has them.
        message: What was expected, what came, and where; without passwords.
        hint: What to do about it.
        exit_code: Exit code of the process.
        details: The data that failed, JSON-serialisable.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        hint: str | None = None,
        exit_code: int = EXIT_FIXABLE,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.exit_code = exit_code
        self.details = details

    def __str__(self) -> str:
        """The message: Ray adds to `args` what is of no use to a reader."""
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        """All fields: an error of a worker comes from another machine."""
        return (_restore, (type(self), self.__dict__.copy()))


class WorkerDiedError(JobError):
    """A worker died, or lost its database: Ray starts it again. The name is what Ray looks for."""


def _restore(kind: type[JobError], fields: dict[str, Any]) -> JobError:
    error = kind(fields["code"], fields["message"])
    error.__dict__.update(fields)
    return error
