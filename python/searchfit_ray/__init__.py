"""Run the shard workers of a re-embedding, `reembed work`, as a Ray Data job."""

from __future__ import annotations
