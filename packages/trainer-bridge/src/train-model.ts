import { resolve } from "node:path";
import { runTrainer } from "./run-trainer.ts";
import type { TrainerContext } from "./run-trainer.ts";
import type { TrainingSettings } from "./training-settings.ts";
import type { TrainingResult } from "./trainer-job.ts";

/** Files of judged queries. */
export interface DevFiles {
  /** Documents: JSON lines `{"_id", "text"}`. */
  readonly corpusFile: string;
  /** Queries: JSON lines `{"_id", "text"}`. */
  readonly queriesFile: string;
  /** TREC qrels: `query-id 0 document-id grade`. */
  readonly qrelsFile: string;
}

/** What is distilled, beside the in-batch loss. */
export interface TeacherFiles {
  /**
   * JSON lines `{"anchor", "kind"?, "documents": [id, …], "scores": [number, …]}`: for a query, documents with a
   * teacher's scores, on any scale. A training row takes the list of its anchor and kind.
   */
  readonly listsFile: string;
  /** The documents: JSON lines `{"_id", "text"}`. */
  readonly corpusFile: string;
  /**
   * Folder of a cross-encoder or a larger sentence-transformers model that scores the lists.
   *
   * @default the lists' own scores
   */
  readonly model?: string | undefined;
}

/** Options of {@link trainModel}. */
export interface TrainModelOptions extends TrainerContext {
  /** sentence-transformers folder with safetensors weights. */
  readonly baseModel: string;
  /** JSON lines `{"anchor", "positive", "negatives"?, "kind"?, "group", "weight"?}`. */
  readonly trainFile: string;
  /** Judged queries that pick the best epoch. */
  readonly dev: DevFiles;
  /**
   * A teacher's rankings.
   *
   * @default none
   */
  readonly teacher?: TeacherFiles | undefined;
  /** Where the model folder goes; replaced when it exists. */
  readonly outputFolder: string;
  /** Where checkpoints go; a training with equal inputs goes on from the last valid one. */
  readonly checkpointFolder: string;
  /** Log for people; appended to. */
  readonly logFile?: string | undefined;
  /** Losses and evaluations as JSON lines; appended to. */
  readonly metricsFile?: string | undefined;
  /**
   * How to train.
   *
   * @default {}
   */
  readonly settings?: TrainingSettings | undefined;
}

/**
 * Fine-tunes a sentence-transformers model, and keeps the epoch that is best on the dev queries.
 *
 * When it is stopped or killed, the next call with the same inputs goes on from the last checkpoint.
 *
 * @throws {TrainerBridgeError} The trainer's codes, such as `INVALID_OPTIONS`, `INVALID_TRAINING_DATA`,
 *   `TOO_FEW_PAIRS`, `NAN_LOSS`, `OUT_OF_MEMORY`; and the codes of `runTrainer`.
 * @throws The signal's reason when it was aborted; a checkpoint has been written.
 * @example
 * const { modelFolder, bestEpoch } = await trainModel({
 *   environment,
 *   workFolder,
 *   baseModel,
 *   trainFile: "train.jsonl",
 *   dev: { corpusFile: "corpus.jsonl", queriesFile: "queries.jsonl", qrelsFile: "dev.qrels" },
 *   outputFolder: "model",
 *   checkpointFolder: "checkpoints",
 *   settings: { epochs: 3 },
 *   onEvent: (event) => show(event),
 * });
 */
export async function trainModel(options: TrainModelOptions): Promise<TrainingResult> {
  const { dev, teacher, logFile, metricsFile } = options;
  return await runTrainer({
    ...options,
    job: "train",
    options: {
      baseModel: resolve(options.baseModel),
      trainFile: resolve(options.trainFile),
      dev: {
        corpusFile: resolve(dev.corpusFile),
        queriesFile: resolve(dev.queriesFile),
        qrelsFile: resolve(dev.qrelsFile),
      },
      ...(teacher === undefined ? {} : teacherOptions(teacher)),
      outputFolder: resolve(options.outputFolder),
      checkpointFolder: resolve(options.checkpointFolder),
      ...(logFile === undefined ? {} : { logFile: resolve(logFile) }),
      ...(metricsFile === undefined ? {} : { metricsFile: resolve(metricsFile) }),
      ...options.settings,
    },
  });
}

function teacherOptions({ listsFile, corpusFile, model }: TeacherFiles): Record<string, string> {
  return {
    teacherListsFile: resolve(listsFile),
    teacherCorpusFile: resolve(corpusFile),
    ...(model === undefined ? {} : { teacherModel: resolve(model) }),
  };
}
