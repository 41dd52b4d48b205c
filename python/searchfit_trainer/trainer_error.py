"""The errors that a job ends with: the user's or the world's, and a cancelled job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class TrainerError(Exception):
    """A failure that the caller can do something about; exit code 1.

    Args:
        code: SCREAMING_SNAKE, one of the codes in `protocol/events.schema.json`.
        message: What was expected, what came, and where; one sentence each.
        hint: What to do about it.
        details: The data that failed, JSON-serialisable.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        hint: str | None = None,
        details: Mapping[str, object] | Sequence[object] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.details = details


class JobCanceledError(BaseException):
    """SIGINT, SIGTERM or a closed stdout ended the job; exit code 130.

    Not an `Exception`, so that no library swallows it.
    """


SHOWN_PROBLEMS = 20


def problems_error(code: str, message: str, problems: Sequence[str], *, hint: str | None = None) -> TrainerError:
    """One error for all problems of a file: the first 20 and the number of the rest.

    Args:
        code: Code of the error.
        message: Sentence that introduces the problems.
        problems: One sentence each.
        hint: What to do about them.
    """
    shown = list(problems[:SHOWN_PROBLEMS])
    rest = len(problems) - len(shown)
    if rest > 0:
        shown.append(f"… and {rest} more")
    return TrainerError(code, f"{message} {' '.join(shown)}", hint=hint, details=shown)


def cut(text: object, limit: int = 200) -> str:
    """Text for a message: at most `limit` characters, in quotes when it is a string."""
    shown = repr(text)
    return shown if len(shown) <= limit else f"{shown[:limit]}…"
