import { describeReembedding, dropUnusedEmbeddings, lockReembedding } from "@searchfit/pg-corpus";
import type { Reembedding, SwitchColumns } from "@searchfit/pg-corpus";
import { confirm } from "../terminal/confirm.ts";
import { formatModel } from "../terminal/format-model.ts";
import { workingOptions } from "./switch-over.ts";
import { withTable, type CommandFlags } from "./with-table.ts";

/** Drops the vectors that readers do not see; nothing is left of the re-embedding but the live vectors. */
export async function cleanup(flags: CommandFlags): Promise<void> {
  await withTable(flags, async ({ db, table, name, terminal, signal }) => {
    const { reembedding, columns } = await describeReembedding(db, { table });
    if (reembedding === undefined) {
      terminal.result(`${name} has nothing to clean up.`);
      terminal.document({ table: name, dropped: [] });
      return;
    }
    const consequences = consequencesOf(reembedding, columns, name);
    await confirm(terminal, { consequences, yes: flags.yes === true, signal });
    const { lockTimeoutMs, patienceMs, onRetry } = workingOptions(terminal, flags);
    const options = { table, lockTimeoutMs, patienceMs, onRetry, signal };
    const { dropped } = await lockReembedding(db, {
      table,
      run: () => dropUnusedEmbeddings(db, options),
    });
    terminal.result(`Dropped ${dropped.join(", ")} of ${name}.`);
    terminal.document({ table: name, dropped, ended: reembedding });
  });
}

function consequencesOf(
  { state, model, previous }: Reembedding,
  { vectors }: SwitchColumns,
  name: string,
): readonly string[] {
  if (state === "active") {
    const former = previous === null ? "the former model" : formatModel(previous);
    return [
      `This will drop ${vectors.map((vector) => vector.previous).join(" and ")} of ${name}, the vectors of ${former}, with their indexes.`,
      "After that there is no rollback.",
    ];
  }
  return [
    `This will drop ${vectors.map(({ next }) => next).join(" and ")} of ${name}, the vectors of ${formatModel(model)} that readers do not see, with their indexes.`,
    "Searches are not affected; a new re-embedding begins from nothing.",
  ];
}
