import type { Session, SqlValue } from "../database.ts";
import type { TableInspection } from "../inspect-table.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import type { VectorSource } from "../generations/vector-source.ts";
import { activeFingerprintSql } from "../switch-over/job-tables.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { findIndexDistance, type IndexDistance } from "./index-distance.ts";
import type { ScanLimits } from "./scan-limits.ts";
import type { SearchedColumn } from "./search-corpus.ts";
import type { Parameters, SearchFilter } from "./search-filter.ts";
import { createParameters, filterSql } from "./search-filter.ts";

/** Where is searched, and how. */
export interface SearchFacts {
  /** The table as the catalogue has it. */
  readonly table: TableInspection;
  /** Where its vectors are. */
  readonly source: VectorSource;
  /** The names that it is selected by. */
  readonly names: ResolvedTableNames;
  /** pgvector's schema, quoted. */
  readonly schema: string;
  /** Columns that are searched. */
  readonly columns: readonly SearchedColumn[];
  /** Candidates from indexes; undefined: every product is compared. */
  readonly scan: ScanLimits | undefined;
  /** Which products may be found. */
  readonly filter: SearchFilter;
}

/** What is searched for. */
export interface SearchQuery {
  /** Its vector. */
  readonly vector: Float32Array;
  /** Results at most. */
  readonly topK: number;
  /** Share of the title in a fused score. */
  readonly titleWeight: number;
}

/** The one statement of a search, with its parameters. */
export async function searchStatement(
  session: Session,
  facts: SearchFacts,
  query: SearchQuery,
): Promise<{ readonly sql: string; readonly values: readonly SqlValue[] }> {
  const parameters = createParameters();
  const vector = parameters.add(query.vector);
  const where = filterSql(facts, facts.filter, parameters);
  const ids = await candidateSql(session, { ...facts, vector, where, parameters });
  const id = quoteIdentifier(facts.names.columns.id);
  const [content, title] = scoresSql(facts, vector);
  const { products } = facts.source;
  const table = parameters.add(products.table);
  const fingerprint = await activeFingerprintSql(session, products, table);
  const sql = `
    SELECT *, ${fusedSql(facts.columns, parameters.add(query.titleWeight))} AS "score",
      (${fingerprint}) AS "fingerprint"
    FROM (SELECT ${id}::text AS "docId", ${content} AS "contentScore", ${title} AS "titleScore"
      FROM ${facts.names.quoted} WHERE ${where} AND ${presentSql(facts.columns)}
      ${ids === undefined ? "" : `AND ${id} IN (${ids})`}) AS scored
    ORDER BY "score" DESC, "docId" COLLATE "C" DESC LIMIT ${parameters.add(query.topK)}`;
  return { sql, values: parameters.values };
}

interface CandidateFacts extends SearchFacts {
  readonly vector: string;
  readonly where: string;
  readonly parameters: Parameters;
}

/** The ids that the indexes give; undefined where every product is compared. */
async function candidateSql(session: Session, facts: CandidateFacts): Promise<string | undefined> {
  const { names, scan, vector, where, parameters } = facts;
  if (scan === undefined) return undefined;
  const distances = await indexDistances(session, facts);
  if (distances === undefined) return undefined;
  const id = quoteIdentifier(names.columns.id);
  const candidates = parameters.add(scan.candidates); // only now: every parameter has to be used
  const parts = distances.map(
    ({ column, distance }) =>
      `(SELECT ${id} FROM ${names.quoted} WHERE ${where} AND ${quoteIdentifier(column.name)} IS NOT NULL
        ORDER BY ${distance.sql(vector)} LIMIT ${candidates})`,
  );
  return parts.join(" UNION ");
}

interface IndexedColumn extends SearchedColumn {
  readonly distance: IndexDistance;
}

/** The columns with the distances of their indexes; undefined where one of them has no index. */
async function indexDistances(
  session: Session,
  { source, columns, schema }: SearchFacts,
): Promise<readonly IndexedColumn[] | undefined> {
  const found: IndexedColumn[] = [];
  for (const { kind, column } of columns) {
    const stored = await source.stored(kind, column.name);
    const distance = await findIndexDistance(session, stored, { column, schema });
    if (distance === undefined) return undefined;
    found.push({ kind, column, distance });
  }
  return found;
}

/** Cosines of content and title; NULL for what is not compared. */
function scoresSql({ columns, schema }: SearchFacts, vector: string): readonly [string, string] {
  const scoreOf = (kind: SearchedColumn["kind"]) => {
    const found = columns.find((one) => one.kind === kind);
    if (found === undefined) return "NULL::float8";
    const stored = `${quoteIdentifier(found.column.name)}::${schema}.vector`;
    const distance = `${stored} OPERATOR(${schema}.<=>) ${vector}::${schema}.vector`;
    // A vector without length has the cosine 0; a missing one has none.
    return `coalesce(nullif(1 - (${distance}), 'NaN'),
      CASE WHEN ${stored} IS NOT NULL THEN 0 END)::float8`;
  };
  return [scoreOf("content"), scoreOf("title")];
}

function presentSql(columns: readonly SearchedColumn[]): string {
  const present = columns.map(({ column }) => `${quoteIdentifier(column.name)} IS NOT NULL`);
  return `(${present.join(" OR ")})`;
}

function fusedSql(columns: readonly SearchedColumn[], weight: string): string {
  const title = columns.length === 2 ? `${weight}::float8` : columns[0]?.kind === "title" ? 1 : 0;
  // A single column ignores the weight, but every parameter has to be used.
  const unused = columns.length === 2 ? "" : ` + 0 * ${weight}::float8`;
  return `((1 - ${title}) * coalesce("contentScore", 0) + ${title} * coalesce("titleScore", 0)${unused})::float8`;
}
