import type { Session } from "../database.ts";
import type { IndexScan, SearchCorpusOptions } from "./search-corpus.ts";

/** How an approximate search scans its indexes; undefined for an exact one. */
export interface ScanLimits {
  /** Candidates from each index. */
  readonly candidates: number;
}

const [greatestEfSearch, mostWorkers] = [1000, 1024];

/**
 * Checks the numbers of a search and sets pgvector's parameters until the end of the transaction.
 *
 * @throws {RangeError} When a number is out of range.
 */
export async function setScanLimits(
  session: Session,
  options: Pick<SearchCorpusOptions, "method" | "scan" | "titleWeight" | "workers"> & {
    readonly topK: number;
    readonly version: string;
  },
): Promise<ScanLimits | undefined> {
  const { method = "exact", scan = {}, titleWeight = 0.5, topK, version } = options;
  checkInteger("topK", topK, Number.MAX_SAFE_INTEGER);
  await limitWorkers(session, options.workers);
  if (!(titleWeight >= 0 && titleWeight <= 1))
    throw new RangeError(`Expected titleWeight to be from 0 to 1, got ${titleWeight}.`);
  if (method === "exact") return undefined;
  const candidates = scan.candidates ?? Math.max(40, 4 * topK);
  checkInteger("candidates", candidates, Number.MAX_SAFE_INTEGER);
  const efSearch = scan.efSearch ?? Math.min(candidates, greatestEfSearch);
  checkInteger("efSearch", efSearch, greatestEfSearch);
  await set(session, "hnsw.ef_search", `${efSearch}`);
  if (hasIterativeScan(version)) await setIterativeScan(session, scan.iterative);
  return { candidates };
}

/**
 * An index knows nothing of a product's status, of a filter, or of products that are gone: it goes on
 * until enough candidates have come through. IVFFlat has no strict order.
 */
async function setIterativeScan(
  session: Session,
  iterative: NonNullable<IndexScan["iterative"]> = "relaxed_order",
): Promise<void> {
  await set(session, "hnsw.iterative_scan", iterative);
  await set(session, "ivfflat.iterative_scan", iterative === "off" ? "off" : "relaxed_order");
}

async function limitWorkers(session: Session, workers: number | undefined): Promise<void> {
  if (workers === undefined) return;
  if (!Number.isInteger(workers) || workers < 0 || workers > mostWorkers)
    throw new RangeError(
      `Expected workers to be an integer from 0 to ${mostWorkers}, got ${workers}.`,
    );
  await set(session, "max_parallel_workers_per_gather", `${workers}`);
}

function set(session: Session, name: string, value: string) {
  return session.query("SELECT set_config($1, $2, true)", [name, value]);
}

/** Iterative scans came with pgvector 0.8. */
function hasIterativeScan(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 0 || minor >= 8;
}

function checkInteger(name: string, value: number, greatest: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= greatest) return;
  throw new RangeError(`Expected ${name} to be an integer from 1 to ${greatest}, got ${value}.`);
}
