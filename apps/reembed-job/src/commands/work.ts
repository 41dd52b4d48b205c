import { countProducts, describeReembedding } from "@searchfit/pg-corpus";
import { beginReembedding } from "../job/begin-reembedding.ts";
import { fillShards } from "../job/fill-shards.ts";
import { confirm } from "../terminal/confirm.ts";
import { formatCount, formatModel } from "../terminal/format-model.ts";
import { asked, placeOfVectors } from "./place-of-vectors.ts";
import { since, workingOptions } from "./switch-over.ts";
import { withJob } from "./with-job.ts";
import type { CommandFlags } from "./with-table.ts";

/** Fills the new columns beside other workers; indexes and the switch are left to `run`. */
export async function work(flags: CommandFlags): Promise<void> {
  await withJob(flags, async ({ job, db, table, terminal, name, signal }) => {
    const { active } = await countProducts(db, { table });
    const consequences = [
      `This will embed ${formatCount(active, "product")} of ${name} in ${db.location} with ${formatModel(job.model)}, together with other workers.`,
      ...placeOfVectors(await describeReembedding(db, asked(job))),
    ];
    await confirm(terminal, { consequences, yes: flags.yes === true, signal });
    const started = performance.now();
    const { shardSize } = flags;
    const { lockTimeoutMs, patienceMs, onRetry, ...filling } = workingOptions(terminal, flags);
    await beginReembedding(job, { lockTimeoutMs, patienceMs, onRetry });
    const { written, total } = await fillShards(job, { shardSize, ...filling });
    terminal.result(
      `This worker embedded ${formatCount(written, "product")} of ${total} in ${since(started)}; every shard is filled.`,
    );
    terminal.note("What to do next, once: reembed run --activate");
    const seconds = (performance.now() - started) / 1000;
    terminal.document({ table: name, model: job.model, written, total, seconds });
  });
}
