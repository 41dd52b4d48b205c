"""Corpus, queries and judgments that pick the best epoch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from searchfit_trainer.job_options import DevOptions
from searchfit_trainer.json_lines import clean_text, read_json_objects
from searchfit_trainer.trainer_error import TrainerError, cut, problems_error


@dataclass(frozen=True, slots=True)
class DevSet:
    """What is searched, and what should be found.

    Attributes:
        corpus: Document id → text, ids *descending* by UTF-8 bytes: in this order ties are ranked.
        queries: Query id → text; only queries with a relevant document.
        qrels: Query id → document id → grade; the same queries.
        skipped_queries: Queries without a relevant document.
    """

    corpus: Mapping[str, str]
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]
    skipped_queries: int


def read_dev_set(options: DevOptions) -> DevSet:
    """Read the three files.

    Raises:
        TrainerError: `INVALID_DEV_DATA` with every problem, or when no query can be judged.
    """
    problems: list[str] = []
    corpus = _read_texts(options.corpus_file, problems)
    queries = _read_texts(options.queries_file, problems)
    qrels = _read_qrels(options.qrels_file, problems)
    if problems:
        raise problems_error("INVALID_DEV_DATA", f"The dev files have {len(problems)} problems.", problems)
    judged = {
        query: grades for query, grades in qrels.items() if query in queries and any(g >= 1 for g in grades.values())
    }
    if not judged or not corpus:
        raise TrainerError(
            "INVALID_DEV_DATA",
            f"Expected dev queries with relevant documents and a corpus, got {len(judged)} such queries "
            f"of {len(queries)} and {len(corpus)} documents.",
            hint="Check that the ids in the qrels are those of the queries file.",
        )
    order = sorted(corpus, key=lambda doc_id: doc_id.encode("utf-8", "surrogatepass"), reverse=True)
    return DevSet(
        corpus={doc_id: corpus[doc_id] for doc_id in order},
        queries={query: queries[query] for query in sorted(judged)},
        qrels=judged,
        skipped_queries=len(queries) - len(judged),
    )


def _read_texts(path: Path, problems: list[str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for line, row in read_json_objects(path, problems):
        row_id, text = row.get("_id"), row.get("text")
        if not isinstance(row_id, str) or not row_id:
            problems.append(f'{path.name} line {line}: expected "_id" to be a non-empty string, got {cut(row_id)}.')
        elif not isinstance(text, str):
            problems.append(f'{path.name} line {line}: expected "text" to be a string, got {cut(text)}.')
        elif row_id in texts:
            problems.append(f"{path.name} line {line}: the id {cut(row_id)} came before.")
        else:
            texts[row_id] = clean_text(text)
    return texts


def _read_qrels(path: Path, problems: list[str]) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        fields = line.split("\t") if line.count("\t") == 3 else line.split()
        if not fields:
            continue
        try:
            query, _, document, grade = fields
            qrels.setdefault(query.strip(), {})[document.strip()] = int(grade)
        except ValueError:
            problems.append(f'{path.name} line {number}: expected "query 0 document grade", got {cut(line)}.')
    return qrels
