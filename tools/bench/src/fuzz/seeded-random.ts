/** Random choices that come again with the same seed. */
export interface SeededRandom {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** An integer from 0 to `end` - 1. */
  readonly below: (end: number) => number;
  /** One of several values. */
  readonly pick: <T>(values: readonly T[]) => T;
}

/** Choices by the mulberry32 generator. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number) => Math.floor(next() * end);
  return { next, below, pick: (values) => values[below(values.length)]! };
}
