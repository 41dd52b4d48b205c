import { resolve } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder, trainerEnvironment } from "../test/fixture-environment.ts";
import { trainModel } from "./train-model.ts";

it("sends absolute paths and the settings", async () => {
  const log: string[] = [];
  const result = await trainModel({
    environment: await trainerEnvironment("train"),
    workFolder: await temporaryFolder(),
    baseModel: "base",
    trainFile: "train.jsonl",
    dev: { corpusFile: "corpus.jsonl", queriesFile: "queries.jsonl", qrelsFile: "dev.qrels" },
    outputFolder: "model",
    checkpointFolder: "checkpoints",
    settings: { epochs: 1, maxTokens: null },
    onLog: (line) => log.push(line),
  });
  expect(result).toMatchObject({ modelFolder: resolve("model"), bestEpoch: 1 });
  expect(JSON.parse(log[0] ?? "")).toEqual({
    baseModel: resolve("base"),
    trainFile: resolve("train.jsonl"),
    dev: {
      corpusFile: resolve("corpus.jsonl"),
      queriesFile: resolve("queries.jsonl"),
      qrelsFile: resolve("dev.qrels"),
    },
    outputFolder: resolve("model"),
    checkpointFolder: resolve("checkpoints"),
    epochs: 1,
    maxTokens: null,
  });
});
