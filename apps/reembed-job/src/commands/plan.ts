import { planReembedding, type ReembeddingPlan } from "../job/plan-reembedding.ts";
import { ReembedError } from "../reembed-error.ts";
import { formatDuration } from "../terminal/format-duration.ts";
import { formatCount, formatFacts, formatModel } from "../terminal/format-model.ts";
import { withJob } from "./with-job.ts";
import type { CommandFlags } from "./with-table.ts";

/** Says what a re-embedding would do; changes nothing. */
export async function plan(flags: CommandFlags): Promise<void> {
  await withJob(flags, async ({ job, db, name, terminal }) => {
    const planned = await planReembedding(job);
    terminal.result(formatPlan(planned, `${name} in ${db.location}`));
    for (const warning of planned.warnings) terminal.warn(`Warning: ${warning}`);
    if (planned.obstacles.length > 0) throw notPossible(name, planned);
    terminal.document({ table: name, location: db.location, ...planned });
  });
}

function notPossible(name: string, planned: ReembeddingPlan): ReembedError {
  return new ReembedError(
    "SWITCH_NOT_POSSIBLE",
    `Expected ${name} to be a table for the strategy ${planned.strategy}, but ${planned.obstacles.join("; ")}.`,
    {
      hint: "Remove what is named, and put it back after the switch where it is needed.",
      details: { plan: planned },
    },
  );
}

function formatPlan(planned: ReembeddingPlan, place: string): string {
  const { products, model, active, strategy, additions, indexes, estimate } = planned;
  return formatFacts([
    ["table", place],
    ["products", `${formatCount(products, "active product")} to embed`],
    ["model now", active === null ? "not known: no switch was recorded" : formatModel(active)],
    ["new model", formatModel(model)],
    ["state", stateOf(planned)],
    ["strategy", strategy],
    [strategy === "generations" ? "tables" : "columns", additions.join(", ")],
    ["indexes", indexes.length === 0 ? "none to build" : `like ${indexes.join(", ")}`],
    ["time", timeOf(estimate)],
    ["space", `${(estimate.bytes / 1e6).toFixed(1)} MB for vectors, and as much again for indexes`],
  ]);
}

function stateOf({ reembedding, active, model }: ReembeddingPlan): string {
  if (reembedding === null) {
    const isActive = active?.fingerprint === model.fingerprint;
    return isActive ? "this model is active; reembed run does nothing" : "nothing begun";
  }
  return `${reembedding.state}: ${formatModel(reembedding.model)}`;
}

function timeOf({ seconds, productsPerSecond }: ReembeddingPlan["estimate"]): string {
  if (seconds === null || productsPerSecond === null) return "none";
  return `about ${formatDuration(seconds)} (${productsPerSecond.toFixed(1)} products/s here)`;
}
