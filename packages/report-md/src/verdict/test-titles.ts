import type { TestName } from "../data/test-facts.ts";

/** Tests in the order of the report. */
export const testNames: readonly TestName[] = ["judged", "newProducts", "knownProducts"];

/** Names of the tests as headings. */
export const testTitles: Readonly<Record<TestName, string>> = {
  judged: "Judged queries",
  newProducts: "New products (synthetic queries)",
  knownProducts: "Known products, new queries (synthetic)",
};

/** How the queries of a test are called in a sentence. */
export const queryKinds: Readonly<Record<TestName, string>> = {
  judged: "judged queries",
  newProducts: "synthetic queries about products not seen in training",
  knownProducts: "synthetic queries about products seen in training",
};
