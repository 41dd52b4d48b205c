import { overloaded } from "../http/overloaded.ts";
import { createRate } from "./rate.ts";

/** Lets some work be done at once and bounds what waits. */
export interface Turns {
  /** Does a piece of work when its turn comes; rejects with `OVERLOADED` when too much waits. */
  readonly take: <T>(size: number, work: () => Promise<T>) => Promise<T>;
}

/**
 * Makes turns: so many pieces of work at once, and waiting ones of so much size together.
 *
 * @param concurrency Pieces of work at once.
 * @param maxWaiting Size of all that waits.
 */
export function createTurns(concurrency: number, maxWaiting: number): Turns {
  const queue: { readonly size: number; readonly start: () => void }[] = [];
  const rate = createRate();
  let running = 0;
  const waiting = () => queue.reduce((sum, { size }) => sum + size, 0);
  return {
    take: async (size, work) => {
      if (running >= concurrency) {
        const ahead = waiting();
        if (ahead > 0 && ahead + size > maxWaiting)
          throw overloaded(rate.secondsFor(ahead, concurrency));
        await new Promise<void>((start) => {
          queue.push({ size, start });
        });
      } else running += 1; // whoever waits is handed the place of the one that ends
      const from = performance.now();
      try {
        return await work();
      } finally {
        rate.count(size, performance.now() - from);
        const next = queue.shift();
        if (next === undefined) running -= 1;
        else next.start();
      }
    },
  };
}
