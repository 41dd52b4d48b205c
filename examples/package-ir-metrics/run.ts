import { compareRuns, evaluateRun, parseTrecQrels, parseTrecRun } from "@searchfit/ir-metrics";

const qrels = parseTrecQrels("q1 0 lamp-3 2\nq1 0 lamp-1 1\nq2 0 shoe-9 1\n");
const before = parseTrecRun("q1 Q0 lamp-1 1 9 old\nq1 Q0 lamp-3 2 7 old\nq2 Q0 shoe-2 1 8 old\n");
const after = parseTrecRun("q1 Q0 lamp-3 1 9 new\nq1 Q0 lamp-1 2 7 new\nq2 Q0 shoe-9 1 8 new\n");
const metrics = ["ndcg@10", "mrr"] as const;
const [baseline, candidate] = [before, after].map((run) => evaluateRun(run, qrels, { metrics }));
if (baseline && candidate) {
  console.log(baseline.means, candidate.means);
  const { wins, ties, losses } = compareRuns(baseline, candidate).metrics["ndcg@10"] ?? {};
  console.log({ wins, ties, losses });
}
