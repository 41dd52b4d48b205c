import {
  countReembedding,
  describeReembedding,
  nextIndexes,
  type ReembeddingCounts,
  type ReembeddingDescription,
} from "@searchfit/pg-corpus";
import { formatCount, formatFacts, formatModel } from "../terminal/format-model.ts";
import { withTable, type CommandFlags } from "./with-table.ts";

/** Says how far a re-embedding is, and which model is active. */
export async function status(flags: CommandFlags): Promise<void> {
  await withTable(flags, async ({ db, table, name, terminal }) => {
    const { active, reembedding, strategy, check } = await describeReembedding(db, { table });
    const counts = reembedding === undefined ? null : await countReembedding(db, { table });
    const indexes = (reembedding === undefined ? [] : await nextIndexes(db, { table })).map(
      ({ name: index, next, state }) => ({ name: index, next, state }),
    );
    terminal.result(
      formatFacts([
        ["table", `${name} in ${db.location}`],
        [
          "model now",
          active === undefined ? "not known" : `${formatModel(active)}, since ${active.since}`,
        ],
        ["re-embedding", reembeddingLine(reembedding, counts)],
        ...(reembedding === undefined ? [] : [["strategy", strategy] as const]),
        ...indexes.map((index) => ["index", `${index.next}: ${index.state}`] as const),
        ["next", nextStep(reembedding, counts)],
      ]),
    );
    terminal.document({
      table: name,
      location: db.location,
      active: active ?? null,
      reembedding: reembedding ?? null,
      counts,
      indexes,
      obstacles: check.obstacles,
    });
  });
}

type Reembedding = ReembeddingDescription["reembedding"];

function reembeddingLine(reembedding: Reembedding, counts: ReembeddingCounts | null): string {
  if (reembedding === undefined || counts === null) return "none";
  const { state, model } = reembedding;
  const { ready, active, stale } = counts;
  const line = formatModel(model);
  if (state !== "active") return `${state}: ${line}, ${ready} of ${active} products done`;
  return `active: ${line}; ${formatCount(stale, "product")} changed since the switch`;
}

function nextStep(reembedding: Reembedding, counts: ReembeddingCounts | null): string {
  if (reembedding === undefined || counts === null) return "reembed plan, reembed run";
  if (reembedding.strategy === "in-place")
    return reembedding.state === "active" ? "reembed cleanup" : "reembed run";
  if (reembedding.state === "active") return "reembed rollback, or reembed cleanup to keep it";
  if (counts.ready === 0 && counts.active > 0) return "reembed run";
  return counts.stale > 0 ? "reembed run, or reembed activate" : "reembed verify, reembed activate";
}
