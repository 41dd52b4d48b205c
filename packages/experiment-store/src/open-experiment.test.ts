import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openExperiment } from "./open-experiment.ts";
import type { StepContext, StepDefinition } from "./run-step.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "experiment-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const open = () =>
  openExperiment({
    folder: join(root, "e"),
    config: { a: 1 },
    seed: 42,
    versions: { searchfit: "1" },
  });

const copy: StepDefinition = {
  name: "copy",
  version: 1,
  config: { loud: false },
  inputs: ["in.txt"],
  outputs: ["out.txt"],
};

async function upperCase({ workFolder, folder }: StepContext) {
  await writeFile(
    join(workFolder, "out.txt"),
    readFileSync(join(folder, "in.txt"), "utf8").toUpperCase(),
  );
  return { ok: true };
}

it("runs a step once and skips it while nothing has changed", async () => {
  const experiment = await open();
  writeFileSync(join(root, "e/in.txt"), "hello");
  expect((await experiment.runStep(copy, upperCase)).status).toBe("done");
  expect((await experiment.runStep(copy, upperCase)).status).toBe("skipped");
  experiment.close();
  const again = await open();
  const outcome = await again.runStep(copy, () => Promise.reject(new Error("ran again")));
  expect(outcome).toMatchObject({ status: "skipped", summary: { ok: true } });
  expect(readFileSync(join(root, "e/out.txt"), "utf8")).toBe("HELLO");
  again.close();
});

it.each([
  [
    "the input",
    () => {
      writeFileSync(join(root, "e/in.txt"), "changed");
    },
    copy,
  ],
  ["the config", () => undefined, { ...copy, config: { loud: true } }],
  ["the version", () => undefined, { ...copy, version: 2 }],
  [
    "an output by hand",
    () => {
      writeFileSync(join(root, "e/out.txt"), "forged");
    },
    copy,
  ],
  ["nothing, but force is set", () => undefined, { ...copy, force: true }],
])("runs a step again after a change of %s", async (_, change, step) => {
  const experiment = await open();
  writeFileSync(join(root, "e/in.txt"), "hello");
  await experiment.runStep(copy, upperCase);
  change();
  expect((await experiment.runStep(step, upperCase)).status).toBe("done");
  experiment.close();
});

it("does not depend on the order of config keys", async () => {
  const experiment = await open();
  writeFileSync(join(root, "e/in.txt"), "hello");
  await experiment.runStep({ ...copy, config: { a: 1, b: { c: 2, d: 3 } } }, upperCase);
  const outcome = await experiment.runStep(
    { ...copy, config: { b: { d: 3, c: 2 }, a: 1 } },
    upperCase,
  );
  expect(outcome.status).toBe("skipped");
  experiment.close();
});

it("names a missing input and a missing output", async () => {
  const experiment = await open();
  await expect(experiment.runStep(copy, upperCase)).rejects.toMatchObject({
    code: "INPUT_MISSING",
  });
  const step = { ...copy, inputs: [] };
  await expect(experiment.runStep(step, () => Promise.resolve(null))).rejects.toMatchObject({
    code: "OUTPUT_MISSING",
  });
  experiment.close();
});

it("calls an absolute path a file of the user's, which no step makes", async () => {
  const experiment = await open();
  const step = { ...copy, inputs: [join(root, "shoop.csv")] };
  await expect(experiment.runStep(step, upperCase)).rejects.toMatchObject({
    message: expect.stringContaining(join(root, "shoop.csv")),
    hint: expect.stringContaining("from the folder where the command is started"),
  });
  experiment.close();
});

it("keeps the work folder until the step is recorded, then deletes all but the outputs", async () => {
  const experiment = await open();
  writeFileSync(join(root, "e/in.txt"), "hello");
  let workFolder = "";
  await experiment.runStep(copy, async (context) => {
    ({ workFolder } = context);
    await writeFile(join(workFolder, "checkpoint"), "large");
    return upperCase(context);
  });
  expect(readdirSync(join(root, "e/.work"))).toEqual([]);
  // Killed before the manifest was written: the ended work is moved, not done again.
  const manifest = JSON.parse(readFileSync(join(root, "e/manifest.json"), "utf8")) as {
    steps: object[];
  };
  experiment.close();
  writeFileSync(join(root, "e/manifest.json"), JSON.stringify({ ...manifest, steps: [] }));
  await mkdir(workFolder, { recursive: true });
  writeFileSync(join(workFolder, ".ended.json"), JSON.stringify(manifest.steps[0]));
  const again = await open();
  const never = () => Promise.reject(new Error("ran again"));
  expect(await again.runStep(copy, never)).toMatchObject({ status: "done", summary: { ok: true } });
  expect(again.manifest().steps).toEqual(manifest.steps);
  expect(readdirSync(join(root, "e/.work"))).toEqual([]);
  // Killed after the manifest was written, before the work folder was gone: the next call removes it.
  await mkdir(workFolder);
  writeFileSync(join(workFolder, "checkpoint"), "large");
  expect((await again.runStep(copy, never)).status).toBe("skipped");
  expect(readdirSync(join(root, "e/.work"))).toEqual([]);
  // The same, and an output was changed before the next call: the old end counts for nothing.
  await mkdir(workFolder);
  writeFileSync(join(workFolder, ".ended.json"), JSON.stringify(manifest.steps[0]));
  writeFileSync(join(root, "e/out.txt"), "forged");
  expect((await again.runStep(copy, upperCase)).status).toBe("done");
  expect(readFileSync(join(root, "e/out.txt"), "utf8")).toBe("HELLO");
  again.close();
});

it("does not ask for what an earlier version of the step made besides", async () => {
  const experiment = await open();
  const both = { ...copy, inputs: [], outputs: ["out.txt", "checkpoint"] };
  await experiment.runStep(both, async ({ workFolder }) => {
    for (const name of both.outputs) await writeFile(join(workFolder, name), name);
    return null;
  });
  rmSync(join(root, "e/checkpoint"));
  const step = { ...both, outputs: ["out.txt"] };
  expect((await experiment.runStep(step, upperCase)).status).toBe("skipped");
  experiment.close();
});

it("keeps the old result when a step fails, and replaces a folder whole when it succeeds", async () => {
  const experiment = await open();
  const step: StepDefinition = {
    name: "model",
    version: 1,
    config: 1,
    inputs: [],
    outputs: ["model"],
  };
  const make =
    (file: string) =>
    async ({ workFolder }: StepContext) => {
      await mkdir(join(workFolder, "model"), { recursive: true });
      await writeFile(join(workFolder, "model", file), file);
      return null;
    };
  await experiment.runStep(step, make("old"));
  const failing = async (context: StepContext) => {
    await make("half")(context);
    throw new Error("broke");
  };
  await expect(experiment.runStep({ ...step, config: 2 }, failing)).rejects.toThrow("broke");
  expect(readdirSync(join(root, "e/model"))).toEqual(["old"]);
  await experiment.runStep({ ...step, config: 3 }, make("new"));
  expect(readdirSync(join(root, "e/model"))).toEqual(["new"]);
  expect(readdirSync(join(root, "e/.work"))).toEqual([]);
  experiment.close();
});

it("lets one process in at a time", async () => {
  const experiment = await open();
  await expect(open()).rejects.toMatchObject({ code: "EXPERIMENT_LOCKED" });
  await expect(open()).rejects.toThrow(String(process.pid));
  experiment.close();
  (await open()).close();
});

it("refuses a manifest that is none, and a folder that cannot be made", async () => {
  await mkdir(join(root, "e"));
  writeFileSync(join(root, "e/manifest.json"), "[]");
  await expect(open()).rejects.toMatchObject({ code: "MANIFEST_INVALID" });
  rmSync(join(root, "e"), { recursive: true });
  writeFileSync(join(root, "e"), "a file");
  await expect(open()).rejects.toMatchObject({ code: "FOLDER_NOT_WRITABLE" });
});

it("tells a full disk from a bug", async () => {
  const experiment = await open();
  const step: StepDefinition = {
    name: "big",
    version: 1,
    config: null,
    inputs: [],
    outputs: ["big"],
  };
  const full = () => writeFile("/dev/full", "x").then(() => null);
  const failure = experiment.runStep(step, ({ folder }) =>
    full().catch((error: unknown) => {
      throw Object.assign(error as Error, { path: join(folder, "big") });
    }),
  );
  await expect(failure).rejects.toMatchObject({ code: "DISK_FULL" });
  experiment.close();
});

it("goes on after kill -9 from what the step had made", async () => {
  const fixture = join(import.meta.dirname, "../test/fixtures/write-and-wait.ts");
  const start = (wait: number) =>
    spawn(process.execPath, [fixture, join(root, "k"), String(wait)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
  const first = start(60_000);
  await once(first.stdout, "data");
  first.kill("SIGKILL");
  await once(first, "exit");
  expect(readdirSync(join(root, "k"))).not.toContain("parts");
  const second = start(0);
  let output = "";
  second.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await once(second, "close"); // when all output has come, too
  expect(output).toBe('two\nthree\n{"made":2}\n');
  expect(readdirSync(join(root, "k/parts"))).toEqual(["one", "three", "two"]);
});
