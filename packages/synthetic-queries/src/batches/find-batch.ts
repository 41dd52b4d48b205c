import { setTimeout as sleep } from "node:timers/promises";
import type { BatchJournal, BatchPlan } from "./batch-journal.ts";
import type { BatchState, QueryBatches } from "./query-batches.ts";

/** Clocks of provider and machine may differ by this much. */
const CLOCK_TOLERANCE_MS = 600_000;

/**
 * Finds the batch of a plan whose id was never written down, because the process or the connection
 * ended while it was being created. A batch is it when it was created since, has as many questions,
 * and the ids of its results start with the plan's marker; those are known only when it has ended,
 * so for a likely one the end is waited for. Batches of others are left alone.
 *
 * @returns Its id, or `undefined` when no such batch has appeared in time.
 */
export async function findBatch(
  plan: BatchPlan,
  { batches, journal, signal }: FindBatchOptions,
): Promise<string | undefined> {
  const others = new Set<string>();
  for (;;) {
    const late = Date.now() > plan.plannedAtMs + batches.graceMs;
    const likely = await likelyBatches(plan, { batches, journal, others, signal });
    for (const { id, ended } of likely) {
      if (!ended) continue;
      if (await isOf(plan, id, { batches, journal, signal })) return id;
      others.add(id);
    }
    if (late && likely.every(({ id }) => others.has(id))) return undefined;
    await sleep(batches.pollMs, undefined, signal ? { signal } : {});
  }
}

/** What {@link findBatch} works with. */
export interface FindBatchOptions {
  /** The service. */
  readonly batches: QueryBatches;
  /** Knows batches that belong to other plans. */
  readonly journal: BatchJournal;
  /** Breaks the search off. */
  readonly signal: AbortSignal | undefined;
}

async function likelyBatches(
  plan: BatchPlan,
  options: FindBatchOptions & { readonly others: ReadonlySet<string> },
): Promise<readonly BatchState[]> {
  const { batches, journal, others, signal } = options;
  const likely: BatchState[] = [];
  for await (const state of batches.list(signal)) {
    // Newest first: what follows is older still.
    if (state.createdAtMs < plan.plannedAtMs - CLOCK_TOLERANCE_MS) break;
    const other = others.has(state.id) || journal.knows(state.id);
    if (!other && state.requestCount === plan.count) likely.push(state);
  }
  return likely;
}

async function isOf(
  { marker }: BatchPlan,
  id: string,
  { batches, signal }: FindBatchOptions,
): Promise<boolean> {
  for await (const { customId } of batches.results(id, signal)) return customId.startsWith(marker);
  return false;
}
