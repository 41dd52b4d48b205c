/**
 * Does something again and again, each time after a pause; a failure is told once, not each time.
 *
 * @returns A function that stops it, and resolves when it is not being done any more.
 */
export function repeat(
  work: () => Promise<void>,
  pauseMs: number,
  onEvent: (message: string) => void,
): () => Promise<void> {
  let stopped = false;
  let told = "";
  let done = Promise.resolve();
  const turn = async () => {
    try {
      await work();
      told = "";
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== told) onEvent(`cannot ask which model is active: ${message}`);
      told = message;
    }
    plan();
  };
  let timer: NodeJS.Timeout | undefined;
  const plan = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      done = turn();
    }, pauseMs).unref();
  };
  plan();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await done;
  };
}
