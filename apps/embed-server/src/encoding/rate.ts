/** How fast things were done lately. */
export interface Rate {
  /** Counts what was done. */
  readonly count: (things: number, ms: number) => void;
  /** Whole seconds that so many things will take, from 1 to 60. */
  readonly secondsFor: (things: number, lanes: number) => number;
}

/** Keeps a mean that forgets: the last ten counts or so decide. */
export function createRate(): Rate {
  let msEach: number | undefined;
  return {
    count: (things, ms) => {
      const now = ms / Math.max(1, things);
      msEach = msEach === undefined ? now : 0.9 * msEach + 0.1 * now;
    },
    secondsFor: (things, lanes) =>
      Math.min(60, Math.max(1, Math.ceil((things * (msEach ?? 0)) / lanes / 1000))),
  };
}
