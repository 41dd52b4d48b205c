import type { ReembeddingDescription, SwitchColumn, TableNames } from "@searchfit/pg-corpus";

/**
 * Names of a table under which one model's vectors are its vectors, for searching them before a
 * switch and after it.
 */
export function vectorsOf(
  which: "new" | "former",
  table: TableNames,
  { columns, reembedding }: Pick<ReembeddingDescription, "columns" | "reembedding">,
): TableNames {
  // In place, the new vectors are the live ones from the start; there are no former ones.
  const isActive = reembedding?.state === "active" || reembedding?.strategy === "in-place";
  const name = (vector: SwitchColumn) => {
    if (which === "new") return isActive ? vector.live : vector.next;
    return isActive ? vector.previous : vector.live;
  };
  const named = columns.vectors.map((vector) => {
    const key = vector.key === "content" ? "contentEmbedding" : "titleEmbedding";
    return [key, name(vector)] as const;
  });
  return { ...table, columns: { ...table.columns, ...Object.fromEntries(named) } };
}
