import { HybridRetrievalError } from "../hybrid-retrieval-error.ts";

/** An error when there are not as many ids as vectors, or when one comes twice. */
export function requireIds(
  code: "DUPLICATE_QUERY" | "DUPLICATE_DOCUMENT",
  ids: readonly string[],
  rows: number,
): void {
  if (ids.length !== rows)
    throw new RangeError(`Expected an id for each of ${rows} vectors, got ${ids.length} ids.`);
  if (new Set(ids).size === ids.length) return;
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id))
      throw new HybridRetrievalError(code, `Expected ids without repeats, got "${id}" twice.`, {
        hint: "Give each vector an id of its own.",
        details: { id },
      });
    seen.add(id);
  }
}
