/** The pgvector version that corrected parallel HNSW builds and vacuum. */
const corrected = [0, 8, 4];

/** Whether this version of pgvector has the faults in parallel HNSW builds and vacuum. */
export function hasHnswFaults(version: string): boolean {
  const parts = version.split(".").map(Number);
  const index = corrected.findIndex((part, position) => (parts[position] ?? 0) !== part);
  return index >= 0 && (parts[index] ?? 0) < (corrected[index] ?? 0);
}
