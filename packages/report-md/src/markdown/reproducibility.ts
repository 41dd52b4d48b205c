import type { ArtefactFacts, StepTime } from "../data/delivery-facts.ts";
import type { ReportData } from "../data/report-data.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { formatDuration } from "../text/format-duration.ts";
import { labelledBullets, given } from "./bullets.ts";
import { code, codeBlock } from "./code.ts";
import { markdownTable } from "./markdown-table.ts";

/** Commands, seeds, times and hashes. */
export function reproducibility(data: ReportData): string {
  const facts = labelledBullets([
    ["Experiment", code(data.experiment)],
    ["Seed", given(data.training?.seed ?? data.split?.seed, String)],
    ["Base model", given(data.system?.baseModel?.fingerprint, code)],
    ["Tuned model", given(data.system?.tunedFingerprint, code)],
  ]);
  const parts = [facts];
  if (data.commands !== undefined && data.commands.length > 0) parts.push(codeBlock(data.commands));
  if (data.steps !== undefined && data.steps.length > 0) parts.push(stepTable(data.steps));
  if (data.artefacts !== undefined && data.artefacts.length > 0)
    parts.push(artefactTable(data.artefacts));
  return parts.join("\n\n");
}

function stepTable(steps: readonly StepTime[]): string {
  const total = steps.reduce((sum, step) => sum + step.seconds, 0);
  const rows = steps.map((step) => [
    escapeMarkdown(step.name),
    formatDuration(step.seconds),
    given(step.status, escapeMarkdown) ?? "done",
  ]);
  return markdownTable(
    [
      ["Step", "left"],
      ["Time", "right"],
      ["Status", "left"],
    ],
    [...rows, ["**All**", formatDuration(total), ""]],
  );
}

function artefactTable(artefacts: readonly ArtefactFacts[]): string {
  const rows = artefacts.map((artefact) => [
    code(artefact.path),
    given(artefact.bytes, formatCount) ?? "–",
    code(artefact.sha256),
  ]);
  return markdownTable(
    [
      ["File", "left"],
      ["Bytes", "right"],
      ["SHA-256", "left"],
    ],
    rows,
  );
}
