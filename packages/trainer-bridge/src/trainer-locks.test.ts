import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, writeTrainerFolder } from "../test/fixture-environment.ts";
import { findTrainerFolder } from "./trainer-folder.ts";
import { parseLock, readTrainerLocks } from "./trainer-locks.ts";

describe("parseLock", () => {
  it("reads names and versions, and only counts packages with a marker", () => {
    const text = [
      "# a comment",
      "torch==2.13.0+cpu \\",
      "    --hash=sha256:00 \\",
      "    --hash=sha256:11",
      "anyio==4.16.0 ; sys_platform != 'emscripten' \\",
      "    --hash=sha256:22",
      "uvicorn[standard]==0.3 --hash=sha256:33",
      "",
    ].join("\n");
    expect(parseLock(text)).toEqual({
      packages: [
        { name: "torch", version: "2.13.0" },
        { name: "uvicorn", version: "0.3" },
      ],
      total: 3,
    });
  });
});

describe("readTrainerLocks", () => {
  it("changes its hash with every lock", async () => {
    const folder = await writeTrainerFolder(await temporaryFolder());
    const hashes = [(await readTrainerLocks(folder)).hash];
    for (const name of ["torch.lock", "torch-cpu.lock", "requirements.lock", "torch-cuda.lock"]) {
      await writeFile(join(folder, name), `numpy==1.0 # ${name}\n`);
      hashes.push((await readTrainerLocks(folder)).hash);
    }
    expect(new Set(hashes).size).toBe(5);
  });

  it("names the lock that is missing", async () => {
    const folder = await writeTrainerFolder(await temporaryFolder());
    await rm(join(folder, "requirements.lock"));
    await expect(readTrainerLocks(folder)).rejects.toMatchObject({
      code: "TRAINER_FOLDER_INCOMPLETE",
      message: expect.stringContaining("requirements.lock"),
    });
  });

  it("reads the locks of this workspace's trainer", async () => {
    const locks = await readTrainerLocks(await findTrainerFolder(undefined));
    expect(locks.torch.packages.map(({ name }) => name)).toEqual(["torch"]);
    expect(locks.requirements.packages.map(({ name }) => name)).toContain("sentence-transformers");
    expect(locks.requirements.total).toBeGreaterThan(30);
    expect(locks.pythons.lowest).toBe(11);
  });
});

describe("findTrainerFolder", () => {
  it("tells where it looked", async () => {
    await expect(findTrainerFolder("/nowhere")).rejects.toMatchObject({
      code: "TRAINER_FOLDER_INCOMPLETE",
      message: expect.stringContaining("/nowhere"),
    });
  });
});
