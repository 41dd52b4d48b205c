/** Which projects need which: project → projects. */
export type ProjectGraph = Readonly<Record<string, readonly string[]>>;

/**
 * Finds dependencies that lead back to where they began.
 *
 * @returns One cycle for each project that is met again, as the path through it; none for a graph
 *   that has an order.
 * @example
 * findCycles({ a: ["b"], b: ["a"], c: ["a"] }); // [["a", "b", "a"]]
 */
export function findCycles(graph: ProjectGraph): string[][] {
  const cycles: string[][] = [];
  const finished = new Set<string>();
  const visit = (project: string, path: readonly string[]): void => {
    const start = path.indexOf(project);
    if (start >= 0) cycles.push([...path.slice(start), project]);
    if (start >= 0 || finished.has(project)) return;
    for (const next of graph[project] ?? []) visit(next, [...path, project]);
    finished.add(project);
  };
  for (const project of Object.keys(graph)) visit(project, []);
  return cycles;
}
