import type { WrittenQuery } from "../providers/query-provider.ts";

/** Turns `["text", {"text", "style"}]` into queries, or throws what is wrong with it. */
export function parseWrittenQueries(value: unknown): readonly WrittenQuery[] {
  if (!Array.isArray(value))
    throw new Error(
      `expected "queries" to be an array, got ${JSON.stringify(value) ?? "nothing"}.`,
    );
  return value.map((query: unknown, index) => {
    if (typeof query === "string") return { text: query };
    const { text, style, of } = (query ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof text !== "string")
      throw new Error(
        `expected query ${index + 1} to be a string or {"text", "style"}, got ${JSON.stringify(query)}.`,
      );
    return {
      text,
      ...(typeof style === "string" ? { style } : {}),
      ...(typeof of === "string" ? { of } : {}),
    };
  });
}
