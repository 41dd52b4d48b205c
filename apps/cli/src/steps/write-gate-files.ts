import { resolve } from "node:path";
import { writeFileDurably } from "@searchfit/experiment-store";
import { renderComment, renderJUnit, type GateResult } from "@searchfit/report-md";
import type { ChainContext } from "../chain/chain-context.ts";
import type { GateFlags } from "../commands/gate-flags.ts";
import { readComparison, readResults } from "./compare.ts";
import { freshManifest } from "./fresh-manifest.ts";
import { reportData } from "./report-data.ts";

/** Writes what `--comment` and `--junit` ask for; each appears under its name when it is whole. */
export async function writeGateFiles(
  context: ChainContext,
  gates: readonly GateResult[],
  { comment, junit }: GateFlags,
): Promise<void> {
  const { experiment, folder, terminal } = context;
  const { manifest } = await freshManifest(experiment);
  if (comment !== undefined) {
    const comparison = await readComparison(experiment.folder);
    const results = await readResults(experiment.folder);
    const data = reportData({ context, manifest, comparison, results });
    await writeFileDurably(resolve(folder, comment), renderComment(data, { gates }));
    terminal.note(`Comment: ${comment}`);
  }
  if (junit !== undefined) {
    const text = renderJUnit({ experiment: manifest.id, gates });
    await writeFileDurably(resolve(folder, junit), text);
    terminal.note(`JUnit: ${junit}`);
  }
}
