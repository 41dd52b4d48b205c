import { join } from "node:path";
import { listModelFiles } from "./model-files.ts";
import type { TrainModelOptions } from "./train-model.ts";

/** What a training is made from, wherever it runs. */
export type TrainingInputs = Pick<
  TrainModelOptions,
  "baseModel" | "trainFile" | "dev" | "teacher" | "settings"
>;

/** Version of a job's folder. */
export const jobFormat = "searchfit-job/1";

/** Version of what a job leaves there. */
export const jobResultFormat = "searchfit-job-result/1";

/** Settings that change where and how fast a training runs, and not what is asked for. */
export const freeOptions: ReadonlySet<string> = new Set([
  "device",
  "threads",
  "precision",
  "miniBatchSize",
  "subForwards",
  "checkpointEverySteps",
  "keepCheckpoints",
]);

/** `job.json`. */
export interface TrainingJob {
  /** {@link jobFormat}. */
  readonly format: string;
  /** Version of the conversation that its trainer speaks. */
  readonly protocol: number;
  /** Versions that it was made for, by name. */
  readonly versions: Readonly<Record<string, string | null>>;
  /** Options of `train`, paths relative to the folder. */
  readonly options: Readonly<Record<string, unknown>>;
  /** SHA-256 of every input by its path in the folder. */
  readonly files: Readonly<Record<string, string>>;
}

/** Options of a job and where its files come from. */
export interface JobContent {
  /** Options of `train`, paths relative to the job's folder. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Path in the job's folder → path on this machine. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Says what a job of these inputs holds; nothing is written. */
export async function contentOfJob(inputs: TrainingInputs): Promise<JobContent> {
  const { dev, teacher } = inputs;
  const sources = new Map([
    ["data/train.jsonl", inputs.trainFile],
    ["data/dev.corpus.jsonl", dev.corpusFile],
    ["data/dev.queries.jsonl", dev.queriesFile],
    ["data/dev.qrels", dev.qrelsFile],
  ]);
  await addModel(sources, "base-model", inputs.baseModel);
  if (teacher !== undefined) {
    sources.set("data/teacher.jsonl", teacher.listsFile);
    sources.set("data/teacher.corpus.jsonl", teacher.corpusFile);
    if (teacher.model !== undefined) await addModel(sources, "teacher-model", teacher.model);
  }
  const options = {
    baseModel: "base-model",
    trainFile: "data/train.jsonl",
    dev: {
      corpusFile: "data/dev.corpus.jsonl",
      queriesFile: "data/dev.queries.jsonl",
      qrelsFile: "data/dev.qrels",
    },
    ...(teacher === undefined
      ? {}
      : {
          teacherListsFile: "data/teacher.jsonl",
          teacherCorpusFile: "data/teacher.corpus.jsonl",
          ...(teacher.model === undefined ? {} : { teacherModel: "teacher-model" }),
        }),
    outputFolder: "model",
    checkpointFolder: "checkpoints",
    logFile: "training.log",
    metricsFile: "metrics.jsonl",
    ...inputs.settings,
  };
  return { options, sources };
}

async function addModel(sources: Map<string, string>, name: string, folder: string): Promise<void> {
  const { paths } = await listModelFiles(folder);
  for (const path of paths) sources.set(`${name}/${path}`, join(folder, path));
}
