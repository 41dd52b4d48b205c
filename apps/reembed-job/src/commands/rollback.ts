import {
  countReembedding,
  describeReembedding,
  lockReembedding,
  restorePreviousEmbeddings,
} from "@searchfit/pg-corpus";
import { confirm } from "../terminal/confirm.ts";
import { formatCount, formatModel } from "../terminal/format-model.ts";
import { requireSwitched } from "./require-switched.ts";
import { workingOptions } from "./switch-over.ts";
import { withTable, type CommandFlags } from "./with-table.ts";

/** Makes the former vectors the ones that readers see again. */
export async function rollback(flags: CommandFlags): Promise<void> {
  await withTable(flags, async ({ db, table, name, terminal, signal }) => {
    const { previous } = requireSwitched((await describeReembedding(db, { table })).reembedding);
    const { active, stale } = await countReembedding(db, { table });
    const former = previous === null ? "the former model" : formatModel(previous);
    const consequences = [
      `This will bring back the former embeddings of ${formatCount(active, "product")} in ${name} (${db.location}).`,
      `Every search service that reads them will use ${former} at once; queries must be embedded by the same model.`,
      ...staleWarning(stale),
    ];
    await confirm(terminal, { consequences, yes: flags.yes === true, signal });
    const { lockTimeoutMs, patienceMs, onRetry } = workingOptions(terminal, flags);
    const options = { table, lockTimeoutMs, patienceMs, onRetry, signal };
    const restored = await lockReembedding(db, {
      table,
      run: () => restorePreviousEmbeddings(db, options),
    });
    terminal.result(
      `Switched ${name} back to ${former}: readers were locked out for ${restored.lockedMs.toFixed(1)} ms.`,
    );
    terminal.note(
      "The new vectors stay: reembed activate uses them again, reembed cleanup drops them.",
    );
    terminal.document({ table: name, ...restored, changedSinceSwitch: stale });
  });
}

function staleWarning(stale: number): readonly string[] {
  if (stale === 0) return [];
  return [
    `${formatCount(stale, "product")} changed or came in since the switch: their former vectors belong to their former text, or are missing.`,
  ];
}
