import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BaseModel, TrainingInputs } from "@searchfit/trainer-bridge";
import type { ChainContext } from "../chain/chain-context.ts";
import { CliError } from "../cli-error.ts";
import { productsFile } from "./catalogue.ts";
import { negativesFile } from "./mine-negatives.ts";
import { runFile } from "./run-files.ts";
import { splitFiles } from "./split-files.ts";
import { teacherFile } from "./teacher-rankings.ts";
import { writeTrainingFiles } from "./training-files.ts";

/** Files of the experiment that a training is made from. */
export const trainingSources: readonly string[] = [
  productsFile,
  splitFiles.train,
  splitFiles.summary,
  splitFiles.tests,
  negativesFile,
  teacherFile,
  runFile("baseline", "content", "dev"),
];

/** What the trainer is given, and how many pairs are in it. */
export interface PreparedTraining {
  /** Files, base model and settings, without those of this machine. */
  readonly inputs: TrainingInputs;
  /** Training pairs, titles not counted. */
  readonly pairs: number;
  /** Head queries that train beside them. */
  readonly headQueries: number;
}

/**
 * Writes the trainer's files from the experiment, the same ones for the same experiment wherever they go.
 *
 * @param workFolder Where the files go.
 * @throws {CliError} `FILE_MISSING` when the steps before have not run, or the teacher's folder is not there.
 */
export async function prepareTraining(
  context: ChainContext,
  base: BaseModel,
  workFolder: string,
): Promise<PreparedTraining> {
  const { settings, experiment } = context;
  requireMined(experiment.folder);
  const { titles, headQueries, teacher: named, ...rest } = settings.training;
  const { teacherDocuments: _, ...training } = rest;
  const files = await writeTrainingFiles(experiment.folder, workFolder, {
    titles,
    headQueries,
    teacher: named !== null,
  });
  const model = teacherFolder(context);
  return {
    inputs: {
      baseModel: base.folder,
      trainFile: files.trainFile,
      dev: files.dev,
      teacher:
        files.teacher === undefined
          ? undefined
          : { ...files.teacher, ...(model === undefined ? {} : { model }) },
      settings: {
        baseModelName: settings.baseModel,
        ...training,
        seed: settings.seed,
        device: settings.device,
      },
    },
    pairs: files.pairs,
    headQueries: files.headQueries,
  };
}

function requireMined(folder: string): void {
  if ([negativesFile, teacherFile].every((file) => existsSync(join(folder, file)))) return;
  throw new CliError("FILE_MISSING", `${folder} is not ready for training: mine has not run.`, {
    hint: "Run extract, generate, split, baseline and mine first, with the same settings; or train for all of it.",
  });
}

/**
 * Folder of the teacher's model; undefined when there is no teacher, or when it is the fusion of BM25 and the base.
 *
 * @throws {CliError} `FILE_MISSING`.
 */
export function teacherFolder({ settings, folder }: ChainContext): string | undefined {
  const { teacher } = settings.training;
  if (teacher === null || teacher === "fusion") return undefined;
  const place = resolve(folder, teacher);
  if (existsSync(place)) return place;
  throw new CliError("FILE_MISSING", `Expected the teacher's model folder at ${place}.`, {
    hint: 'Name a folder with a cross-encoder or a sentence-transformers model, or "fusion".',
  });
}
