import { z } from "zod";
import { fileColumns } from "./file-columns.ts";

const share = z.number().min(0).lt(1);
const count = z.number().int().min(0);
const positive = z.number().int().min(1);

const database = z.strictObject({
  schema: z.string().min(1).default("public"),
  table: z.string().min(1).default("ingested_records"),
  columns: z.record(z.string(), z.string().min(1).nullable()).default({}),
  embeddedFolder: z.string().min(1).default(".searchfit/database"),
});

const queryStyles = ["brand", "need", "natural", "attribute", "head"] as const;

const styles = z.strictObject({
  brand: count.max(20).optional(),
  need: count.max(20).optional(),
  natural: count.max(20).optional(),
  attribute: count.max(20).optional(),
  head: count.max(20).optional(),
});

const price = z.strictObject({
  input: z.number().min(0),
  output: z.number().min(0),
  cacheRead: z.number().min(0).default(0),
  batchShare: share.optional(),
});

const generation = z.strictObject({
  queriesPerProduct: positive.max(20).default(4),
  model: z.string().min(1).default("claude-haiku-5-5"),
  concurrency: positive.max(64).default(4),
  maxCostUsd: z.number().positive().nullable().default(null),
  promptVersion: z
    .union([z.literal(1), z.literal(2)])
    .nullable()
    .default(null),
  styles: styles.nullable().default(null),
  examples: z.string().min(1).nullable().default(null),
  productsPerRequest: positive.max(50).default(1),
  batch: z.boolean().default(false),
  baseUrl: z.url().nullable().default(null),
  language: z
    .string()
    .regex(/^[a-z]{3}$/u, "an ISO 639-3 code such as eng")
    .nullable()
    .default(null),
  roundTrip: z
    .strictObject({
      top: positive.default(100),
      action: z.enum(["off", "keep", "drop", "down-weight"]).default("keep"),
      weight: z.number().gt(0).max(1).default(0.5),
      styles: z.array(z.enum(queryStyles)).min(1).nullable().default(null),
    })
    .prefault({}),
  paraphrases: count.max(10).default(0),
  paraphraser: z.string().min(1).nullable().default(null),
  prices: z.record(z.string(), price).default({}),
});

const split = z.strictObject({
  test: share.default(0.2),
  dev: share.default(0.1),
  known: share.default(0.05),
});

const negatives = z.strictObject({
  count: count.max(20).default(0),
  fromRank: positive.default(5),
  toRank: positive.max(100).default(50),
  maxScoreShare: z.number().gt(0).max(1).default(0.95),
});

const lora = z.strictObject({
  rank: positive.default(8),
  alpha: z.number().positive().max(10_000).default(16),
  dropout: z.number().min(0).max(0.9).default(0),
  targetModules: z.array(z.string().min(1)).min(1).nullable().default(null),
});

const training = z.strictObject({
  epochs: positive.default(3),
  batchSize: positive.default(32),
  learningRate: z.number().positive().default(2e-5),
  warmupRatio: z.number().min(0).max(1).default(0.1),
  weightDecay: z.number().min(0).default(0.01),
  schedule: z.enum(["linear", "cosine", "cosine-with-restarts", "constant"]).default("linear"),
  scale: z.number().positive().max(1000).default(20),
  symmetric: z.boolean().default(false),
  titles: z.boolean().default(true),
  headQueries: z.enum(["none", "trained", "catalogue"]).default("none"),
  dropout: z.number().min(0).max(0.9).nullable().default(null),
  matryoshkaDimensions: z.array(positive).min(1).nullable().default(null),
  guardMargin: z.number().min(0).max(2).nullable().default(null),
  miniBatchSize: positive.nullable().default(null),
  mixWithBase: z.boolean().default(false),
  freezeEmbeddings: z.boolean().default(false),
  freezeLayers: count.default(0),
  lora: lora.nullable().default(null),
  checkpointEverySteps: positive.nullable().default(100),
  evaluateEverySteps: positive.nullable().default(null),
  earlyStoppingPatience: positive.nullable().default(null),
  averageEpochs: z.boolean().default(false),
  queryPrompt: z.string().nullable().default(null),
  documentPrompt: z.string().nullable().default(null),
  teacher: z.string().min(1).nullable().default(null),
  teacherDocuments: positive.min(2).max(100).default(8),
  teacherWeight: z.number().gt(0).max(1).default(0.5),
  teacherTemperature: z.number().gt(0).max(100).default(0.1),
  teacherLoss: z.enum(["kl", "margin-mse"]).default("kl"),
});

const evaluate = z.strictObject({
  generalDataset: z.string().min(1).nullable().default("shipped"),
});

const gates = z.strictObject({
  minimum: z.record(z.string(), z.number()).default({}),
  significantGain: z.boolean().default(false),
  maxLatencyMs: z.number().positive().nullable().default(null),
});

/** Everything that can be set, with its default; secrets are not among it. */
export const settingsSchema = z.strictObject({
  experiment: z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u, "a name of letters, digits, '.', '_' and '-'")
    .default("default"),
  experimentsFolder: z.string().min(1).default("experiments"),
  source: z.string().min(1).optional(),
  queries: z.string().min(1).optional(),
  judged: z.string().min(1).nullable().optional(),
  columns: fileColumns.nullable().default(null),
  html: z.enum(["keep", "text"]).default("keep"),
  textTemplate: z.string().min(1).nullable().default(null),
  seed: z.number().int().min(0).max(4_294_967_295).default(42),
  baseModel: z.string().min(1).default("sentence-transformers/all-MiniLM-L6-v2"),
  precision: z.enum(["fp32", "int8"]).default("fp32"),
  device: z.enum(["auto", "cpu", "cuda", "mps"]).default("auto"),
  threads: positive.nullable().default(null),
  python: z.string().min(1).nullable().default(null),
  database: database.prefault({}),
  generation: generation.prefault({}),
  split: split.prefault({}),
  negatives: negatives.prefault({}),
  training: training.prefault({}),
  evaluate: evaluate.prefault({}),
  gates: gates.prefault({}),
});

/** What a user wrote: every part may be left out. */
export type WrittenSettings = z.input<typeof settingsSchema>;

/** Settings with every default filled in, but for those that depend on the surroundings. */
export type ParsedSettings = z.output<typeof settingsSchema>;

/** Settings as the steps use them. */
export interface Settings extends ParsedSettings {
  /** Where products come from: `embedded`, `postgres`, `jsonl:FILE`, `csv:FILE`, … */
  readonly source: string;
  /** Who writes the queries: `recorded:FILE`, `anthropic`, `openai:MODEL`, `ollama:MODEL` or `rules`. */
  readonly queries: string;
  /** Folder with judged queries (`queries.jsonl`, `qrels.tsv`), or null. */
  readonly judged: string | null;
}
