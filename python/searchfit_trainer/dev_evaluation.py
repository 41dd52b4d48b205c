"""Score a model on the dev set: exact search over the whole corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from searchfit_trainer.dev_set import DevSet
from searchfit_trainer.exact_search import relevant_ranks
from searchfit_trainer.ir_metrics import mean_metrics, query_metrics
from searchfit_trainer.token_store import TokenStore

MAX_TEXTS = 64
MAX_TOKENS = 4096

Progress = Callable[[int, int], None]


class DevEvaluation:
    """A dev set tokenized once, scored as often as needed.

    Args:
        dev: Corpus, queries, judgments.
        store: Where the texts are tokenized.
        prompts: Prefixes of queries and documents.
    """

    def __init__(self, dev: DevSet, store: TokenStore, prompts: tuple[str, str] = ("", "")) -> None:
        query_prompt, document_prompt = prompts
        self.queries = len(dev.queries)
        self.skipped_queries = dev.skipped_queries
        self._dev = dev
        self._store = store
        self._query_texts = store.add([query_prompt + text for text in dev.queries.values()])
        self._document_texts = store.add([document_prompt + text for text in dev.corpus.values()])
        positions = {doc_id: position for position, doc_id in enumerate(dev.corpus)}
        # Relevant documents that the corpus lacks count in the ideal and in recall, as in trec_eval.
        self._relevant = [
            [(positions[doc], grade) for doc, grade in dev.qrels[query].items() if grade >= 1 and doc in positions]
            for query in dev.queries
        ]

    def score(
        self, model: Any, precision: AbstractContextManager[Any], progress: Progress, dimensions: int | None = None
    ) -> dict[str, float]:
        """Mean metrics of the model as it is now.

        Args:
            model: A SentenceTransformer; left in the mode (training or not) it came in.
            precision: Autocast context.
            progress: Called with texts done and all texts.
            dimensions: Leading dimensions to compare by; None for all.

        Returns:
            See `ir_metrics.query_metrics`.
        """
        unique = sorted(set(self._query_texts) | set(self._document_texts))
        with torch.inference_mode(), precision:
            vectors = embed_texts(model, self._store, unique, progress)
        if dimensions is not None:
            vectors = unit_length(vectors[:, :dimensions])
        rows = {number: row for row, number in enumerate(unique)}
        ranks = relevant_ranks(
            vectors[[rows[number] for number in self._query_texts]],
            vectors,
            np.array([rows[number] for number in self._document_texts]),
            [[position for position, _ in pairs] for pairs in self._relevant],
        )
        per_query = {
            query: query_metrics(found, [grade for _, grade in pairs], list(self._dev.qrels[query].values()))
            for query, found, pairs in zip(self._dev.queries, ranks, self._relevant, strict=True)
        }
        return mean_metrics(per_query)


def unit_length(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return scaled


def embed_texts(model: Any, store: TokenStore, numbers: Sequence[int], progress: Progress) -> NDArray[np.float32]:
    """Unit-length embeddings of tokenized texts, in length-sorted batches of few padding tokens.

    Args:
        model: A SentenceTransformer.
        store: Token ids.
        numbers: Texts by their numbers.
        progress: Called after each batch.

    Returns:
        [texts, dimensions], float32, in the order of `numbers`.
    """
    order = sorted(range(len(numbers)), key=lambda position: -store.lengths[numbers[position]])
    vectors = np.empty((len(numbers), model.get_embedding_dimension()), dtype=np.float32)
    was_training = model.training
    model.eval()
    start = 0
    while start < len(order):
        longest = max(1, store.lengths[numbers[order[start]]])
        batch = order[start : start + max(1, min(MAX_TEXTS, MAX_TOKENS // longest))]
        output = model(store.batch([numbers[position] for position in batch]))["sentence_embedding"].float()
        vectors[batch] = torch.nn.functional.normalize(output, dim=1).cpu().numpy()
        start += len(batch)
        progress(start, len(order))
    model.train(was_training)
    return vectors
