import { Command } from "commander";
import { expect, it } from "vitest";
import { joinSettings } from "../settings/resolve-settings.ts";
import { settingsSchema } from "../settings/settings.ts";
import { addSettingFlags, settingsOfFlags, type SettingFlags } from "./setting-flags.ts";

/** The settings that a command line asks for, beside a configuration file. */
function settingsOf(words: readonly string[], file: Parameters<typeof joinSettings>[1] = {}) {
  const command = addSettingFlags(new Command()).exitOverride();
  command.configureOutput({ writeErr: () => undefined });
  command.parse(words, { from: "user" });
  return joinSettings(settingsOfFlags(command.opts<SettingFlags>()), file, {});
}

const training = [
  "--epochs 7 --batch-size 64 --mini-batch-size 16 --learning-rate 1e-4 --warmup-ratio 0.2",
  "--weight-decay 0 --schedule cosine --dropout 0.2 --checkpoint-every-steps 9",
  "--evaluate-every-steps 5 --early-stopping-patience 2 --scale 30 --symmetric --no-titles",
  "--head-queries trained",
  "--matryoshka-dimensions 384,128 --guard-margin 0.1 --freeze-layers 2 --freeze-embeddings",
  "--mix-with-base --average-epochs --teacher fusion --teacher-documents 4 --teacher-weight 0.7",
  "--lora-rank 4 --lora-alpha 8 --lora-dropout 0.1 --lora-target-modules query,value",
  "--teacher-temperature 0.2 --teacher-loss margin-mse --query-prompt query: --document-prompt doc:",
]
  .join(" ")
  .split(" ");

it("reaches every setting of training by a flag", () => {
  const given = settingsOf(training).training;
  expect(given).toMatchObject({ epochs: 7, learningRate: 1e-4, matryoshkaDimensions: [384, 128] });
  for (const [name, value] of Object.entries(settingsSchema.parse({}).training)) {
    expect(given[name as keyof typeof given], name).not.toEqual(value);
  }
});

it("reaches every setting of mining and of the forgetting check by a flag", () => {
  const words = "--negatives 3 --negatives-from-rank 2 --negatives-to-rank 30";
  const more = "--negatives-max-score-share 0.8 --general-dataset none";
  expect(settingsOf(`${words} ${more}`.split(" "))).toMatchObject({
    negatives: { count: 3, fromRank: 2, toRank: 30, maxScoreShare: 0.8 },
    evaluate: { generalDataset: null },
  });
});

it("leaves the configuration file's settings where no flag is given", () => {
  const file = { training: { titles: false, mixWithBase: true, teacher: "fusion" } };
  expect(settingsOf(["--epochs", "2"], file).training).toMatchObject({
    ...file.training,
    epochs: 2,
  });
});

it("takes back what was set: switches by --no-…, values by none", () => {
  const file = {
    training: {
      ...{ titles: false, mixWithBase: true, symmetric: true, averageEpochs: true },
      ...{ freezeEmbeddings: true, teacher: "fusion", matryoshkaDimensions: [64] },
      ...{ lora: { rank: 4 }, queryPrompt: "query: ", earlyStoppingPatience: 2 },
      headQueries: "catalogue" as const,
    },
  };
  const words = [
    ...["--head-queries", "none"],
    ...["--titles", "--no-mix-with-base", "--no-symmetric", "--no-average-epochs"],
    ...["--no-freeze-embeddings", "--teacher", "none", "--matryoshka-dimensions", "none"],
    ...["--lora-rank", "none", "--query-prompt", "none", "--early-stopping-patience", "none"],
  ];
  expect(settingsOf(words, file).training).toEqual(settingsSchema.parse({}).training);
});

it("gives adapters the defaults where a flag asks for them by one of their values alone", () => {
  const lora = { rank: 8, alpha: 16, dropout: 0, targetModules: null };
  expect(settingsOf(["--lora-dropout", "0.05"]).training.lora).toEqual({ ...lora, dropout: 0.05 });
  const file = { training: { lora: { rank: 4 } } };
  const words = ["--lora-target-modules", "query, key"];
  expect(settingsOf(words, file).training.lora).toMatchObject({
    rank: 4,
    targetModules: ["query", "key"],
  });
});

it.each([
  ["--lora-target-modules", "query,,value"],
  ["--matryoshka-dimensions", "384,many"],
  ["--dropout", "-1"],
  ["--teacher-loss", "mse"],
])("refuses %s %s", (flag, value) => {
  expect(() => settingsOf([flag, value])).toThrow();
});
