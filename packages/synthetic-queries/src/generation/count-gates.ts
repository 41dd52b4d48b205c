import type { QueryGate, RemovedQuery } from "../gates/query-gate.ts";

/** How many queries each gate took; gates that took none are not in it. */
export function countGates(
  removed: readonly RemovedQuery[],
): Readonly<Partial<Record<QueryGate, number>>> {
  const counts = Map.groupBy(removed, ({ gate }) => gate);
  return Object.fromEntries([...counts].map(([gate, queries]) => [gate, queries.length]));
}
