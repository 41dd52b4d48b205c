import { z } from "zod";

const share = z.number().min(0).lt(1);
const count = z.number().int().min(0);
const positive = z.number().int().min(1);

const database = z.strictObject({
  schema: z.string().min(1).default("public"),
  table: z.string().min(1).default("ingested_records"),
  columns: z.record(z.string(), z.string().min(1).nullable()).default({}),
  embeddedFolder: z.string().min(1).default(".searchfit/database"),
});

const generation = z.strictObject({
  queriesPerProduct: positive.max(20).default(4),
  model: z.string().min(1).default("claude-haiku-5-5"),
  concurrency: positive.max(64).default(4),
  maxCostUsd: z.number().positive().nullable().default(null),
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

const training = z.strictObject({
  epochs: positive.default(3),
  batchSize: positive.default(32),
  learningRate: z.number().positive().default(2e-5),
  warmupRatio: z.number().min(0).max(1).default(0.1),
  weightDecay: z.number().min(0).default(0.01),
  schedule: z.enum(["linear", "cosine", "constant"]).default("linear"),
  titles: z.boolean().default(true),
  freezeLayers: count.default(0),
  checkpointEverySteps: positive.nullable().default(100),
  earlyStoppingPatience: positive.nullable().default(null),
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
  /** Who writes the queries: `recorded:FILE` or `anthropic`. */
  readonly queries: string;
  /** Folder with judged queries (`queries.jsonl`, `qrels.tsv`), or null. */
  readonly judged: string | null;
}
