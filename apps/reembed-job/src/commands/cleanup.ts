import { describeReembedding, dropUnusedEmbeddings, lockReembedding } from "@searchfit/pg-corpus";
import type { Reembedding } from "@searchfit/pg-corpus";
import { confirm } from "../terminal/confirm.ts";
import { formatModel } from "../terminal/format-model.ts";
import { workingOptions } from "./switch-over.ts";
import { withTable, type CommandFlags } from "./with-table.ts";

/** Drops the vectors that readers do not see; nothing is left of the re-embedding but the live vectors. */
export async function cleanup(flags: CommandFlags): Promise<void> {
  await withTable(flags, async ({ db, table, name, terminal, signal }) => {
    const { reembedding, unused } = await describeReembedding(db, { table });
    if (reembedding === undefined) {
      terminal.result(`${name} has nothing to clean up.`);
      terminal.document({ table: name, dropped: [] });
      return;
    }
    const consequences = consequencesOf(reembedding, unused, name);
    await confirm(terminal, { consequences, yes: flags.yes === true, signal });
    const { lockTimeoutMs, patienceMs, onRetry } = workingOptions(terminal, flags);
    const options = { table, lockTimeoutMs, patienceMs, onRetry, signal };
    const { dropped } = await lockReembedding(db, {
      table,
      run: () => dropUnusedEmbeddings(db, options),
    });
    const what = dropped.length === 0 ? "nothing" : dropped.join(", ");
    terminal.result(`Dropped ${what} of ${name}.`);
    terminal.document({ table: name, dropped, ended: reembedding });
  });
}

function consequencesOf(
  { state, strategy, model, previous }: Reembedding,
  unused: readonly string[],
  name: string,
): readonly string[] {
  const dropped = unused.length === 0 ? "no column and no table" : unused.join(" and ");
  if (strategy === "in-place") {
    const rest =
      state === "active"
        ? []
        : [
            `Products that are not done keep former vectors: searches of ${name} go on mixing two models until all are embedded by one.`,
          ];
    return [`This will drop ${dropped} of ${name}; the vectors stay as they are.`, ...rest];
  }
  if (state === "active") {
    const former = previous === null ? "the former model" : formatModel(previous);
    return [
      `This will drop ${dropped} of ${name}, the vectors of ${former}, with their indexes.`,
      "After that there is no rollback.",
    ];
  }
  return [
    `This will drop ${dropped} of ${name}, the vectors of ${formatModel(model)} that readers do not see, with their indexes.`,
    "Searches are not affected; a new re-embedding begins from nothing.",
  ];
}
