import { expect, it } from "vitest";
import { oneAtATime } from "./one-at-a-time.ts";

it("never does it twice at once, and begins anew for who called in between", async () => {
  const ends: ((failed: boolean) => void)[] = [];
  const call = oneAtATime(
    () =>
      new Promise((resolve, reject) =>
        ends.push((failed) => (failed ? reject(new Error("gone")) : resolve())),
      ),
  );
  const first = call();
  await Promise.resolve().then(() => undefined);
  await expect.poll(() => ends.length).toBe(1);
  const [second, third] = [call(), call()];
  expect(third).toBe(second);
  ends[0]?.(true);
  await expect(first).rejects.toThrow("gone");
  await expect.poll(() => ends.length).toBe(2);
  ends[1]?.(false);
  await expect(second).resolves.toBeUndefined();
});
