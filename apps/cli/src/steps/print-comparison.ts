import {
  comparisonHeader,
  conclusion,
  formatComparisonTable,
  formatSideBySide,
  type TestName,
} from "@searchfit/report-md";
import type { ChainContext } from "../chain/chain-context.ts";
import { readComparison, readResults } from "./compare.ts";
import { freshManifest } from "./fresh-manifest.ts";
import { reportData } from "./report-data.ts";
import { shownExamples } from "./shown-examples.ts";

const titles: Readonly<Record<TestName, string>> = {
  judged: "judged queries",
  newProducts: "new products, synthetic queries",
  knownProducts: "known products, new synthetic queries",
};

/** Shows the comparison: a table a test, the headline first, a few queries side by side, the conclusion. */
export async function printComparison(context: ChainContext): Promise<void> {
  const { experiment, terminal } = context;
  const comparison = await readComparison(experiment.folder);
  const results = await readResults(experiment.folder);
  const { manifest } = await freshManifest(experiment);
  const data = reportData({ context, manifest, comparison, results });
  for (const [name, test] of Object.entries(data.tests ?? {})) {
    if (test?.comparison === undefined) continue;
    terminal.result(
      formatComparisonTable({
        comparison: test.comparison,
        title: `EMBEDDING FINE-TUNING RESULTS — ${titles[name as TestName].toUpperCase()}`,
        header: comparisonHeader(data, name as TestName),
      }),
    );
  }
  const shown = shownExamples(comparison.examples);
  for (const { query, baseline, candidate, relevantRank } of shown) {
    terminal.result(
      formatSideBySide({
        query,
        baseline,
        candidate,
        ...(relevantRank === undefined ? {} : { relevantRank }),
      }),
    );
  }
  const left = comparison.examples.length - shown.length;
  if (left > 0) terminal.result(`The report shows ${left} more queries side by side.`);
  terminal.result(conclusion(data));
}
