/** A condition that a model must meet, and whether it does. */
export interface GateResult {
  /** What is held against a limit: `ndcg@10`, `latency p95`, … */
  readonly name: string;
  /** What was expected, in words. */
  readonly expected: string;
  /** What came, in words. */
  readonly actual: string;
  /** Whether the gate holds. */
  readonly passed: boolean;
}
