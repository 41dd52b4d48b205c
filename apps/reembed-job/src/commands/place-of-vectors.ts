import type { ReembeddingDescription, StrategyName, TableNames } from "@searchfit/pg-corpus";
import type { ReembedJob } from "../job/reembed-job.ts";

/** What a description of the table is asked with. */
export function asked({ table, strategy }: ReembedJob): {
  readonly table: TableNames;
  readonly strategy?: StrategyName;
} {
  return strategy === undefined ? { table } : { table, strategy };
}

/** Where the new vectors go, and what their owner should know of it, in sentences. */
export function placeOfVectors({
  strategy,
  columns,
  additions,
  check,
}: ReembeddingDescription): readonly string[] {
  const live = columns.vectors.map((vector) => vector.live).join(" and ");
  const places: Readonly<Record<StrategyName, string>> = {
    columns: `The new vectors go into columns of their own, ${columns.vectors.map(({ next }) => next).join(" and ")}; searches are not affected until reembed activate.`,
    generations: `The new vectors go into tables of their own; readers of ${additions.at(-1) ?? ""} see them from reembed activate on. Who reads ${live} of the product table itself keeps the former ones.`,
    "in-place": `The new vectors are written over ${live}, at once and batch by batch.`,
  };
  return [places[strategy], ...check.warnings];
}
