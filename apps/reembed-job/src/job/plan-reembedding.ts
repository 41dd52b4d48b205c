import {
  countProducts,
  describeReembedding,
  describeServer,
  nextIndexes,
  streamProducts,
  type ActiveModel,
  type EmbeddingModel,
  type Reembedding,
  type StrategyName,
} from "@searchfit/pg-corpus";
import type { Product } from "@searchfit/retrieval-dataset";
import { embedProducts } from "./embed-products.ts";
import type { ReembedJob } from "./reembed-job.ts";

/** What a re-embedding would do. */
export interface ReembeddingPlan {
  /** Active products, which all get new vectors. */
  readonly products: number;
  /** The new model. */
  readonly model: EmbeddingModel;
  /** The model whose vectors readers see now; null where no switch has recorded it. */
  readonly active: ActiveModel | null;
  /** A re-embedding that was begun and not cleaned up; null where there is none. */
  readonly reembedding: Reembedding | null;
  /** How the table would come to its new vectors. */
  readonly strategy: StrategyName;
  /** Columns or tables that are made for them. */
  readonly additions: readonly string[];
  /** Indexes on the present vectors, which are built on the new ones, too. */
  readonly indexes: readonly string[];
  /** What makes a switch impossible, a clause each. */
  readonly obstacles: readonly string[];
  /** What its owner should know, in sentences. */
  readonly warnings: readonly string[];
  /** What it takes. */
  readonly estimate: PlanEstimate;
}

/** What a re-embedding takes, from a few products that were embedded. */
export interface PlanEstimate {
  /** Products a second on this machine; null without products. */
  readonly productsPerSecond: number | null;
  /** Seconds for embedding all products; null without products. */
  readonly seconds: number | null;
  /** Bytes of the new vectors alone, without indexes and old row versions. */
  readonly bytes: number;
}

const probeSize = 16;

/**
 * What a re-embedding would do and take; changes nothing.
 *
 * @throws {PgCorpusError} `TABLE_MISSING`, `COLUMN_MISSING`, `PERMISSION_DENIED`.
 * @example
 * (await planReembedding(job)).products; // 1013
 */
export async function planReembedding(job: ReembedJob): Promise<ReembeddingPlan> {
  const { db, table, model } = job;
  const asked = job.strategy === undefined ? { table } : { table, strategy: job.strategy };
  const description = await describeReembedding(db, asked);
  const { active, reembedding, strategy, additions, columns, check } = description;
  const { active: products } = await countProducts(db, { table });
  const possible = check.obstacles.length === 0;
  const indexes = possible ? await nextIndexes(db, asked) : [];
  const { warnings } = await describeServer(db);
  const perSecond = await measureRate(job);
  return {
    products,
    model,
    active: active ?? null,
    reembedding: reembedding ?? null,
    strategy,
    additions,
    indexes: indexes.map(({ name }) => name),
    obstacles: check.obstacles,
    warnings: [...check.warnings, ...warnings],
    estimate: {
      productsPerSecond: perSecond,
      seconds: perSecond === null ? null : products / perSecond,
      bytes: products * columns.vectors.length * (model.dimensions * 4 + 8),
    },
  };
}

async function measureRate(job: ReembedJob): Promise<number | null> {
  const probe = await firstProducts(job);
  if (probe.length === 0) return null;
  await embedProducts(job, probe.slice(0, 1)); // the first call is slower
  const started = performance.now();
  await embedProducts(job, probe);
  return (probe.length / (performance.now() - started)) * 1000;
}

async function firstProducts({ db, table }: ReembedJob): Promise<readonly Product[]> {
  const options = { table, requireEmbedding: false, batchSize: probeSize };
  const products: Product[] = [];
  for await (const product of streamProducts(db, options)) {
    products.push(product);
    if (products.length === probeSize) break;
  }
  return products;
}
