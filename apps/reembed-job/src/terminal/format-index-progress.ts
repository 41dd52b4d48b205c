import type { IndexProgress } from "@searchfit/pg-corpus";

/**
 * The line that tells how far the build of an index is.
 *
 * @example
 * formatIndexProgress({ phase: "building index: loading tuples", done: 25_000, total: 100_000 });
 * // "Index: building index: loading tuples, 25000/100000 (25.0%)"
 * formatIndexProgress({ phase: "waiting for old snapshots", done: 0, total: 0 });
 * // "Index: waiting for old snapshots"
 */
export function formatIndexProgress({ phase, done, total }: IndexProgress): string {
  if (!(total > 0)) return `Index: ${phase}`;
  return `Index: ${phase}, ${done}/${total} (${((100 * done) / total).toFixed(1)}%)`;
}
