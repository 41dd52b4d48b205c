"""Fine-tune, export and run sentence-transformers models as a child process that speaks JSON lines."""

from __future__ import annotations

__version__ = "0.1.0"

PROTOCOL = 1
"""Version of the conversation on stdout; the reader refuses any other before it reads on."""
