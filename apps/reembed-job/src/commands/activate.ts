import {
  countProducts,
  describeReembedding,
  lockReembedding,
  type StrategyName,
} from "@searchfit/pg-corpus";
import type { ReembedJob } from "../job/reembed-job.ts";
import { confirm } from "../terminal/confirm.ts";
import { formatCount, formatModel } from "../terminal/format-model.ts";
import { requireModel } from "./require-model.ts";
import { switchOver } from "./switch-over.ts";
import { withJob } from "./with-job.ts";
import type { CommandFlags } from "./with-table.ts";

/** Makes the new vectors the ones that readers see. */
export async function activate(flags: CommandFlags): Promise<void> {
  await withJob(flags, async (context) => {
    const { job, db, table, name, terminal, signal } = context;
    const { reembedding } = await describeReembedding(db, { table });
    const { state, strategy } = requireModel(job, reembedding);
    if (state === "active") {
      terminal.result(`${name} has the vectors of this model already; nothing to do.`);
      terminal.document({ table: name, model: job.model, alreadyActive: true });
      return;
    }
    const { active: products } = await countProducts(db, { table });
    const consequences = activationConsequences({ job, name, products, strategy });
    await confirm(terminal, { consequences, yes: flags.yes === true, signal });
    const outcome = await lockReembedding(db, {
      table,
      run: (session) => switchOver(context, flags, session),
    });
    terminal.document({ table: name, model: job.model, ...outcome });
  });
}

const kept =
  "The former vectors are kept: reembed rollback brings them back until reembed cleanup.";

/** What a switch means for those who search, in sentences. */
export function activationConsequences(facts: {
  readonly job: ReembedJob;
  readonly name: string;
  readonly products: number;
  readonly strategy: StrategyName;
}): readonly string[] {
  const { job, name, products, strategy } = facts;
  return [
    `This will replace the embeddings of ${formatCount(products, "product")} in ${name} (${job.db.location}).`,
    `Every search service that reads them will use ${formatModel(job.model)} at once; queries must be embedded by the same model.`,
    ...(strategy === "in-place" ? [] : [kept]),
  ];
}
