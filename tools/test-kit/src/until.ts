import { setTimeout as sleep } from "node:timers/promises";

const lookEveryMs = 10;
const patienceMs = 100_000;

/**
 * Waits until something is so, however slow the machine is: tests wait for what has happened, never
 * for a time in which it should have.
 *
 * @param what What is waited for, for the message.
 * @param condition Looked at every 10 ms.
 * @throws {Error} When it is not so after 100 s.
 * @example
 * await until("the first search is answered", () => searches > 0);
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const started = performance.now();
  while (!(await condition())) {
    if (performance.now() - started > patienceMs)
      throw new Error(`Waited for ${patienceMs / 1000} s in vain until ${what}.`);
    await sleep(lookEveryMs);
  }
}
