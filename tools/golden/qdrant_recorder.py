"""Answers requests to Qdrant with its engine, and keeps request and answer."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import qdrant_edge as edge

KEYS = ["id", "model_fingerprint"]
"""Payload keys that a search asks for."""


class Recorder:
    """A scenario's exchanges; each request is answered by the engine."""

    def __init__(self, folder: Path) -> None:
        self.exchanges: list[dict[str, Any]] = []
        self._folder = folder
        self._shards: dict[str, tuple[edge.EdgeShard, dict[str, Any]]] = {}
        self._aliases: dict[str, str] = {}
        self._versions: dict[str, int] = {}

    def create(self, name: str, vectors: dict[str, Any]) -> None:
        """Delete the collection, and create it with one vector or some by name."""
        path = f"/collections/{name}"
        self._answer("DELETE", path, None, False)
        named = {"": vectors} if "size" in vectors else vectors
        params = {
            key: edge.EdgeVectorParams(one["size"], getattr(edge.Distance, one["distance"]))
            for key, one in named.items()
        }
        folder = self._folder / str(len(self._shards))
        folder.mkdir(parents=True)
        shard = edge.EdgeShard.create(str(folder), edge.EdgeConfig(vectors=params))
        self._shards[name] = (shard, vectors)
        self._answer("PUT", path, {"vectors": vectors}, True)

    def alias(self, alias: str, name: str, *, delete: bool = False) -> None:
        """Let an alias lead to a collection, after deleting it where it led elsewhere."""
        create = {"create_alias": {"collection_name": name, "alias_name": alias}}
        actions = [{"delete_alias": {"alias_name": alias}}, create] if delete else [create]
        self._aliases[alias] = name
        self._answer("POST", "/collections/aliases", {"actions": actions}, True)

    def info(self, name: str) -> None:
        """Ask what the collection is made of."""
        _, vectors = self._shard(name)
        config = {
            "params": {
                "vectors": vectors,
                "shard_number": 1,
                "replication_factor": 1,
                "write_consistency_factor": 1,
                "on_disk_payload": True,
            },
            "hnsw_config": {"m": 16, "ef_construct": 100, "full_scan_threshold": 10000},
            "optimizer_config": {"default_segment_number": 0, "flush_interval_sec": 5},
            "wal_config": {"wal_capacity_mb": 32, "wal_segments_ahead": 0},
            "quantization_config": None,
        }
        result = {
            "status": "green",
            "optimizer_status": "ok",
            "segments_count": 1,
            "config": config,
            "payload_schema": {},
        }
        self._answer("GET", f"/collections/{name}", None, result)

    def missing(self, name: str) -> None:
        """Ask what a collection is made of that is not there."""
        self._answer("DELETE", f"/collections/{name}", None, False)
        error = f"Not found: Collection `{name}` doesn't exist!"
        self._refuse("GET", f"/collections/{name}", None, 404, error)

    def first(self, name: str) -> None:
        """Ask for the fingerprint of some point."""
        request = edge.ScrollRequest(limit=1, with_payload=KEYS[1:], with_vector=False)
        records, following = self._shard(name)[0].scroll(request)
        points = [{"id": id_of(one.id), "payload": one.payload} for one in records]
        after = None if following is None else id_of(following)
        result = {"points": points, "next_page_offset": after}
        body = {"limit": 1, "with_payload": KEYS[1:], "with_vector": False}
        self._answer("POST", f"/collections/{name}/points/scroll?timeout=60", body, result)

    def upsert(self, name: str, points: list[dict[str, Any]], timeout: str = "&timeout=60") -> None:
        """Write points."""
        written = [edge.Point(one["id"], one["vector"], one["payload"]) for one in points]
        self._shard(name)[0].update(edge.UpdateOperation.upsert_points(written))
        number = self._versions.get(name, 0)
        self._versions[name] = number + 1
        result = {"operation_id": number, "status": "completed"}
        path = f"/collections/{name}/points?wait=true{timeout}"
        self._answer("PUT", path, {"points": points}, result)

    def query(self, name: str, body: dict[str, Any]) -> None:
        """Search."""
        body = {"with_payload": KEYS, **body}
        must = body.get("filter", {}).get("must", [])
        conditions = [
            edge.FieldCondition(key=one["key"], match=edge.MatchValue(value=one["match"]["value"])) for one in must
        ]
        request = edge.QueryRequest(
            limit=body["limit"],
            query=edge.Query.Nearest(body["query"], using=body.get("using")),
            with_payload=body["with_payload"],
            filter=edge.Filter(must=conditions) if must else None,
            params=edge.SearchParams(exact=True) if "params" in body else None,
        )
        path = f"/collections/{name}/points/query?timeout=5"
        try:
            found = self._shard(name)[0].query(request)
        except Exception as error:  # the engine raises nothing narrower
            self._refuse("POST", path, body, 400, f"Wrong input: {error}")
            return
        points = [
            {"id": id_of(one.id), "version": one.version, "score": shortest(one.score), "payload": one.payload}
            for one in found
        ]
        self._answer("POST", path, body, {"points": points})

    def _shard(self, name: str) -> tuple[edge.EdgeShard, dict[str, Any]]:
        return self._shards[self._aliases.get(name, name)]

    def _answer(self, method: str, path: str, body: object, result: object) -> None:
        answer = {"result": result, "status": "ok", "time": 0.001}
        self._keep(method, path, body, {"status": 200, "body": answer})

    def _refuse(self, method: str, path: str, body: object, status: int, error: str) -> None:
        answer = {"status": {"error": error}, "time": 0.001}
        self._keep(method, path, body, {"status": status, "body": answer})

    def _keep(self, method: str, path: str, body: object, response: dict[str, Any]) -> None:
        request = {"method": method, "path": path, "body": body}
        self.exchanges.append({"request": request, "response": response})


def id_of(value: object) -> int | str:
    """A point's id: an integer, or a UUID as text."""
    return value if isinstance(value, int) else str(value)


def shortest(score: float) -> float:
    """The shortest decimal that is the same single-precision number, as the server prints it."""
    return next(
        short
        for digits in range(1, 18)
        if struct.pack("f", short := float(f"{score:.{digits}g}")) == struct.pack("f", score)
    )
