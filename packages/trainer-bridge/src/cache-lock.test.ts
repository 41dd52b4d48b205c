import { execa } from "execa";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../test/fixture-environment.ts";
import { withCacheLock } from "./cache-lock.ts";

describe("withCacheLock", () => {
  it("lets one work at a time, and tells the one that waits who holds the lock", async () => {
    const path = join(await temporaryFolder(), "deep", "thing");
    const order: string[] = [];
    const waits: (number | undefined)[] = [];
    let started: () => void = () => undefined;
    const first = new Promise<void>((resolve) => {
      started = resolve;
    });
    const one = withCacheLock({ path }, async () => {
      await sleep(20); // the holder's id is written by now
      started();
      order.push("one begins");
      await sleep(200);
      order.push("one ends");
    });
    await first;
    await withCacheLock({ path, onWait: (holder) => waits.push(holder) }, async () =>
      order.push("two"),
    );
    await one;
    expect(order).toEqual(["one begins", "one ends", "two"]);
    expect(waits).toEqual([process.pid]);
  });

  it("is freed when the work fails", async () => {
    const path = join(await temporaryFolder(), "thing");
    await expect(withCacheLock({ path }, () => Promise.reject(new Error("no")))).rejects.toThrow(
      "no",
    );
    expect(await withCacheLock({ path }, () => Promise.resolve(1))).toBe(1);
    expect(await readdir(join(path, ".."))).toEqual(["thing.lock"]);
  });

  it("is freed by the system when its holder is killed", async () => {
    const path = join(await temporaryFolder(), "thing");
    const source = fileURLToPath(new URL("cache-lock.ts", import.meta.url));
    const { signal } = await execa(process.execPath, ["--input-type=module"], {
      input: `import { withCacheLock } from ${JSON.stringify(source)};
        await withCacheLock({ path: ${JSON.stringify(path)} }, async () => process.kill(process.pid, "SIGKILL"));`,
      reject: false,
    });
    expect(signal).toBe("SIGKILL");
    expect(await withCacheLock({ path }, () => Promise.resolve("mine"))).toBe("mine");
  });

  it("ends its waiting when the signal is aborted", async () => {
    const path = join(await temporaryFolder(), "thing");
    const controller = new AbortController();
    const onWait = (): void => controller.abort(new Error("enough"));
    await withCacheLock({ path }, async () => {
      const waiting = withCacheLock({ path, onWait, signal: controller.signal }, () =>
        Promise.resolve(),
      );
      await expect(waiting).rejects.toThrow("enough");
    });
  });
});
