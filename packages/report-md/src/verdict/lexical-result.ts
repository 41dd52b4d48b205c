import type { SystemResult, TestFacts } from "../data/test-facts.ts";

/** The result of searching by words alone (BM25), where it was measured. */
export function lexicalResult(test: TestFacts): SystemResult | undefined {
  return test.systems?.find((system) => /^bm25$/i.test(system.name.trim()));
}
