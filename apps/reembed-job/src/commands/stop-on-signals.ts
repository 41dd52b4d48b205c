/** A signal that ends with the process's signals. */
export interface StopSignal {
  /** Aborted at the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Stops listening. */
  readonly dispose: () => void;
}

/**
 * Turns the first Ctrl-C or SIGTERM into an abort, so that work ends in a state that the next call
 * goes on from; the second ends the process at once, which is safe, too.
 */
export function stopOnSignals(): StopSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    process.stderr.write("\nStopping after this batch; press Ctrl-C again to stop at once.\n");
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}
