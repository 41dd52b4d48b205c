import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../../tools/test-kit/src/temporary-folder.ts";
import { lockFolder } from "./folder-lock.ts";

describe("lockFolder", () => {
  it("lets one in until it is released", async () => {
    await using temporary = await temporaryFolder();
    const folder = join(temporary.path, "new", "db");
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: "DATABASE_LOCKED",
      details: { pid: process.pid },
    });
    await lock.release();
    await lock.release();
    await (await lockFolder(folder)).release();
    expect(await readdir(join(temporary.path, "new"))).toEqual(["db.lock"]);
  });
});
