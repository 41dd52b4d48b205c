import type { Session } from "../database.ts";
import type { CatalogueColumn } from "../inspect-table.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { columnIndexes } from "../switch-over/column-indexes.ts";
import type { StoredVectors } from "../generations/vector-source.ts";

/** How an index orders vectors: an ORDER BY of this form can be answered from it. */
export interface IndexDistance {
  /** Name of the index. */
  readonly index: string;
  /** SQL of the distance to a query, given as the text of a parameter. */
  readonly sql: (query: string) => string;
}

const operators: readonly (readonly [string, string])[] = [
  ["_cosine_ops", "<=>"],
  ["_ip_ops", "<#>"],
  ["_l2_ops", "<->"],
];

/**
 * The distance of the first approximate index on the vectors behind a column, with the cast (to half
 * precision, or to a width that the column lacks) where the index is on that; undefined where there is
 * no such index. One for cosines is preferred.
 */
export async function findIndexDistance(
  session: Session,
  stored: StoredVectors,
  { column, schema }: { readonly column: CatalogueColumn; readonly schema: string },
): Promise<IndexDistance | undefined> {
  const indexes = await columnIndexes(session, stored.names, [stored.column]);
  const usable = indexes.filter(
    ({ valid, definition }) => valid && /^USING (hnsw|ivfflat) /u.test(definition),
  );
  for (const [operatorClass, operator] of operators) {
    const found = usable.find(({ definition }) => definition.includes(operatorClass));
    if (found === undefined) continue;
    const { vector, type } = operandOf(column, found.definition, schema);
    const sql = (query: string) => `${vector} OPERATOR(${schema}.${operator}) ${query}::${type}`;
    return { index: found.name, sql };
  }
  return undefined;
}

function operandOf(
  column: CatalogueColumn,
  definition: string,
  schema: string,
): { readonly vector: string; readonly type: string } {
  const name = quoteIdentifier(column.name);
  const cast = /::(?:[^()]*\.)?((?:vector|halfvec)\(\d+\))/u.exec(definition)?.[1];
  if (cast === undefined) return { vector: name, type: `${schema}.${column.typeName}` };
  const type = `${schema}.${cast}`;
  return { vector: `(${name}::${type})`, type };
}
