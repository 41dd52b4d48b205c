import { IrMetricsError } from "../ir-metrics-error.ts";
import type { QueryId } from "../ranking/qrels.ts";

/** Adds the query to an error about one ranking. */
export function inQuery<T>(queryId: QueryId, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof IrMetricsError)) throw error;
    throw new IrMetricsError(error.code, `Query "${queryId}": ${error.message}`, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      details: { ...error.details, queryId },
      cause: error,
    });
  }
}
