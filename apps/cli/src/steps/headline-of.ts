import type { QuerySet, TestName } from "./test-queries.ts";

/**
 * The test that decides: judged queries where there are any, else new products. Known products never
 * decide, as training saw them.
 *
 * @param tests The tests of an experiment.
 * @returns Its name; null where no such test has a query.
 */
export function headlineOf(tests: readonly Pick<QuerySet, "name" | "qrels">[]): TestName | null {
  const names = tests.filter(({ qrels }) => qrels.size > 0).map(({ name }) => name);
  return (["judged", "newProducts"] as const).find((name) => names.includes(name)) ?? null;
}
