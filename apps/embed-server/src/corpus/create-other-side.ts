import {
  describeReembedding,
  resolveTableNames,
  type Database,
  type TableNames,
} from "@searchfit/pg-corpus";
import type { OtherSide } from "../page/table-sides.ts";
import { createCorpusSearch, type CorpusRanking } from "./create-corpus-search.ts";
import type { WordRanking } from "./fuse-with-words.ts";

/**
 * Search over the vectors that lie beside the live ones around a re-embedding: the new ones before
 * the switch and after a rollback, the former ones after the switch. Ranked as the live ones are. In
 * place there is nothing beside.
 */
export function createOtherSide(options: {
  readonly database: Database;
  readonly table?: TableNames;
  readonly ranking?: CorpusRanking;
  readonly words?: WordRanking | undefined;
}): OtherSide {
  const { database, table = {}, ranking = {}, words } = options;
  const { columns } = resolveTableNames(table);
  return async () => {
    const { reembedding, columns: around } = await describeReembedding(database, { table });
    if (reembedding === undefined || around.vectors.every(({ key }) => key !== "content")) return;
    if (reembedding.strategy === "in-place") return;
    const former = reembedding.state === "active";
    const names = new Map(
      around.vectors.map(({ key, next, previous }) => [key, former ? previous : next]),
    );
    const { contentEmbedding, titleEmbedding } = columns;
    const besides = {
      contentEmbedding: names.get("content") ?? contentEmbedding,
      titleEmbedding: names.get("title") ?? titleEmbedding,
    };
    const beside = { ...table, columns: { ...columns, ...besides } };
    return {
      side: former ? "former" : "next",
      fingerprint: former
        ? (reembedding.previous?.fingerprint ?? null)
        : reembedding.model.fingerprint,
      search: createCorpusSearch({ database, table: beside, ranking, words }),
    };
  };
}
