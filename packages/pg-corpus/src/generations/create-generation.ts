import type { Session } from "../database.ts";
import { columnOf, inspectTable } from "../inspect-table.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { refuseTaken } from "../switch-over/add-next-columns.ts";
import { findActiveModel } from "../switch-over/job-tables.ts";
import type { BegunReembedding } from "../switch-over/strategy.ts";
import { switchColumns } from "../switch-over/switch-columns.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { checkVectorType } from "../vector-column.ts";
import { requireVectorExtension } from "../vector-extension.ts";
import { generationTables, generationView } from "./generation-names.ts";
import { grantTables } from "./grant-tables.ts";
import { grantView } from "./grant-view.ts";
import { replaceViewSql } from "./replace-view.ts";

/** Makes the empty tables of a generation and shows them under "…__next"; readers notice nothing. */
export async function createGeneration(
  session: Session,
  names: ResolvedTableNames,
  { model, generation }: BegunReembedding,
): Promise<void> {
  const { schema } = await requireVectorExtension(session);
  const table = await inspectTable(session, names, ["contentEmbedding", "titleEmbedding"]);
  const { vectors, source } = switchColumns(names);
  refuseTaken(table, names, [...vectors.flatMap(({ next, previous }) => [next, previous]), source]);
  const id = quoteIdentifier(names.columns.id);
  for (const { live, quoted } of generationTables(names, generation)) {
    const column = columnOf(table, live);
    if (column === undefined) throw new TypeError(`Expected a column "${live}".`);
    checkVectorType(column);
    // Selected instead of declared: the id keeps its type and collation.
    await session.query(
      `CREATE TABLE ${quoted} AS
       SELECT target.${id}, NULL::uuid AS ${quoteIdentifier(source)},
         NULL::${schema}.${column.typeName}(${model.dimensions}) AS ${quoteIdentifier(live)}
       FROM ${names.quoted} AS target WITH NO DATA`,
    );
    await session.query(`ALTER TABLE ${quoted} ADD PRIMARY KEY (${id})`);
  }
  await grantTables(session, names, generation);
  await showNext(session, names, generation);
}

async function showNext(
  session: Session,
  names: ResolvedTableNames,
  generation: number,
): Promise<void> {
  const live = (await findActiveModel(session, names))?.generation ?? null;
  const view = generationView(names);
  const [there] = await session.query(`SELECT to_regclass($1) IS NOT NULL AS "exists"`, [
    view.quoted,
  ]);
  await session.query(await replaceViewSql(session, names, { live, next: generation }));
  if (there?.exists === true) return;
  await grantView(session, names);
}
