import type { FillProgress } from "../job/reembed-job.ts";
import { formatProgress } from "./format-progress.ts";
import type { Terminal } from "./terminal.ts";

/** Milliseconds between two lines: in the first minute, and later. */
const intervals = { first: 1000, later: 10_000 } as const;
const firstMinute = 60_000;

/** Writes a line for a batch: the first one, the last one, and one now and then between them. */
export function progressLines(terminal: Terminal): (progress: FillProgress) => void {
  const started = performance.now();
  let shown = -Infinity;
  return (progress) => {
    const now = performance.now();
    const interval = now - started < firstMinute ? intervals.first : intervals.later;
    if (now - shown < interval && progress.done < progress.total) return;
    shown = now;
    terminal.note(formatProgress(progress));
  };
}
