/** Rank of the first relevant document of a list, from 1; null where there is none. */
export function firstRelevant(
  ranking: readonly { readonly docId: string }[],
  grades: ReadonlyMap<string, number>,
): number | null {
  const at = ranking.findIndex(({ docId }) => (grades.get(docId) ?? 0) > 0);
  return at < 0 ? null : at + 1;
}
