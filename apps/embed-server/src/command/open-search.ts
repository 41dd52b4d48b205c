import { openEmbedded, openServer } from "@searchfit/pg-corpus";
import { checkCorpus } from "../corpus/check-corpus.ts";
import { createCorpusSearch } from "../corpus/create-corpus-search.ts";
import type { SearchProducts } from "../search-products.ts";
import type { DatabaseSettings, ServeSettings } from "./read-settings.ts";

/** A search and the database behind it. */
export interface OpenedSearch {
  /** Finds products. */
  readonly search: SearchProducts;
  /** What keeps the model from searching the table as it is now; undefined: nothing. */
  readonly problem: string | undefined;
  /** Closes the database. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the products' database. A database that does not answer is an error; a table that does not
 * fit is only told, because the server may be what fills it.
 */
export async function openSearch(
  settings: Pick<ServeSettings, "table"> & { readonly database: DatabaseSettings },
  dimensions: number,
): Promise<OpenedSearch> {
  const { table } = settings;
  const database =
    settings.database.kind === "embedded"
      ? await openEmbedded({ folder: settings.database.folder })
      : await openServer({ ...settings.database.options, applicationName: "embed-server" });
  return {
    search: createCorpusSearch({ database, table }),
    problem: await checkCorpus({ database, table, dimensions }),
    close: () => database.close(),
  };
}
