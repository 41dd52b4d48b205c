/** Minor versions of Python 3, both ends included. */
export interface PythonRange {
  /** Lowest, such as 11 for Python 3.11. */
  readonly lowest: number;
  /** Highest. */
  readonly highest: number;
  /** The one that is tried first. */
  readonly preferred: number;
}

const fallback = { lowest: 11, highest: 13 };

/** Reads `requires-python = ">=3.11,<3.14"` and the pinned version, such as "3.11". */
export function parsePythonRange(project: string, pinned: string): PythonRange {
  const requires = /^\s*requires-python\s*=\s*["']([^"']*)["']/mu.exec(project)?.[1] ?? "";
  const lowest = Number(/>=\s*3\.(\d+)/u.exec(requires)?.[1] ?? fallback.lowest);
  const above = /<\s*3\.(\d+)/u.exec(requires)?.[1];
  const highest = Math.max(lowest, above === undefined ? fallback.highest : Number(above) - 1);
  const wanted = Number(/^\s*3\.(\d+)/u.exec(pinned)?.[1] ?? Number.NaN);
  return { lowest, highest, preferred: wanted >= lowest && wanted <= highest ? wanted : highest };
}

/** "3.11 to 3.13". */
export function describeRange({ lowest, highest }: PythonRange): string {
  return lowest === highest ? `3.${lowest}` : `3.${lowest} to 3.${highest}`;
}

/** Whether a version such as "3.11.7" lies in the range. */
export function isInRange(version: string, { lowest, highest }: PythonRange): boolean {
  const minor = Number(/^3\.(\d+)\./u.exec(version)?.[1] ?? Number.NaN);
  return minor >= lowest && minor <= highest;
}

/** Names to look for, the preferred version first, then the newest. */
export function pythonNames({ lowest, highest, preferred }: PythonRange): readonly string[] {
  const minors = Array.from({ length: highest - lowest + 1 }, (_, index) => highest - index);
  const ordered = [preferred, ...minors.filter((minor) => minor !== preferred)];
  return [...ordered.map((minor) => `python3.${minor}`), "python3", "python"];
}
