import {
  countProducts,
  describeReembedding,
  lockReembedding,
  refuseOtherReembedding,
  type ReembeddingDescription,
  type Session,
} from "@searchfit/pg-corpus";
import { runReembedding } from "../job/run-reembedding.ts";
import { wantedReembedding } from "../job/wanted-reembedding.ts";
import { ReembedError } from "../reembed-error.ts";
import { confirm } from "../terminal/confirm.ts";
import { formatCount, formatModel } from "../terminal/format-model.ts";
import { activationConsequences } from "./activate.ts";
import { asked, placeOfVectors } from "./place-of-vectors.ts";
import { since, switchOver, verifyBeforeSwitch, workingOptions } from "./switch-over.ts";
import { withJob, type JobContext } from "./with-job.ts";
import type { CommandFlags } from "./with-table.ts";

/** Embeds all products; with `--activate`, switches to the new vectors. */
export async function run(flags: CommandFlags): Promise<void> {
  await withJob(flags, async (context) => {
    const { db, table, terminal, name, signal } = context;
    const description = await describeReembedding(db, asked(context.job));
    if (isDone(context, description, flags)) {
      terminal.result(`${name} has the vectors of this model already; nothing to do.`);
      terminal.document({ table: name, model: context.job.model, written: 0, alreadyActive: true });
      return;
    }
    const { reembedding } = description;
    if (reembedding !== undefined)
      refuseOtherReembedding(reembedding, wantedReembedding(context.job));
    const { active } = await countProducts(db, { table });
    const consequences = consequencesOf(context, { flags, description, products: active });
    await confirm(terminal, { consequences, yes: flags.yes === true, signal });
    // In place, readers see the new vectors already: at the end their model is recorded.
    const wanted = flags.activate === true || description.strategy === "in-place";
    const switches = wanted && reembedding?.state !== "active";
    await lockReembedding(db, {
      table,
      run: (session) => work(context, { ...flags, switches }, session),
    });
  });
}

async function work(
  context: JobContext,
  flags: CommandFlags & { readonly switches: boolean },
  session: Session,
): Promise<void> {
  const { job, terminal, name } = context;
  const started = performance.now();
  const result = await runReembedding(job, {
    session,
    shardSize: flags.shardSize,
    ...workingOptions(terminal, flags),
  });
  terminal.result(
    `Re-embedded ${formatCount(result.written, "product")} of ${result.total} in ${since(started)}.`,
  );
  const outcome = flags.switches
    ? await switchOver(context, flags, session)
    : { verification: await verifyBeforeSwitch(context, flags), activated: null };
  terminal.note("What to do next: reembed status");
  const seconds = (performance.now() - started) / 1000;
  terminal.document({ table: name, model: job.model, ...result, seconds, ...outcome });
}

/** Whether readers see this model's vectors already, and none is kept up to date any more. */
function isDone(
  { job, name }: JobContext,
  { active, reembedding }: ReembeddingDescription,
  { force }: CommandFlags,
): boolean {
  if (reembedding === undefined)
    return active?.fingerprint === job.model.fingerprint && force !== true;
  if (reembedding.state !== "active" || force !== true) return false;
  throw new ReembedError(
    "SWITCH_NOT_POSSIBLE",
    `Expected the last switch of ${name} to be cleaned up, got one whose former vectors are still kept.`,
    { hint: "Run reembed cleanup first, or reembed rollback." },
  );
}

interface RunFacts {
  readonly flags: CommandFlags;
  readonly description: ReembeddingDescription;
  readonly products: number;
}

function consequencesOf(
  { job, name, db }: JobContext,
  { flags, description, products }: RunFacts,
): readonly string[] {
  const { reembedding, strategy } = description;
  const model = formatModel(job.model);
  if (reembedding?.state === "active")
    return [`This will embed the products of ${name} that changed since the switch with ${model}.`];
  const places = placeOfVectors(description);
  if (flags.activate === true || strategy === "in-place")
    return [...activationConsequences({ job, name, products, strategy }), ...places];
  return [
    `This will embed ${formatCount(products, "product")} of ${name} in ${db.location} with ${model}.`,
    ...places,
  ];
}
