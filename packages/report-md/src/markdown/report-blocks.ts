import type { ReportData } from "../data/report-data.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { code } from "./code.ts";
import { dataSplit } from "./data-split.ts";
import { deployment } from "./deployment.ts";
import { evaluationProtocol } from "./evaluation-protocol.ts";
import { executiveSummary } from "./executive-summary.ts";
import { fineTuningConfiguration } from "./fine-tuning-configuration.ts";
import { forgetting } from "./forgetting.ts";
import { keyFindings } from "./key-findings.ts";
import { learningCurve } from "./learning-curve.ts";
import { limitations } from "./limitations.ts";
import { metricComparison } from "./metric-comparison.ts";
import type { ReportBlock } from "./report-block.ts";
import { reproducibility } from "./reproducibility.ts";
import { searchExamples } from "./search-examples.ts";
import { servedModel } from "./served-model.ts";
import { slices } from "./slices.ts";
import { systemContext } from "./system-context.ts";
import { testResults } from "./test-results.ts";
import { trainingData } from "./training-data.ts";

/** The whole report in pieces: S0's sections in S0's order, with the places of the figures. */
export function reportBlocks(data: ReportData): readonly ReportBlock[] {
  const stamp =
    data.generatedAt === undefined ? "" : `*Generated: ${escapeMarkdown(data.generatedAt)}* · `;
  return [
    "# Embedding Model Fine-Tuning Evaluation Report",
    `${stamp}Experiment: ${code(data.experiment)}`,
    ...["## Executive Summary", executiveSummary(data)],
    ...["## System Context", systemContext(data)],
    "## Methodology",
    ...["### Training Data Generation", trainingData(data)],
    ...["### Data Split and Leak Check", dataSplit(data)],
    ...["### Fine-Tuning Configuration", fineTuningConfiguration(data)],
    ...["### Evaluation Protocol", evaluationProtocol(data)],
    "## Results",
    ...["### Metric Comparison Table", ...metricComparison(data)],
    ...["### Key Findings", keyFindings(data)],
    ...testResults(data),
    ...slices(data),
    ...learningCurve(data),
    ...present(forgetting(data)),
    ...present(servedModel(data)),
    ...["## Search Quality Examples", searchExamples(data)],
    ...["## Deployment", deployment(data)],
    ...["## Limitations and Future Work", limitations(data)],
    ...["## Reproducibility", reproducibility(data)],
  ];
}

function present(block: string | undefined): string[] {
  return block === undefined ? [] : [block];
}
