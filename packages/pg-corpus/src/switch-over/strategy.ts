import type { Database, Session } from "../database.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import type { SwitchCheck } from "./find-obstacles.ts";
import type { NextIndex } from "./next-indexes.ts";
import type { ActiveModel, EmbeddingModel, Reembedding } from "./reembedding.ts";
import type { SwitchColumn } from "./switch-columns.ts";
import type { SwitchOptions } from "./wait-for-lock.ts";
import type { NextEmbeddings } from "./write-next-embeddings.ts";

/** What a re-embedding is begun with, as its strategy sees it. */
export interface BegunReembedding {
  /** The new model. */
  readonly model: EmbeddingModel;
  /** Number of the new generation; strategies without generations do not need it. */
  readonly generation: number;
}

/**
 * How a table comes to its new vectors. What is the same for all (states, locks, shards, the record of
 * the active model) is in the functions that call these; `session` is inside a transaction unless a
 * `db` is given.
 */
export interface SwitchStrategy {
  /** What the table has to be, after "Expected … to be". */
  readonly needs: string;
  /** What stands against it, and what its owner should know. */
  readonly findObstacles: (session: Session, names: ResolvedTableNames) => Promise<SwitchCheck>;
  /** Names of the columns or tables that are made for the new vectors. */
  readonly additions: (names: ResolvedTableNames, generation: number) => readonly string[];
  /** Names of the columns or tables that a clean-up drops. */
  readonly unused: (names: ResolvedTableNames, job: Reembedding) => readonly string[];
  /** Makes room for the new vectors. */
  readonly prepare: (
    session: Session,
    names: ResolvedTableNames,
    begun: BegunReembedding,
  ) => Promise<void>;
  /** Names under which products are selected together with their new vectors. */
  readonly reading: (names: ResolvedTableNames) => ResolvedTableNames;
  /** Under which of its names a kind of vectors is the new model's. */
  readonly newColumn: (job: Reembedding) => (vector: SwitchColumn) => string;
  /** Writes new vectors; gives the number of products. Names are kept until the transaction's end. */
  readonly write: (
    session: Session,
    names: ResolvedTableNames,
    vectors: { readonly job: Reembedding; readonly embeddings: NextEmbeddings },
  ) => Promise<number>;
  /** The indexes that the new vectors need before a switch. */
  readonly indexes: (
    db: Database,
    names: ResolvedTableNames,
    generation: number,
  ) => Promise<readonly NextIndex[]>;
  /** What is done outside of the switch's transaction, before it. */
  readonly settle: (
    db: Database,
    names: ResolvedTableNames,
    step: SwitchOptions & { readonly job: Reembedding },
  ) => Promise<void>;
  /** Shows readers the new vectors; gives the moment (`performance.now()`) since which they wait. */
  readonly activate: (
    session: Session,
    names: ResolvedTableNames,
    change: { readonly job: Reembedding; readonly previous: ActiveModel | null },
  ) => Promise<number>;
  /** Shows readers the former vectors; gives the same moment. */
  readonly restore: (
    session: Session,
    names: ResolvedTableNames,
    job: Reembedding,
  ) => Promise<number>;
  /** Drops the vectors that readers do not see. */
  readonly drop: (session: Session, names: ResolvedTableNames, job: Reembedding) => Promise<void>;
}
