import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../test/fixture-environment.ts";
import { adoptTrainingJob } from "./adopt-training-job.ts";
import { hashFile } from "./model-files.ts";
import type { TrainingInputs } from "./training-job.ts";
import { writeTrainingJob } from "./write-training-job.ts";

const trainerFolder = fileURLToPath(new URL("../../../python", import.meta.url));
const environment = { trainerFolder, version: "3.11.7" };

let place = "";
let job = "";
let inputs: TrainingInputs;

async function write(path: string, text: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

beforeEach(async () => {
  place = await temporaryFolder();
  job = join(place, "job");
  for (const name of ["model.safetensors", "modules.json", "1_Pooling/config.json"])
    await write(join(place, "base", name), name);
  await write(join(place, "base", "onnx", "model.onnx"), "derived");
  await write(join(place, "base", "pytorch_model.bin"), "pickle");
  const files = ["train.jsonl", "corpus.jsonl", "queries.jsonl", "dev.qrels", "lists", "documents"];
  for (const name of files) await write(join(place, name), name);
  inputs = {
    baseModel: join(place, "base"),
    trainFile: join(place, "train.jsonl"),
    dev: {
      corpusFile: join(place, "corpus.jsonl"),
      queriesFile: join(place, "queries.jsonl"),
      qrelsFile: join(place, "dev.qrels"),
    },
    settings: { epochs: 2, learningRate: 2e-5, device: "auto" },
  };
});

/** What the trainer leaves, as its own tests say: result.json with hashes. */
async function runThere(
  folder: string,
  changes: Record<string, unknown> = {},
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of ["model/model.safetensors", "model/1_Pooling/config.json", "training.log"])
    files[name] = await hashFile(await write(join(folder, name), `trained ${name}`));
  const metrics = { "ndcg@10": 0.6 };
  const result = {
    ...{ modelFolder: "model", bestEpoch: 1, bestStep: 1, beatsBase: true, tunedShare: 1 },
    ...{ average: null, devByDimensions: {}, devQueries: { scored: 1, skipped: 0 }, seconds: 1 },
    dev: { base: metrics, epochs: [metrics], evaluations: [{ step: 1, epoch: 1, metrics }] },
    ...{ steps: 1, pairs: 2, device: "cuda", precision: "bf16", parameters: 1, peakMemoryMiB: 1 },
    hardware: { cpu: "a", cores: 1, memoryGiB: 1, gpu: "b" },
  };
  const versions = { trainer: "0.1.0", torch: "2.9.1" };
  const format = "searchfit-job-result/1";
  const job = await hashFile(join(folder, "job.json"));
  const content = { format, job, versions, result, files, ...changes };
  await write(join(folder, "result.json"), JSON.stringify(content));
  return files;
}

const read = async (...path: string[]) => readFile(join(...path), "utf8");

describe("a job that is written", () => {
  it("holds data, base model without exports and pickles, trainer, locks and instructions", async () => {
    const written = await writeTrainingJob({ ...inputs, folder: job, environment });
    expect(written).toEqual({ folder: job, files: 7 });
    const content = JSON.parse(await read(job, "job.json")) as {
      options: Record<string, unknown>;
      files: Record<string, string>;
      versions: Record<string, string>;
    };
    expect(content.options).toMatchObject({ baseModel: "base-model", epochs: 2 });
    expect(Object.keys(content.files).sort()).toEqual([
      "base-model/1_Pooling/config.json",
      "base-model/model.safetensors",
      "base-model/modules.json",
      "data/dev.corpus.jsonl",
      "data/dev.qrels",
      "data/dev.queries.jsonl",
      "data/train.jsonl",
    ]);
    expect(content.versions).toMatchObject({ python: "3.11.7", torch: "2.13.0" });
    expect(content.versions.trainer).toMatch(/^\d+\.\d+\.\d+$/u);
    expect(await readdir(join(job, "searchfit_trainer"))).toContain("__main__.py");
    expect(await readdir(job)).toEqual(expect.arrayContaining(["README.md", "requirements.lock"]));
    expect(await read(job, "job.json")).not.toContain(place);
    expect(await readdir(place)).not.toContain(`job.new-${process.pid}`);
  });

  it("takes a teacher along", async () => {
    const [listsFile, corpusFile] = [join(place, "lists"), join(place, "documents")];
    const teacher = { listsFile, corpusFile, model: join(place, "base") };
    await writeTrainingJob({ ...inputs, teacher, folder: job, environment });
    const { options } = JSON.parse(await read(job, "job.json")) as { options: object };
    expect(options).toMatchObject({ teacherListsFile: "data/teacher.jsonl" });
    expect(await read(job, "teacher-model", "model.safetensors")).toBe("model.safetensors");
  });

  it("does not take the place of something else", async () => {
    await write(join(job, "notes.txt"), "mine");
    await expect(writeTrainingJob({ ...inputs, folder: job, environment })).rejects.toMatchObject({
      code: "JOB_FOLDER_NOT_EMPTY",
    });
    expect(await readdir(job)).toEqual(["notes.txt"]);
  });
});

describe("a job that has run", () => {
  beforeEach(async () => {
    await writeTrainingJob({ ...inputs, folder: job, environment });
  });

  it("is taken back from wherever it lies, with the versions told", async () => {
    await runThere(job);
    const moved = join(place, "moved");
    await rename(job, moved);
    const targetFolder = join(place, "target");
    const adopted = await adoptTrainingJob({ ...inputs, folder: moved, targetFolder });
    expect(adopted.result).toMatchObject({
      modelFolder: join(targetFolder, "model"),
      device: "cuda",
    });
    expect(adopted.differing).toContain("torch 2.9.1 (made for 2.13.0)");
    expect(await read(targetFolder, "model", "1_Pooling", "config.json")).toContain("trained");
    expect((await readdir(targetFolder)).sort()).toEqual(["model", "training.log"]);
  });

  it("may have run on another device, in another precision, with other micro-batches", async () => {
    const content = JSON.parse(await read(job, "job.json")) as { options: object };
    const options = { ...content.options, device: "cuda", precision: "bf16", miniBatchSize: 256 };
    await writeFile(join(job, "job.json"), JSON.stringify({ ...content, options }));
    await runThere(job);
    expect((await adoptTrainingJob({ ...inputs, folder: job })).result.device).toBe("cuda");
  });

  async function problems(): Promise<string> {
    const targetFolder = join(place, "target");
    const error: unknown = await adoptTrainingJob({ ...inputs, folder: job, targetFolder }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: "INVALID_JOB" });
    expect(await readdir(place)).not.toContain("target");
    return (error as Error).message;
  }

  it("is refused when it has not run, or is none", async () => {
    expect(await problems()).toContain("no result.json: the training has not run to its end");
    await rm(join(job, "job.json"));
    expect(await problems()).toContain("holds no job.json");
    await writeFile(join(job, "job.json"), "[1]");
    await writeFile(join(job, "result.json"), "{");
    expect(await problems()).toContain("job.json is not of a format");
  });

  it("is refused with every difference when it is of other data or settings", async () => {
    await runThere(job);
    await writeFile(inputs.trainFile, "other data");
    inputs = { ...inputs, settings: { ...inputs.settings, epochs: 3 } };
    expect(await problems()).toContain(
      "its epochs is 2, the experiment's 3; its data/train.jsonl is not that of the experiment",
    );
  });

  it("is refused when files are missing, changed or of another job", async () => {
    await runThere(job, { job: "0".repeat(64) });
    await rm(join(job, "training.log"));
    await writeFile(join(job, "model", "model.safetensors"), "changed");
    const message = await problems();
    expect(message).toContain("result.json is of another job.json");
    expect(message).toContain("training.log is missing");
    expect(message).toContain("model/model.safetensors is not as the trainer wrote it");
  });

  it("is refused when it would write elsewhere, or brings a pickle", async () => {
    const files = await runThere(job);
    const more = { "../escape": "0", "/etc/passwd": "0", "model/pytorch_model.bin": "0" };
    await cp(join(job, "training.log"), join(job, "model", "pytorch_model.bin"));
    await runThere(job, { files: { ...files, ...more } });
    const message = await problems();
    for (const name of Object.keys(more))
      expect(message).toContain(`${name} is no file of a training`);
  });

  it("is refused when its result says too little", async () => {
    await runThere(job, { result: { bestEpoch: "one" } });
    expect(await problems()).toContain("its result is not as this version expects it");
  });
});
