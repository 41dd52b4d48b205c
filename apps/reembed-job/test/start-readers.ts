import { openServer } from "@searchfit/pg-corpus";
import type { TestDatabase } from "../../../tools/test-kit/src/test-server.ts";
import { formerLength } from "./product-table.ts";

/** What readers have seen. */
export interface ReaderReport {
  /** Searches that were answered. */
  readonly searches: number;
  /** Those that saw the former model's vectors. */
  readonly formerSearches: number;
  /** Those that saw the new model's vectors. */
  readonly newSearches: number;
  /** Searches that failed or saw two models; the first ones in words. */
  readonly problems: readonly string[];
}

/**
 * A search as a service does it that knows nothing of us: by the names of the columns. The lengths of
 * the vectors tell their model, and the fingerprint is read in the same statement.
 */
const searchOf = (relation: string) => `
  SELECT vector_norm(content_embedding) AS "content", vector_norm(title_embedding) AS "title",
    (SELECT count(*)::int FROM searchfit_active_model) AS "switched"
  FROM ${relation}
  WHERE content_embedding IS NOT NULL AND title_embedding IS NOT NULL
  ORDER BY content_embedding <=> $1::vector LIMIT 20`;

/**
 * Starts readers that search without a pause, each on a connection of its own.
 *
 * @param relation What they select from: the product table, or the view over its generations.
 */
export async function startReaders(
  place: TestDatabase,
  count: number,
  relation = "ingested_records",
) {
  const search = searchOf(relation);
  const db = await openServer({ ...place, maxConnections: count });
  await db.query(`CREATE TABLE IF NOT EXISTS searchfit_active_model (
    table_name text PRIMARY KEY, model text NOT NULL, fingerprint text NOT NULL,
    precision text NOT NULL, dimensions integer NOT NULL, since timestamptz NOT NULL DEFAULT now())`);
  const seen = { searches: 0, formerSearches: 0, newSearches: 0, problems: [] as string[] };
  let running = true;
  const readers = Array.from({ length: count }, async (_, reader) => {
    for (let turn = 0; running; turn += 1) {
      const vector = Float32Array.from({ length: 32 }, (__, index) =>
        Math.sin(turn + reader * 31 + index),
      );
      try {
        note(seen, await db.query(search, [vector]));
      } catch (error) {
        seen.problems.push(String(error));
      }
    }
  });
  return {
    /** What they have seen so far. */
    seen: seen as Readonly<ReaderReport>,
    stop: async (): Promise<ReaderReport> => {
      running = false;
      await Promise.all(readers);
      await db.close();
      return { ...seen, problems: seen.problems.slice(0, 5) };
    },
  };
}

function note(
  seen: { searches: number; formerSearches: number; newSearches: number; problems: string[] },
  rows: readonly Readonly<Record<string, unknown>>[],
): void {
  seen.searches += 1;
  const lengths = rows.flatMap((row) => [row.content as number, row.title as number]);
  const switched = rows[0]?.switched === 1;
  const expected = switched ? 1 : formerLength;
  if (switched) seen.newSearches += 1;
  else seen.formerSearches += 1;
  const isMixed = lengths.length === 0 || lengths.some((one) => Math.abs(one - expected) > 0.01);
  if (isMixed) seen.problems.push(`switched: ${switched}, lengths: ${lengths.join(" ")}`);
}
