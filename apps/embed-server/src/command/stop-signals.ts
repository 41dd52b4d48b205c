/** Waiting for the end. */
export interface StopSignals {
  /** The exit code, once SIGTERM (0) or SIGINT (130) came. */
  readonly stopped: Promise<number>;
  /** From now on a signal ends the program in order; before, it ends it at once. */
  readonly ready: () => void;
}

/** How long requests that were accepted may take to finish. */
const patienceMs = 30_000;

/** Listens for SIGTERM and SIGINT; a second signal, or no end after 30 s, ends the program at once. */
export function stopSignals(): StopSignals {
  const { promise: stopped, resolve } = Promise.withResolvers<number>();
  let orderly = false;
  const onSignal = (exitCode: number) => {
    if (!orderly) process.exit(exitCode);
    orderly = false;
    setTimeout(() => process.exit(1), patienceMs).unref();
    resolve(exitCode);
  };
  process.on("SIGTERM", () => {
    onSignal(0);
  });
  process.on("SIGINT", () => {
    onSignal(130);
  });
  return {
    stopped,
    ready: () => {
      orderly = true;
    },
  };
}
