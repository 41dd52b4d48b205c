import { execa } from "execa";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../test/fixture-environment.ts";
import { withCacheLock } from "./cache-lock.ts";

describe("withCacheLock", () => {
  it("lets one work at a time, and tells the one that waits who holds the lock", async () => {
    const path = join(await temporaryFolder(), "deep", "thing");
    const order: string[] = [];
    const waits: (number | undefined)[] = [];
    const started = Promise.withResolvers<void>();
    const waited = Promise.withResolvers<void>();
    const one = withCacheLock({ path }, async () => {
      started.resolve();
      order.push("one begins");
      await waited.promise;
      order.push("one ends");
    });
    await started.promise;
    const onWait = (holder: number | undefined): void => {
      waits.push(holder);
      waited.resolve();
    };
    await withCacheLock({ path, onWait }, async () => order.push("two"));
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
