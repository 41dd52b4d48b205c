"""Make the exchanges that hybrid-retrieval's Qdrant tests replay, with Qdrant's engine.

Run in a Python environment of its own (`pip install qdrant-edge-py==0.9.0`), from the repository's
root:

    python tools/golden/make_qdrant.py

Writes packages/hybrid-retrieval/test/golden/qdrant.json. They are NOT recorded from a Qdrant server: the
engine (qdrant-edge, Qdrant's own segments as a library) finds the points and computes their scores,
refuses what it refuses, and this script puts that into the envelopes of Qdrant 1.19's OpenAPI document.
With QDRANT_URL set, the same tests talk to a real server instead.
"""

from __future__ import annotations

import json
import tempfile
import uuid
from importlib.metadata import version
from pathlib import Path
from typing import Any

from qdrant_recorder import KEYS, Recorder

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "packages/hybrid-retrieval/test/golden/qdrant.json"
COSINE = {"size": 3, "distance": "Cosine"}
SHOP = {
    "p1": [1.0, 0.0, 0.0],
    "p10": [2.0, 1.0, 0.0],
    "p2": [0.5, 0.5, 0.5],
    "p3": [0.5, 0.5, 0.5],
    "ä 9": [0.5, 0.5, 0.5],
    "1042": [0.0, 0.0, -3.0],
}
SHOES = {"must": [{"key": "category", "match": {"value": "shoe"}}]}


def point(doc_id: str, vector: object, model: str = "m1", **payload: object) -> dict[str, Any]:
    """A product's point as it is written."""
    payload = {**payload, "id": doc_id, "model_fingerprint": model}
    return {"id": str(uuid.uuid5(uuid.NAMESPACE_OID, doc_id)), "vector": vector, "payload": payload}


def shop(record: Recorder) -> None:
    """Write a shop, search it, and switch to another model's collection by an alias."""
    points = [
        point(doc_id, vector, category="shoe" if doc_id in ("p2", "1042") else "lamp")
        for doc_id, vector in SHOP.items()
    ]
    record.create("searchfit_shop_1", COSINE)
    record.create("searchfit_shop_2", {"size": 3, "distance": "Dot"})
    record.create("searchfit_shop_3", {"size": 2, "distance": "Cosine"})
    record.alias("searchfit_shop", "searchfit_shop_1")
    for _ in range(2):  # again: it changes nothing
        record.info("searchfit_shop")
        record.first("searchfit_shop")
        for start in (0, 4):
            record.upsert("searchfit_shop", points[start : start + 4])
    record.info("searchfit_shop")
    record.first("searchfit_shop")  # another model's vectors are refused
    record.info("searchfit_shop")
    record.query("searchfit_shop", {"query": [0.75, 0.5, 0.0], "limit": 3})
    record.query("searchfit_shop", {"query": [0.75, 0.5, 0.0], "limit": 6})
    record.query("searchfit_shop", {"query": [1.0, 1.0, 1.0], "limit": 2})
    record.query("searchfit_shop", {"query": [1.0, 1.0, 1.0], "limit": 8})
    record.info("searchfit_shop")
    filtered = {"query": [1.0, 1.0, 1.0], "filter": SHOES, "params": {"exact": True}}
    record.query("searchfit_shop", {**filtered, "limit": 11})
    record.info("searchfit_shop_2")
    record.first("searchfit_shop_2")
    record.upsert("searchfit_shop_2", [point("p1", [0.0, 1.0, 0.0], "m2")])
    record.alias("searchfit_shop", "searchfit_shop_2", delete=True)
    record.query("searchfit_shop", {"query": [0.0, 1.0, 0.0], "limit": 2})
    record.info("searchfit_shop")
    record.alias("searchfit_shop", "searchfit_shop_3", delete=True)
    record.query("searchfit_shop", {"query": [0.0, 1.0, 0.0], "limit": 2})  # refused: too long
    record.info("searchfit_shop")


def empty(record: Recorder) -> None:
    """Search a collection without points."""
    record.create("searchfit_empty", COSINE)
    record.info("searchfit_empty")
    record.query("searchfit_empty", {"query": [1.0, 0.0, 0.0], "limit": 11})


def missing(record: Recorder) -> None:
    """Search a collection that is not there."""
    record.missing("searchfit_missing")


def named(record: Recorder) -> None:
    """Write and search vectors with a name; ask for others."""
    both = {"content": COSINE, "title": {"size": 2, "distance": "Cosine"}}
    record.create("searchfit_named", both)
    record.info("searchfit_named")
    record.first("searchfit_named")
    record.upsert("searchfit_named", [point("p1", {"content": [0.0, 2.0, 0.0]})])
    record.info("searchfit_named")
    query = {"query": [0.0, 1.0, 1.0], "using": "content", "limit": 11}
    record.query("searchfit_named", query)
    record.info("searchfit_named")
    record.info("searchfit_named")


def distance(record: Recorder) -> None:
    """Search by a distance that is no similarity, and dot products of vectors of any length."""
    record.create("searchfit_distance", {"size": 3, "distance": "Euclid"})
    record.info("searchfit_distance")
    record.create("searchfit_distance", {"size": 3, "distance": "Dot"})
    record.upsert("searchfit_distance", [point("p1", [4.0, 0.0, 0.0])], "")
    record.info("searchfit_distance")
    record.query("searchfit_distance", {"query": [1.0, 0.0, 0.0], "limit": 11})


def foreign(record: Recorder) -> None:
    """Search points that others have written: without fingerprints, of two models, without ids."""
    record.create("searchfit_foreign", COSINE)
    points = [
        {"id": 7, "vector": [1.0, 0.0, 0.0], "payload": {"sku": 7}},
        {"id": 8, "vector": [0.0, 1.0, 0.0], "payload": {"sku": 8}},
    ]
    record.upsert("searchfit_foreign", points, "")
    query = {"query": [1.0, 0.25, 0.0], "limit": 11}
    for keys in (["sku", KEYS[1]], KEYS[1:], KEYS):
        record.info("searchfit_foreign")
        record.query("searchfit_foreign", {**query, "with_payload": keys})
    record.info("searchfit_foreign")
    record.first("searchfit_foreign")  # nothing is written beside them
    mixed = [{**points[0], "payload": {"sku": 7, "model_fingerprint": "m1"}}]
    record.upsert("searchfit_foreign", mixed, "")
    record.info("searchfit_foreign")
    record.query("searchfit_foreign", {**query, "with_payload": ["sku", KEYS[1]]})


def main() -> None:
    exchanges: dict[str, Any] = {}
    for scenario in (shop, empty, missing, named, distance, foreign):
        with tempfile.TemporaryDirectory() as folder:
            recorder = Recorder(Path(folder))
            scenario(recorder)
            exchanges[scenario.__name__] = recorder.exchanges
    golden = {
        "made_by": "tools/golden/make_qdrant.py",
        "oracle": f"qdrant-edge-py {version('qdrant-edge-py')} in envelopes of Qdrant 1.19's OpenAPI; no server",
        "exchanges": exchanges,
    }
    FILE.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(golden, ensure_ascii=False, separators=(",", ":"))
    FILE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
