/** Files of the step `split`. */
export const splitFiles = {
  train: "train_split.json",
  dev: "dev_split.json",
  test: "test_split.json",
  known: "known_split.json",
  summary: "split.json",
  /** Folder of queries and qrels, one pair of files a test. */
  tests: "tests",
} as const;
