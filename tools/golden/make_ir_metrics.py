"""Make ir-metrics' expected values beyond its 200 conformance cases, and check those.

Run from the repository's root in a Python environment with the versions of requirements.txt (rbo
asks for an older numpy and runs with this one: install it with --no-deps, and tqdm):

    python tools/golden/make_ir_metrics.py TREC_EVAL

TREC_EVAL is trec_eval's program, built from release 9.0.8 (10.0-rc3 ends with an error where a judged query has no results). Writes into packages/ir-metrics/test/golden:

- trec_eval_options.json: relevance levels and condensed lists (pytrec_eval) on a quarter of the 200 cases
- trec_eval_output.json: what trec_eval prints for two files and many command lines
- rank_biased.json: rank-biased precision (ranx), overlap (rbo, and the definition summed up)

`ir_metrics.json` and `stats.json` came with their own oracles; here they are computed anew, and the
script fails when a value differs.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytrec_eval
import rbo
from ranx import Qrels, Run, evaluate
from scipy import stats

FOLDER = Path(__file__).resolve().parents[2] / "packages/ir-metrics/test/golden"
MEASURES = {
    "map", "map_cut.5,10", "ndcg", "ndcg_cut.5,10", "recip_rank", "P.5,10", "recall.5,10",
    "success.1,5,10", "Rprec", "bpref", "num_ret", "num_rel", "num_rel_ret",
}  # fmt: skip


def write(name: str, content: dict) -> None:
    """Write a golden file that names what made it."""
    text = json.dumps({"made_by": "tools/golden/make_ir_metrics.py", **content}, ensure_ascii=False)
    (FOLDER / name).write_text(text + "\n", encoding="utf-8")


def pytrec_values(case: dict, level: int, judged_only: bool) -> dict:
    """Per-query values of pytrec_eval."""
    evaluator = pytrec_eval.RelevanceEvaluator(
        case["qrels"], MEASURES, relevance_level=level, judged_docs_only_flag=judged_only
    )
    return evaluator.evaluate(case["run"])


def check_conformance(cases: list[dict]) -> None:
    """Fail when pytrec_eval says something else than ir_metrics.json."""
    for case in cases:
        for query, values in pytrec_values(case, 1, False).items():
            for name, value in values.items():
                expected = case["expected"]["per_query"][query].get(name, value)
                assert abs(value - expected) < 1e-12, (case["id"], query, name)


def check_statistics() -> None:
    """Fail when scipy says something else than stats.json."""
    for case in json.loads((FOLDER / "stats.json").read_text())["cases"]:
        t_test = case["exact"]["ttest_rel"]
        if not isinstance(t_test["t"], float):
            continue
        got = stats.ttest_rel(case["a"], case["b"])
        assert np.isclose(got.statistic, t_test["t"], rtol=1e-12), case["name"]
        assert np.isclose(got.pvalue, t_test["p_two_sided"], rtol=1e-9), case["name"]


def options_cases(cases: list[dict]) -> list[dict]:
    """Values at relevance level 2 and 3, and for lists condensed to judged documents."""
    found = []
    for case in cases:
        graded = any(grade > 1 for of in case["qrels"].values() for grade in of.values())
        for level, judged_only in ((2, False), (3, False), (1, True), (2, True)):
            if level > 1 and not graded:
                continue
            values = pytrec_values(case, level, judged_only)
            found.append(
                {"case": case["id"], "level": level, "judgedOnly": judged_only, "values": values}
            )
    return found


def files_of(generator: random.Random) -> tuple[str, str]:
    """Judgments and a run with ties, unjudged documents, and queries that only one of them has."""
    docs = [f"d{number}" for number in range(60)] + ["10", "9", "é", "Z"]
    qrels, run = [], []
    for query in ["1", "2", "10", "q-4", "q-5", "q-6", "unanswered"]:
        for doc in generator.sample(docs, 25):
            qrels.append(f"{query} 0 {doc} {generator.choice([0, 0, 1, 1, 2, 3])}\n")
    for query in ["10", "1", "2", "q-6", "q-4", "q-5", "unjudged"]:
        for rank, doc in enumerate(generator.sample(docs, 40)):
            score = generator.choice([0.25, 0.5, generator.random()])
            run.append(f"{query} Q0 {doc} {rank + 1} {score} made-up\n")
    return "".join(qrels), "".join(run)


def outputs(program: str) -> dict:
    """What trec_eval prints."""
    qrels, run = files_of(random.Random(7))
    every = ["-m", "map", "-m", "ndcg", "-m", "ndcg_cut.5,10", "-m", "recip_rank", "-m", "bpref"]
    commands = [
        every, ["-q", *every], ["-c", *every], ["-l", "2", *every], ["-c", "-l", "3", *every],
        ["-M", "10", *every], ["-M", "10", "-l", "2", "-q", *every], ["-J", *every],
        ["-M", "20", "-J", "-l", "2", *every], ["-n", "-q", "-m", "P.5,10"], ["-m", "P"],
        ["-m", "success"], ["-m", "map_cut.10,20"], ["-m", "recall.5,10"], ["-c", "-q", "-m", "Rprec"],
        [], ["-q"], ["-c"], ["-l", "2", "-M", "20"],
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("qrels", "run")]
        for path, text in zip(paths, (qrels, run), strict=True):
            path.write_text(text, encoding="utf-8")
        texts = [
            subprocess.run(
                [program, *flags, *map(str, paths)], check=True, capture_output=True, text=True
            ).stdout
            for flags in commands
        ]
    results = [
        {"flags": flags, "stdout": text} for flags, text in zip(commands, texts, strict=True)
    ]
    about = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    oracle = (about.stdout + about.stderr).strip()
    return {"oracle": oracle, "qrels": qrels, "run": run, "results": results}


def rbo_bounds(first: list[str], second: list[str], persistence: float) -> tuple[float, float]:
    """Lowest and highest overlap by summing the definition far down, unseen documents chosen so."""
    short, long = sorted((first, second), key=len)
    low = high = 0.0
    for depth in range(1, 5000):
        common = len(set(short[:depth]) & set(long[:depth]))
        unseen = max(0, depth - len(short)) + max(0, depth - len(long))
        weight = (1 - persistence) * persistence ** (depth - 1) / depth
        low += weight * common
        high += weight * min(depth, common + unseen)
    return low, high


def rank_biased() -> dict:
    """Rank-biased precision of binary judgments, and overlaps of lists of all lengths."""
    generator = random.Random(3)
    ids = [f"d{number}" for number in range(30)]
    precision, overlap = [], []
    for _ in range(40):
        ranking = generator.sample(ids, generator.randint(1, 25))
        relevant = generator.sample(ids, generator.randint(1, 10))
        run = Run({"q": {doc: 100.0 - rank for rank, doc in enumerate(ranking)}})
        values = {
            name: float(evaluate(Qrels({"q": dict.fromkeys(relevant, 1)}), run, name))
            for name in ("rbp.50", "rbp.80", "rbp.95")
        }
        precision.append({"ranking": ranking, "relevant": relevant, "values": values})
    for _ in range(60):
        first = generator.sample(ids, generator.randint(1, 25))
        second = generator.sample(ids[:20], generator.randint(1, 20))
        for persistence in (0.5, 0.9, 0.98):
            low, high = rbo_bounds(first, second, persistence)
            overlap.append(
                {
                    "first": first,
                    "second": second,
                    "persistence": persistence,
                    "extrapolated": float(rbo.RankingSimilarity(first, second).rbo_ext(persistence)),
                    "lowest": low,
                    "highest": high,
                }
            )
    oracle = f"ranx {version('ranx')}, rbo {version('rbo')}"
    return {"oracle": oracle, "precision": precision, "overlap": overlap}


def main() -> None:
    cases = json.loads((FOLDER / "ir_metrics.json").read_text(encoding="utf-8"))["cases"]
    check_conformance(cases)
    check_statistics()
    oracle = f"pytrec_eval {version('pytrec-eval-terrier')}"
    write("trec_eval_options.json", {"oracle": oracle, "results": options_cases(cases[::4])})
    write("trec_eval_output.json", outputs(sys.argv[1]))
    write("rank_biased.json", rank_biased())


if __name__ == "__main__":
    main()
