/**
 * Does something for any number of callers, one time after another and never twice at once: who calls
 * while it is done waits for a later time, which all that wait share. So each caller's time began after
 * its call, and what is seen later was read later.
 *
 * @param work What is done.
 * @returns A function that resolves, or rejects, as that time did.
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running
      .catch(() => undefined)
      .then(() => {
        running = next ?? running;
        next = undefined;
        return work();
      });
    return next;
  };
}
