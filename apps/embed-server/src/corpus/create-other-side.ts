import {
  describeReembedding,
  resolveTableNames,
  type Database,
  type TableNames,
} from "@searchfit/pg-corpus";
import type { OtherSide } from "../page/table-sides.ts";
import { createCorpusSearch } from "./create-corpus-search.ts";

/**
 * Search over the vectors that lie beside the live ones around a re-embedding: the new ones before
 * the switch and after a rollback, the former ones after the switch.
 */
export function createOtherSide(options: {
  readonly database: Database;
  readonly table?: TableNames;
}): OtherSide {
  const { database, table = {} } = options;
  const { columns } = resolveTableNames(table);
  return async () => {
    const { reembedding, columns: around } = await describeReembedding(database, { table });
    const content = around.vectors.find(({ key }) => key === "content");
    if (reembedding === undefined || content === undefined) return undefined;
    const former = reembedding.state === "active";
    const contentEmbedding = former ? content.previous : content.next;
    const beside = { ...table, columns: { ...columns, contentEmbedding } };
    return {
      side: former ? "former" : "next",
      fingerprint: former
        ? (reembedding.previous?.fingerprint ?? null)
        : reembedding.model.fingerprint,
      search: createCorpusSearch({ database, table: beside }),
    };
  };
}
