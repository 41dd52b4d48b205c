import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writePython } from "../test/fixture-environment.ts";
import { failure, machine } from "../test/python-machine.ts";
import type { EnvironmentProgress } from "./python-environment.ts";

describe("the first use", () => {
  it("builds the environment, tells every stage, and writes the marker last", async () => {
    const { ensure, progress, cacheFolder, log } = await machine({ "python3.11": {} });
    const environment = await ensure();
    const [name] = (await readdir(cacheFolder)).filter((entry) => !entry.endsWith(".lock"));
    expect(name).toBe(`python-${environment.lockHash.slice(0, 12)}`);
    expect(environment).toMatchObject({ folder: join(cacheFolder, name ?? ""), version: "3.11.7" });
    expect([...new Set(progress.map(({ stage }) => stage))]).toEqual([
      ...["find-python", "create", "install-torch", "install-packages", "check", "ready"],
    ]);
    const last = progress.filter(({ stage }) => stage === "install-packages").at(-1);
    expect(last).toMatchObject({ done: 3, total: 3 });
    expect(await readdir(environment.folder)).toEqual([
      "bin",
      "installed",
      "lib",
      "searchfit-ready.json",
    ]);
    expect(await readFile(log, "utf8")).toContain("torch-cpu.lock");
  });

  it("takes the default build of torch where there is none for the CPU", async () => {
    const { ensure, progress, log } = await machine({ "python3.11": { pip: "no-cpu-build" } });
    await ensure();
    expect(progress.some(({ message }) => message.startsWith("No CPU build of torch"))).toBe(true);
    expect(await readFile(log, "utf8")).toContain("/torch.lock");
    const { ensure: ensureCpu } = await machine({ "python3.11": { pip: "no-cpu-build" } });
    expect((await failure(ensureCpu({ torchBuild: "cpu" }))).code).toBe("INSTALL_FAILED");
  });

  it("is done by one of two, while the other waits", async () => {
    const { ensure, log } = await machine({ "python3.11": {} });
    const [one, two] = await Promise.all([ensure(), ensure()]);
    expect(one).toEqual(two);
    expect((await readFile(log, "utf8")).match(/-m venv/gu)).toHaveLength(1);
  });
});

describe("a later use", () => {
  it("builds nothing", async () => {
    const { ensure, progress, log } = await machine({ "python3.11": {} });
    const first = await ensure();
    await writeFile(log, "");
    progress.length = 0;
    expect(await ensure()).toEqual(first);
    expect(progress.map(({ stage }) => stage)).toEqual(["ready"]);
    expect((await readFile(log, "utf8")).trim().split("\n")).toHaveLength(1);
  });

  it.each([
    ["no marker", async (folder: string) => rm(join(folder, "searchfit-ready.json"))],
    [
      "another marker",
      async (folder: string) => writeFile(join(folder, "searchfit-ready.json"), "{}"),
    ],
    [
      "a torn marker",
      async (folder: string) => writeFile(join(folder, "searchfit-ready.json"), '{"format":1'),
    ],
    ["no interpreter", async (folder: string) => rm(join(folder, "bin", "python"))],
    ["packages that are gone", async (folder: string) => rm(join(folder, "installed"))],
    [
      "a package of another version",
      async (folder: string) =>
        writeFile(join(folder, "installed"), "torch 2.13.0\nnumpy 1.0.0\ntransformers 5.23.0\n"),
    ],
  ])("rebuilds an environment with %s", async (_, harm) => {
    const { ensure, log } = await machine({ "python3.11": {} });
    const { folder } = await ensure();
    await harm(folder);
    await writeFile(join(folder, "left-over"), "");
    await writeFile(log, "");
    await ensure();
    expect(await readdir(folder)).not.toContain("left-over");
    expect(await readFile(log, "utf8")).toContain("-m venv");
    await writeFile(log, "");
    await ensure();
    expect(await readFile(log, "utf8")).not.toContain("-m venv");
  });

  it("builds another environment when a lock changes", async () => {
    const { ensure, trainerFolder } = await machine({ "python3.11": {} });
    const first = await ensure();
    await writeFile(join(trainerFolder, "requirements.lock"), "numpy==2.5.0\n");
    const second = await ensure();
    expect(second.folder).not.toBe(first.folder);
    expect(await readdir(first.folder)).toContain("searchfit-ready.json");
  });
});

describe("an installation that fails", () => {
  it("names a full disk and how much is needed", async () => {
    const { ensure } = await machine({ "python3.11": { pip: "disk-full" } });
    const error = await failure(ensure());
    expect(error.code).toBe("DISK_FULL");
    expect(error.hint).toContain("2 GB");
  });

  it("gives the reason, a hint and the output's end without passwords; the next call builds", async () => {
    const { ensure, bin, log } = await machine({ "python3.11": { pip: "no-network" } });
    const error = await failure(ensure());
    expect(error.code).toBe("INSTALL_FAILED");
    expect(error.message).toContain("Max retries exceeded");
    expect(error.hint).toContain("network");
    expect(JSON.stringify(error.details)).toContain("https://***@index.example/simple");
    await writePython(join(bin, "python3.11"), { version: "3.11.7", pip: "works", log });
    expect((await ensure()).version).toBe("3.11.7");
  });

  it("is told when the packages do not load", async () => {
    const { ensure } = await machine({ "python3.11": { loads: false } });
    expect((await failure(ensure())).message).toContain("load the installed packages");
  });

  it("ends when the signal is aborted, and leaves nothing that looks ready", async () => {
    const { ensure, cacheFolder } = await machine({ "python3.11": { pip: "hangs" } });
    const controller = new AbortController();
    const onProgress = ({ stage }: EnvironmentProgress): void => {
      if (stage === "install-torch") setTimeout(() => controller.abort(new Error("enough")), 100);
    };
    await expect(ensure({ signal: controller.signal, onProgress })).rejects.toThrow("enough");
    const [name] = (await readdir(cacheFolder)).filter((entry) =>
      /^python-[0-9a-f]+$/u.test(entry),
    );
    expect(await readdir(join(cacheFolder, name ?? ""))).not.toContain("searchfit-ready.json");
  });
});

describe("a cache folder that cannot be written", () => {
  it.each([
    ["below a file", process.execPath],
    ["in /proc", "/proc/self"],
  ])("%s", async (_, parent) => {
    const { ensure } = await machine({ "python3.11": {} });
    const error = await failure(ensure({ cacheFolder: join(parent, "searchfit") }));
    expect(error.code).toBe("ENVIRONMENT_FOLDER_NOT_WRITABLE");
    expect(error.message).toContain(parent);
    expect(error.hint).toContain("give another");
  });
});
