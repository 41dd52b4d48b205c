import { mkdir, readdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  describeEnvironment,
  encodeTexts,
  ensurePythonEnvironment,
  exportOnnx,
  resolveBaseModel,
  trainModel,
} from "../src/index.ts";
import type {
  BaseModel,
  PythonEnvironment,
  TrainerEvent,
  TrainModelOptions,
} from "../src/index.ts";
import { temporaryFolder } from "./fixture-environment.ts";

const packagedWeights = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db";

/** Built once a machine: 2 minutes, 1.8 GB. */
const cacheFolder = join(homedir(), ".cache", "searchfit");

let environment: PythonEnvironment;
let workFolder: string;
let base: BaseModel;

beforeAll(async () => {
  workFolder = await temporaryFolder();
  environment = await ensurePythonEnvironment({ cacheFolder, environment: process.env });
});

describe("the real environment", () => {
  it("is ready at once when it is asked for again", async () => {
    const stages: string[] = [];
    const again = await ensurePythonEnvironment({
      cacheFolder,
      environment: process.env,
      onProgress: ({ stage }) => stages.push(stage),
    });
    expect(again).toEqual(environment);
    expect(stages).toEqual(["ready"]);
  });

  it("serves as a given interpreter", async () => {
    const given = await ensurePythonEnvironment({
      cacheFolder: "/nowhere",
      python: environment.python,
      environment: process.env,
    });
    expect(given).toEqual(environment);
  });

  it("has compiled its packages", async () => {
    const site = join(environment.folder, "lib", "python3.11", "site-packages");
    if (environment.version.startsWith("3.11."))
      expect(await readdir(join(site, "torch"))).toContain("__pycache__");
    expect(await readdir(environment.folder)).not.toContain(".tmp");
  });

  it("describes itself", async () => {
    const description = await describeEnvironment({ environment, workFolder });
    expect(description.versions).toMatchObject({ torch: "2.13.0", sentenceTransformers: "6.2.0" });
    expect(description.hardware.cores).toBeGreaterThan(0);
  });
});

describe("the base model", () => {
  it("is resolved with its ONNX files, and is there at once the next time", async () => {
    const models = join(workFolder, "cache");
    const options = {
      environment,
      model: "sentence-transformers/all-MiniLM-L6-v2",
      cacheFolder: models,
    };
    base = await resolveBaseModel(options);
    expect(["hub", "packaged"]).toContain(base.origin);
    expect(base.sha256).toBe(packagedWeights);
    expect(await readdir(join(base.folder, "onnx"))).toEqual(["model.onnx", "model_int8.onnx"]);
    const events: TrainerEvent[] = [];
    expect(await resolveBaseModel({ ...options, onEvent: (event) => events.push(event) })).toEqual(
      base,
    );
    expect(events).toEqual([]);
  });

  it("agrees with its exports", async () => {
    const outputFolder = join(workFolder, "onnx");
    const { files, inputs } = await exportOnnx({
      environment,
      workFolder,
      modelFolder: base.folder,
      outputFolder,
      checkTexts: ["red shoes", "", "a waterproof jacket with a hood, dark green"],
    });
    expect(inputs).toEqual(["input_ids", "attention_mask", "token_type_ids"]);
    expect(files.fp32?.parity.minCosine).toBeGreaterThan(0.99999);
    expect(files.int8?.parity.minCosine).toBeGreaterThan(0.95);
    expect((await readdir(outputFolder)).sort()).toEqual(["model.onnx", "model_int8.onnx"]);
  });

  it("encodes texts into vectors of length 1", async () => {
    const texts = ["red shoes", "", "an emoji 👟 and a lone surrogate \ud800"];
    const { data, rows, dimensions } = await encodeTexts({
      environment,
      workFolder,
      modelFolder: base.folder,
      texts,
    });
    expect([rows, dimensions]).toEqual([3, 384]);
    const length = Math.hypot(...data.subarray(0, 384));
    expect(length).toBeCloseTo(1, 5);
  });

  it("that is unknown is told, with a hint", async () => {
    const unknown = resolveBaseModel({
      environment,
      model: "nobody/no-such-model",
      cacheFolder: join(workFolder, "cache"),
      hubTimeoutSeconds: 5,
    });
    await expect(unknown).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:MODEL_NOT_FOUND|HUB_UNREACHABLE)$/u),
      hint: expect.any(String),
    });
  });
});

describe("a training", () => {
  const pairs = [
    { anchor: "red running shoes", positive: "Marathon shoe, red, size 42", group: "p1" },
    { anchor: "rain jacket", positive: "Waterproof jacket with a hood", group: "p2" },
  ];

  async function trainingOptions(name: string): Promise<TrainModelOptions> {
    const folder = join(workFolder, name);
    const lines = (rows: readonly object[]): string =>
      rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    const write = async (file: string, text: string): Promise<string> => {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, file), text);
      return join(folder, file);
    };
    return {
      environment,
      workFolder: folder,
      baseModel: base.folder,
      trainFile: await write("train.jsonl", lines(pairs)),
      dev: {
        corpusFile: await write(
          "corpus.jsonl",
          lines(pairs.map(({ positive, group }) => ({ _id: group, text: positive }))),
        ),
        queriesFile: await write("queries.jsonl", lines([{ _id: "q1", text: "jacket" }])),
        qrelsFile: await write("dev.qrels", "q1 0 p2 1\n"),
      },
      outputFolder: join(folder, "model"),
      checkpointFolder: join(folder, "checkpoints"),
      logFile: join(folder, "training.log"),
      metricsFile: join(folder, "metrics.jsonl"),
      settings: { epochs: 2, batchSize: 2, checkpointEverySteps: 1 },
    };
  }

  it("of two pairs gives a model that encodes", async () => {
    const events: TrainerEvent[] = [];
    const options = await trainingOptions("two-pairs");
    const result = await trainModel({ ...options, onEvent: (event) => events.push(event) });
    expect(result).toMatchObject({ modelFolder: options.outputFolder, steps: 2, pairs: 2 });
    expect(events.at(0)?.type).toBe("hello");
    expect(events.at(-1)?.type).toBe("training-end");
    const { dimensions } = await encodeTexts({
      environment,
      workFolder,
      modelFolder: result.modelFolder,
      texts: ["x"],
    });
    expect(dimensions).toBe(384);
  });

  it("that is stopped goes on from its checkpoint", async () => {
    const short = await trainingOptions("stopped");
    // Long enough that it cannot end before it is stopped at its first checkpoint.
    const options = { ...short, settings: { ...short.settings, epochs: 8 } };
    const controller = new AbortController();
    const onEvent = (event: TrainerEvent): void => {
      if (event.type === "checkpoint-saved") controller.abort(new Error("enough"));
    };
    await expect(trainModel({ ...options, onEvent, signal: controller.signal })).rejects.toThrow(
      "enough",
    );
    const events: TrainerEvent[] = [];
    await trainModel({ ...options, onEvent: (event) => events.push(event) });
    const start = events.find((event) => event.type === "training-start");
    expect(start?.resumedFromStep).toBeGreaterThanOrEqual(0);
  });

  it("with wrong options tells all of them", async () => {
    const options = await trainingOptions("wrong");
    const settings = { epochs: 0, batchSize: 1, precision: "fp64" as "fp32" };
    await expect(trainModel({ ...options, settings })).rejects.toMatchObject({
      code: "INVALID_OPTIONS",
      details: { problems: [expect.any(String), expect.any(String), expect.any(String)] },
    });
  });
});
