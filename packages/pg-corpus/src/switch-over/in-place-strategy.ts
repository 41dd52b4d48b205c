import type { Session } from "../database.ts";
import { inspectTable } from "../inspect-table.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { checkDimensions } from "../vector-column.ts";
import { columnIndexes } from "./column-indexes.ts";
import { refuseTaken } from "./add-next-columns.ts";
import {
  findTableObstacles,
  hiddenRows,
  listPublications,
  type SwitchCheck,
} from "./find-obstacles.ts";
import type { SwitchStrategy } from "./strategy.ts";
import { switchColumns } from "./switch-columns.ts";
import { tellPlanner } from "./tell-planner.ts";
import { updateColumns } from "./update-columns.ts";
import { lockEverybodyOut } from "./wait-for-lock.ts";

/**
 * New vectors are written over the present ones: no space, no switch, no way back, and readers see
 * vectors of two models until it is done.
 */
export const inPlaceStrategy: SwitchStrategy = {
  needs: "a table whose vectors can be written over",
  findObstacles: inPlaceObstacles,
  additions: (names) => [switchColumns(names).source],
  unused: (names) => [switchColumns(names).source],
  prepare: async (session, names, { model }) => {
    const table = await inspectTable(session, names, ["contentEmbedding", "titleEmbedding"]);
    const { vectors, source } = switchColumns(names);
    refuseTaken(table, names, [source]);
    for (const { live } of vectors) checkDimensions(table, live, model.dimensions);
    await lockEverybodyOut(session, names);
    await session.query(`ALTER TABLE ${names.quoted} ADD ${quoteIdentifier(source)} uuid`);
  },
  reading: (names) => names,
  newColumn:
    () =>
    ({ live }) =>
      live,
  write: updateColumns,
  indexes: async () => [],
  settle: (db, names, step) => {
    const columns = switchColumns(names).vectors.map(({ live }) => live);
    return tellPlanner(db, names, { ...step, columns });
  },
  activate: async () => performance.now(), // readers see the new vectors already
  restore: () => {
    throw new TypeError("Expected a strategy that keeps the former vectors.");
  },
  drop: async (session, names) => {
    const { source } = switchColumns(names);
    await lockEverybodyOut(session, names);
    await session.query(
      `ALTER TABLE ${names.quoted} DROP COLUMN IF EXISTS ${quoteIdentifier(source)}`,
    );
  },
};

async function inPlaceObstacles(session: Session, names: ResolvedTableNames): Promise<SwitchCheck> {
  const { facts, obstacles, warnings } = await findTableObstacles(session, names);
  const { isPartition } = facts;
  const published = listPublications(facts);
  const dangers = [
    "Until it is done, searches compare vectors of two models and give wrong results.",
    "The former vectors are overwritten row by row: there is no rollback.",
    ...(published === "" ? [] : [`So they do at the subscribers of ${published}.`]),
    ...(await indexDanger(session, names)),
  ];
  const all = [
    ...obstacles,
    ...hiddenRows(facts),
    ...(isPartition ? ["it is a partition, which takes no column of its own"] : []),
  ];
  return { obstacles: all, warnings: [...dangers, ...warnings] };
}

async function indexDanger(session: Session, names: ResolvedTableNames): Promise<string[]> {
  const columns = switchColumns(names).vectors.map(({ live }) => live);
  const indexes = (await columnIndexes(session, names, columns)).map(({ name }) => `"${name}"`);
  if (indexes.length === 0) return [];
  return [
    `PostgreSQL enters every new row version into ${indexes.join(", ")}: a hundred times slower than without.`,
  ];
}
