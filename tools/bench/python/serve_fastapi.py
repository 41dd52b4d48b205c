"""What a team writes first: FastAPI with sentence-transformers, answering POST /v1/embeddings.

Run with an interpreter that has sentence-transformers, fastapi and uvicorn:

    python tools/bench/python/serve_fastapi.py MODEL_FOLDER PORT
"""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sentence_transformers import SentenceTransformer

app = FastAPI()
model = SentenceTransformer(sys.argv[1], device="cpu")


class EmbeddingsRequest(BaseModel):
    """Body of a request."""

    input: str | list[str]
    model: str = ""


@app.post("/v1/embeddings")
def embeddings(body: EmbeddingsRequest) -> dict[str, Any]:
    """Embed; a plain def runs in the thread pool, so that the event loop stays free."""
    texts = [body.input] if isinstance(body.input, str) else body.input
    vectors = model.encode(texts)
    data = [
        {"object": "embedding", "index": index, "embedding": vector.tolist()}
        for index, vector in enumerate(vectors)
    ]
    return {"object": "list", "data": data, "model": sys.argv[1]}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", access_log=False)
