import type { Json } from "@searchfit/experiment-store";
import type { HardNegativeReport } from "@searchfit/retrieval-dataset";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ChainStep } from "../chain/chain-step.ts";
import { runFreshStep } from "../chain/run-fresh-step.ts";
import type { Settings } from "../settings/settings.ts";
import { productsFile } from "./catalogue.ts";
import { mineNegatives, negativesFile, trainRun } from "./mine-negatives.ts";
import { rankByTeacher, teacherFile, writeTeacherLines } from "./teacher-rankings.ts";
import { readRun } from "./run-files.ts";
import { splitFiles } from "./split-files.ts";

/** What the step keeps of itself. */
interface MiningSummary {
  /** Negatives a query that were wanted. */
  readonly count: number;
  /** What was taken and left out; null where none were wanted. */
  readonly report: HardNegativeReport | null;
  /** Rankings to distil. */
  readonly teacherLists: number;
  /** Products of dev and test that stood high enough for a ranking, and are in none. */
  readonly teacherHeldOut: number;
}

/** Picks products that the base model mistakes for the right one. */
export const mine: ChainStep = {
  name: "mine",
  description: "Pick hard negatives from the base model's rankings of the training queries.",
  run: async (context) => {
    const { settings } = context;
    const outcome = await runFreshStep(
      context,
      {
        name: "mine",
        version: 3,
        config: {
          ...settings.negatives,
          seed: settings.seed,
          teacherDocuments: teacherDocumentsOf(settings),
        },
        inputs: [productsFile, splitFiles.train, splitFiles.summary, splitFiles.tests, trainRun],
        outputs: [negativesFile, teacherFile],
        force: context.forced.has("mine"),
      },
      async ({ workFolder }) => (await mineAll(context, workFolder)) as unknown as Json,
    );
    if (outcome.status === "done") print(outcome.summary as unknown as MiningSummary, context);
    return outcome;
  },
};

/** How long a teacher's lists are; 0 without a teacher. */
function teacherDocumentsOf({ training }: Settings): number {
  return training.teacher === null ? 0 : training.teacherDocuments;
}

async function mineAll(
  { experiment: { folder }, settings }: ChainContext,
  workFolder: string,
): Promise<MiningSummary> {
  const report = await mineNegatives(folder, workFolder, settings);
  const documents = teacherDocumentsOf(settings);
  const { lines, heldOut } =
    documents === 0
      ? { lines: [], heldOut: 0 }
      : await rankByTeacher(folder, await readRun(folder, trainRun, "content"), documents);
  await writeTeacherLines(workFolder, lines);
  const { count } = settings.negatives;
  return { count, report, teacherLists: lines.length, teacherHeldOut: heldOut };
}

function print(summary: MiningSummary, { terminal }: ChainContext): void {
  const { count, report, teacherLists, teacherHeldOut } = summary;
  terminal.note(
    report === null
      ? "  none wanted (negatives.count is 0): the other products of a batch serve as negatives"
      : `  ${report.selected} hard negatives, ${count} a query at most; ${report.excluded["held-out"]} candidates left out, as they are products of dev and test`,
  );
  if (teacherLists > 0)
    terminal.note(
      `  ${teacherLists} rankings of BM25 and the base model fused, to be distilled; ${teacherHeldOut} documents left out, as they are products of dev and test`,
    );
}
