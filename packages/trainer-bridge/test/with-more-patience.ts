/**
 * Tries with half a second, then with more while a busy machine has not come to the point in it: a
 * test of what happens after some time is quick on most machines, and right on all.
 *
 * @param tryIn One try, with a time in milliseconds.
 * @param cameToThePoint Whether the time was enough to test anything.
 */
export async function withMorePatience<T>(
  tryIn: (ms: number) => Promise<T>,
  cameToThePoint: (outcome: T) => boolean,
): Promise<T> {
  for (const ms of [500, 5000]) {
    const outcome = await tryIn(ms);
    if (cameToThePoint(outcome)) return outcome;
  }
  return tryIn(50_000);
}
