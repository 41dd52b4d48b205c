import type { Qrels } from "@searchfit/ir-metrics";
import type { QuerySet, TestName } from "../steps/test-queries.ts";
import { testNames } from "../steps/test-queries.ts";
import type { ComparedExperiment } from "./open-compared.ts";

/** The queries of a test that all experiments have, with the same text and the same grades. */
export interface CommonPart {
  /** Which test. */
  readonly name: TestName;
  /** Those queries with their grades. */
  readonly qrels: Qrels;
  /** Queries of the test in each experiment, 0 where it has no such test. */
  readonly queriesOf: readonly number[];
}

/** What experiments have in common, test by test; tests that none of them has are left out. */
export function commonParts(experiments: readonly ComparedExperiment[]): CommonPart[] {
  return testNames.flatMap((name) => {
    const sets = experiments.map(({ tests }) => tests.find((test) => test.name === name));
    if (sets.every((set) => set === undefined)) return [];
    const queriesOf = sets.map((set) => set?.qrels.size ?? 0);
    return [{ name, qrels: commonQrels(sets), queriesOf }];
  });
}

function commonQrels(sets: readonly (QuerySet | undefined)[]): Qrels {
  const [first, ...others] = sets.map((set) => (set === undefined ? new Map() : contentOf(set)));
  const common = [...(sets[0]?.qrels ?? [])].filter(([id]) =>
    others.every((other) => other.get(id) !== undefined && other.get(id) === first?.get(id)),
  );
  return new Map(common);
}

/** Query → its text and grades as one text, equal where they are equal. */
function contentOf({ queries, qrels }: QuerySet): Map<string, string> {
  const texts = new Map(queries.map(({ _id, text }) => [_id, text]));
  return new Map(
    [...qrels].map(([id, grades]) => [
      id,
      JSON.stringify([texts.get(id), [...grades].sort(([a], [b]) => (a < b ? -1 : 1))]),
    ]),
  );
}
