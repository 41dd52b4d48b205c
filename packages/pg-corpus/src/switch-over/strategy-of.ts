import type { Session } from "../database.ts";
import { generationsStrategy } from "../generations/generations-strategy.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { columnsStrategy } from "./columns-strategy.ts";
import { refuseObstacles, type SwitchCheck } from "./find-obstacles.ts";
import { inPlaceStrategy } from "./in-place-strategy.ts";
import { findActiveModel, findReembedding } from "./job-tables.ts";
import type { StrategyName } from "./reembedding.ts";
import type { SwitchStrategy } from "./strategy.ts";

const strategies: Readonly<Record<StrategyName, SwitchStrategy>> = {
  columns: columnsStrategy,
  generations: generationsStrategy,
  "in-place": inPlaceStrategy,
};

/** What a strategy does. */
export function strategyOf({ strategy }: { readonly strategy: StrategyName }): SwitchStrategy {
  return strategies[strategy];
}

/** The strategy of a table's re-embedding, or of its next one: what is asked for, else as it was. */
export async function chooseStrategy(
  session: Session,
  names: ResolvedTableNames,
  asked?: StrategyName,
): Promise<StrategyName> {
  const begun = await findReembedding(session, names);
  if (begun !== undefined) return begun.strategy;
  if (asked !== undefined) return asked;
  const generation = (await findActiveModel(session, names))?.generation ?? null;
  return generation === null ? "columns" : "generations";
}

/** What stands against a strategy, also from what was done to the table before. */
export async function checkStrategy(
  session: Session,
  names: ResolvedTableNames,
  strategy: StrategyName,
): Promise<SwitchCheck> {
  const check = await strategyOf({ strategy }).findObstacles(session, names);
  const generation = (await findActiveModel(session, names))?.generation ?? null;
  if (strategy === "generations" || generation === null) return check;
  const obstacle = `its readers see generation ${generation}, which only the strategy generations replaces`;
  return { ...check, obstacles: [...check.obstacles, obstacle] };
}

/** Throws `SWITCH_OBSTACLE` with all that stands against a strategy. */
export async function refuseStrategy(
  session: Session,
  names: ResolvedTableNames,
  strategy: StrategyName,
): Promise<void> {
  const { obstacles } = await checkStrategy(session, names, strategy);
  refuseObstacles(names, { obstacles, needs: strategyOf({ strategy }).needs });
}
