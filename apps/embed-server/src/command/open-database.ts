import type { Bm25Index } from "@searchfit/hybrid-retrieval";
import { openEmbedded, openServer, type Database } from "@searchfit/pg-corpus";
import { checkCorpus } from "../corpus/check-corpus.ts";
import { createCorpusSearch } from "../corpus/create-corpus-search.ts";
import { createOtherSide } from "../corpus/create-other-side.ts";
import { indexCorpusWords } from "../corpus/index-corpus-words.ts";
import { readTableModels } from "../corpus/read-table-models.ts";
import type { TableModels } from "../models/follow-models.ts";
import type { OtherSide } from "../page/table-sides.ts";
import type { SearchProducts } from "../search-products.ts";
import { describeWords } from "./describe-words.ts";
import type { DatabaseSettings, ServeSettings } from "./read-settings.ts";

/** A database and what the server does with it. */
export interface OpenedDatabase {
  /** The database. */
  readonly database: Database;
  /** Finds products. */
  readonly search: SearchProducts;
  /** Vectors beside the live ones. */
  readonly otherSide: OtherSide;
  /** Why it does not answer, or undefined when it does. */
  readonly problem: () => Promise<string | undefined>;
  /** What keeps a model of this width from searching the table as it is now; undefined: nothing. */
  readonly misfit: (dimensions: number) => Promise<string | undefined>;
  /** What is told at the start. */
  readonly news: string | undefined;
  /** Which models the table's vectors are of. */
  readonly tableModels: () => Promise<TableModels>;
}

/**
 * Opens the products' database. A database that does not answer is an error; a table that does not
 * fit is only told, because the server may be what fills it.
 */
export async function openDatabase(
  settings: Pick<ServeSettings, "table" | "ranking" | "lexicalWeight"> & {
    readonly database: DatabaseSettings;
  },
): Promise<OpenedDatabase> {
  const { table, ranking, lexicalWeight: weight } = settings;
  const database =
    settings.database.kind === "embedded"
      ? await openEmbedded({ folder: settings.database.folder })
      : await openServer({
          ...settings.database.options,
          applicationName: "embed-server",
          environment: process.env,
        });
  const index = weight > 0 ? await wordsOf(database, table) : undefined;
  const words = index === undefined ? undefined : { index, weight };
  return {
    database,
    search: createCorpusSearch({ database, table, ranking, words }),
    otherSide: createOtherSide({ database, table, ranking, words }),
    news: index === undefined ? undefined : describeWords(index),
    problem: () =>
      database.query("SELECT 1").then(
        () => undefined,
        () => "the product database does not answer",
      ),
    misfit: (dimensions) => checkCorpus({ database, table, dimensions }),
    tableModels: () => readTableModels(database, table),
  };
}

/** A database that cannot be read is closed again. */
async function wordsOf(database: Database, table: ServeSettings["table"]): Promise<Bm25Index> {
  return indexCorpusWords({ database, table }).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
}
