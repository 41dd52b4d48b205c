/** The size of a package in bytes. */
export interface PackageSize {
  /** Of the tarball, which is what an installation fetches. */
  readonly packed: number;
  /** Of its files. */
  readonly unpacked: number;
}

/** Sizes by package name. */
export type PackageSizes = Readonly<Record<string, PackageSize>>;

/**
 * Compares the sizes of packages with the most that they may have.
 *
 * @returns One line for each package that is larger, that has no budget, or that is only in the budget;
 *   empty when all fit.
 * @example
 * overBudget({ a: { packed: 9, unpacked: 20 } }, { a: { packed: 8, unpacked: 20 } });
 * // ["a: packed 9 bytes, at most 8"]
 */
export function overBudget(sizes: PackageSizes, budget: PackageSizes): string[] {
  const lines = Object.entries(sizes).flatMap(([name, size]) => {
    const most = budget[name];
    if (most === undefined) return [`${name}: has no budget`];
    return (["packed", "unpacked"] as const)
      .filter((kind) => size[kind] > most[kind])
      .map((kind) => `${name}: ${kind} ${size[kind]} bytes, at most ${most[kind]}`);
  });
  const gone = Object.keys(budget).filter((name) => !Object.hasOwn(sizes, name));
  return [...lines, ...gone.map((name) => `${name}: has a budget, but is not published`)];
}
