import type { Session } from "../database.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { addNextColumns } from "./add-next-columns.ts";
import { columnIndexes } from "./column-indexes.ts";
import { findObstacles, refuseObstacles } from "./find-obstacles.ts";
import { columnNextIndexes } from "./column-next-indexes.ts";
import type { Reembedding } from "./reembedding.ts";
import type { Rename } from "./rename-together.ts";
import { renameTogether } from "./rename-together.ts";
import type { SwitchStrategy } from "./strategy.ts";
import { nextName, previousName, switchColumns } from "./switch-columns.ts";
import { incomplete } from "./switch-incomplete.ts";
import { tellPlanner } from "./tell-planner.ts";
import { updateColumns } from "./update-columns.ts";
import { lockEverybodyOut } from "./wait-for-lock.ts";

/**
 * New vectors grow in columns beside the present ones; the names of columns and indexes are swapped.
 * Readers need not know of it: they go on selecting from the product table.
 */
export const columnsStrategy: SwitchStrategy = {
  needs: "a table whose vector columns can be renamed",
  findObstacles,
  additions: (names) => {
    const { vectors, source } = switchColumns(names);
    return [...vectors.map(({ next }) => next), source];
  },
  unused: unusedColumns,
  prepare: addNextColumns,
  reading: (names) => names,
  newColumn:
    ({ state }) =>
    ({ live, next }) =>
      state === "active" ? live : next,
  write: updateColumns,
  indexes: columnNextIndexes,
  settle: (db, names, step) => {
    const columns = switchColumns(names).vectors.map(({ next }) => next);
    return tellPlanner(db, names, { ...step, columns });
  },
  activate: async (session, names) => {
    await refuseLateObstacles(session, names);
    const renames = await activationRenames(session, names);
    return rename(session, names, renames);
  },
  restore: async (session, names) => {
    await refuseLateObstacles(session, names);
    const renames = await restoringRenames(session, names);
    return rename(session, names, renames);
  },
  drop: async (session, names, job) => {
    const drops = unusedColumns(names, job).map((name) => quoteIdentifier(name));
    await lockEverybodyOut(session, names);
    const actions = drops.map((column) => `DROP COLUMN IF EXISTS ${column}`);
    await session.query(`ALTER TABLE ${names.quoted} ${actions.join(", ")}`);
  },
};

/** Something may have come to depend on a column since the beginning, as a view does. */
async function refuseLateObstacles(session: Session, names: ResolvedTableNames): Promise<void> {
  const { obstacles } = await findObstacles(session, names);
  refuseObstacles(names, { obstacles, needs: columnsStrategy.needs });
}

function unusedColumns(names: ResolvedTableNames, { state }: Reembedding): readonly string[] {
  const { vectors, source } = switchColumns(names);
  return [...vectors.map(({ next, previous }) => (state === "active" ? previous : next)), source];
}

async function rename(
  session: Session,
  names: ResolvedTableNames,
  renames: readonly Rename[],
): Promise<number> {
  await lockEverybodyOut(session, names);
  const lockedAt = performance.now();
  await renameTogether(session, names, renames);
  return lockedAt;
}

async function activationRenames(
  session: Session,
  names: ResolvedTableNames,
): Promise<readonly Rename[]> {
  const { vectors } = switchColumns(names);
  const of = (columns: readonly string[]) => columnIndexes(session, names, columns);
  const present = (await of(vectors.map(({ live }) => live))).filter(({ valid }) => valid);
  const built = await of(vectors.map(({ next }) => next));
  const valid = new Set(built.filter((index) => index.valid).map(({ name }) => name));
  const missing = present.find(({ name }) => !valid.has(nextName(name)));
  if (missing !== undefined) throw incomplete(`index "${missing.name}" has no counterpart`);
  return [
    ...vectors.flatMap(({ live, next, previous }): readonly Rename[] => [
      { kind: "column", from: live, to: previous },
      { kind: "column", from: next, to: live },
    ]),
    ...present.flatMap(({ name }): readonly Rename[] => [
      { kind: "index", from: name, to: previousName(name) },
      { kind: "index", from: nextName(name), to: name },
    ]),
  ];
}

async function restoringRenames(
  session: Session,
  names: ResolvedTableNames,
): Promise<readonly Rename[]> {
  const { vectors } = switchColumns(names);
  const of = (columns: readonly string[]) => columnIndexes(session, names, columns);
  const former = new Set((await of(vectors.map(({ previous }) => previous))).map((i) => i.name));
  const present = await of(vectors.map(({ live }) => live));
  const pairs = present.filter(({ name }) => former.has(previousName(name)));
  return [
    ...vectors.flatMap(({ live, next, previous }): readonly Rename[] => [
      { kind: "column", from: live, to: next },
      { kind: "column", from: previous, to: live },
    ]),
    ...pairs.flatMap(({ name }): readonly Rename[] => [
      { kind: "index", from: name, to: nextName(name) },
      { kind: "index", from: previousName(name), to: name },
    ]),
  ];
}
