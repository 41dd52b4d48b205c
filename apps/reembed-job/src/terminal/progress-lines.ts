import type { Terminal } from "./terminal.ts";

/** Milliseconds between two lines: in the first minute, and later. */
const intervals = { first: 1000, later: 10_000 } as const;
const firstMinute = 60_000;

/** How far something is; 0 of 0 where that is not known. */
interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Writes a line for a step: the first one, the last one, and one now and then between them. */
export function progressLines<T extends Progress>(
  terminal: Terminal,
  format: (progress: T) => string,
): (progress: T) => void {
  const started = performance.now();
  let shown = -Infinity;
  return (progress) => {
    const now = performance.now();
    const interval = now - started < firstMinute ? intervals.first : intervals.later;
    if (now - shown < interval && (progress.done < progress.total || progress.total === 0)) return;
    shown = now;
    terminal.note(format(progress));
  };
}
