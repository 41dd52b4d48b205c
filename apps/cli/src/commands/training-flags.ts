import { InvalidArgumentError, Option, type Command } from "commander";
import type { WrittenSettings } from "../settings/settings.ts";
import { nullIfNone, orNone, type Absent } from "./absent-value.ts";
import { addLoraFlags, loraOfFlags, type LoraFlags } from "./lora-flags.ts";
import { decimal, wholeNumber } from "./parse-number.ts";

type Training = NonNullable<WrittenSettings["training"]>;
type Negatives = NonNullable<WrittenSettings["negatives"]>;

/** Settings under `training` that have a flag of their name. */
const trainingNames = [
  ...(["epochs", "batchSize", "miniBatchSize", "learningRate", "warmupRatio"] as const),
  ...(["weightDecay", "schedule", "dropout", "checkpointEverySteps"] as const),
  ...([
    "evaluateEverySteps",
    "earlyStoppingPatience",
    "scale",
    "symmetric",
    "titles",
    "headQueries",
  ] as const),
  ...(["matryoshkaDimensions", "guardMargin", "queryPrompt", "documentPrompt"] as const),
  ...(["freezeLayers", "freezeEmbeddings", "mixWithBase", "averageEpochs", "teacher"] as const),
  ...(["teacherDocuments", "teacherWeight", "teacherTemperature", "teacherLoss"] as const),
] as const satisfies readonly (keyof Training)[];

type TrainingName = (typeof trainingNames)[number];
type Flagged = { readonly [Name in TrainingName]: Exclude<Training[Name], null> | Absent };

/** Flags of how to train: each has the name of its setting under `training`. */
export interface TrainingFlags extends Partial<Flagged>, LoraFlags {
  /** `negatives.count`. */
  readonly negatives?: number;
  readonly negativesFromRank?: Negatives["fromRank"];
  readonly negativesToRank?: Negatives["toRank"];
  readonly negativesMaxScoreShare?: Negatives["maxScoreShare"];
}

/**
 * Adds the flags of training and mining to a command. A switch has its opposite (`--no-…`) and a value that
 * may be absent takes `none`, as a single step goes on with the settings of the last run.
 */
export function addTrainingFlags(command: Command): Command {
  command.optionsGroup("Training:");
  addCourse(command);
  addLoss(command);
  addWeights(command);
  addLoraFlags(command);
  command.optionsGroup("Negatives and teacher:");
  addNegatives(command);
  addTeacher(command);
  return command.optionsGroup("Options:");
}

/** What the flags say, in the form of the configuration file. */
export function settingsOfTrainingFlags(
  flags: TrainingFlags,
): Pick<WrittenSettings, "training" | "negatives"> {
  const { negatives, negativesFromRank, negativesToRank, negativesMaxScoreShare, ...rest } = flags;
  const training: Record<string, unknown> = {};
  for (const name of trainingNames) training[name] = nullIfNone(rest[name]);
  return {
    // Of headQueries `none` is a value, not an absent one.
    training: { ...training, headQueries: rest.headQueries, lora: loraOfFlags(flags) },
    negatives: {
      count: negatives,
      fromRank: negativesFromRank,
      toRank: negativesToRank,
      maxScoreShare: negativesMaxScoreShare,
    },
  };
}

function addCourse(command: Command): void {
  command
    .option("--epochs <n>", "passes over the pairs", wholeNumber)
    .option("--batch-size <n>", "pairs a step", wholeNumber)
    .option("--mini-batch-size <n>", "texts in memory at once, or none", orNone(wholeNumber))
    .option("--learning-rate <x>", "highest learning rate", decimal)
    .option("--warmup-ratio <x>", "share of the steps that warms up", decimal)
    .option("--weight-decay <x>", "of AdamW", decimal)
    .addOption(
      new Option("--schedule <s>", "of the learning rate, after the warm-up").choices([
        ...["linear", "cosine", "cosine-with-restarts", "constant"],
      ]),
    )
    .option("--dropout <x>", "share of activations dropped, or none: the base's", orNone(decimal))
    .option("--checkpoint-every-steps <n>", "save between epochs too, or none", orNone(wholeNumber))
    .option("--evaluate-every-steps <n>", "score dev so often too, or none", orNone(wholeNumber))
    .option(
      "--early-stopping-patience <n>",
      "stop after so many evaluations without gain, or none",
      orNone(wholeNumber),
    );
}

function addLoss(command: Command): void {
  command
    .option("--scale <x>", "1 / temperature of the softmax", decimal)
    .option("--symmetric", "add the direction from product to query")
    .option("--no-symmetric")
    .option("--titles", "train titles as second positives")
    .option("--no-titles")
    .addOption(
      new Option("--head-queries <whose>", "train short queries made of titles, too").choices([
        ...["none", "trained", "catalogue"],
      ]),
    )
    .option(
      "--matryoshka-dimensions <n,n,…>",
      "leading dimensions to train, or none",
      orNone(dimensions),
    )
    .option(
      "--guard-margin <x>",
      "leave out in-batch negatives that the base model finds closer than the positive by this, or none",
      orNone(decimal),
    )
    .option("--query-prompt <text>", "put before queries, or none: the base's own", orNone(String))
    .option("--document-prompt <text>", "put before products, or none", orNone(String));
}

function addWeights(command: Command): void {
  command
    .option("--freeze-layers <n>", "lowest layers to leave as they are", wholeNumber)
    .option("--freeze-embeddings", "leave token embeddings as they are")
    .option("--no-freeze-embeddings")
    .option("--mix-with-base", "try weights between the base model and the best epoch too")
    .option("--no-mix-with-base")
    .option("--average-epochs", "try the mean of all evaluations' weights too")
    .option("--no-average-epochs");
}

function addNegatives(command: Command): void {
  command
    .option("--negatives <n>", "mined hard negatives a query", wholeNumber)
    .option("--negatives-from-rank <n>", "first rank of the base model to take", wholeNumber)
    .option("--negatives-to-rank <n>", "last rank", wholeNumber)
    .option("--negatives-max-score-share <x>", "most score, as a share of the positive's", decimal);
}

function addTeacher(command: Command): void {
  command
    .option(
      "--teacher <teacher>",
      "fusion | FOLDER of a model whose rankings are distilled | none",
      orNone(String),
    )
    .option("--teacher-documents <n>", "documents of a ranking", wholeNumber)
    .option("--teacher-weight <x>", "share of the teacher's loss", decimal)
    .option("--teacher-temperature <x>", "of the teacher's softmax", decimal)
    .addOption(
      new Option("--teacher-loss <l>", "how lists are compared").choices(["kl", "margin-mse"]),
    );
}

function dimensions(text: string): number[] {
  const parts = text.split(",");
  if (parts.every((part) => /^ *[1-9]\d* *$/u.test(part))) return parts.map(Number);
  throw new InvalidArgumentError(
    `expected numbers such as 384,256,128, got ${JSON.stringify(text)}.`,
  );
}
