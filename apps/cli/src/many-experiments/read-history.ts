import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readManifest } from "@searchfit/experiment-store";
import { historyEntry, type HistoryPageEntry } from "@searchfit/report-md";
import type { Settings } from "../settings/settings.ts";
import { comparisonFile, readComparison, readResults } from "../steps/compare.ts";
import { finetunedFile } from "../steps/evaluate.ts";
import { reportData } from "../steps/report-data.ts";
import { reportFiles } from "../steps/report.ts";

/** What a folder of experiments holds. */
export interface ExperimentHistory {
  /** Experiments by their date, the oldest first; those that were not compared last. */
  readonly entries: readonly HistoryPageEntry[];
  /** Folders that could not be read, with the reason. */
  readonly unreadable: readonly { readonly folder: string; readonly reason: string }[];
}

/** Reads every experiment of a folder; one that cannot be read does not hide the others. */
export async function readHistory(folder: string): Promise<ExperimentHistory> {
  const entries: HistoryPageEntry[] = [];
  const unreadable: { folder: string; reason: string }[] = [];
  const found = await readdir(folder, { withFileTypes: true });
  for (const { name } of found.filter((entry) => entry.isDirectory())) {
    try {
      const entry = await readEntry(folder, name);
      if (entry !== undefined) entries.push(entry);
    } catch (error) {
      unreadable.push({ folder: name, reason: (error as Error).message });
    }
  }
  const last = "\uFFFF";
  const key = (entry: HistoryPageEntry) => `${entry.finishedAt ?? last} ${entry.experiment}`;
  entries.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return { entries, unreadable };
}

async function readEntry(root: string, name: string): Promise<HistoryPageEntry | undefined> {
  const folder = join(root, name);
  const manifest = await readManifest(join(folder, "manifest.json"));
  if (manifest === undefined) return undefined;
  const there = (file: string) => existsSync(join(folder, file));
  const data = reportData({
    context: { settings: manifest.config as unknown as Settings },
    manifest,
    comparison: there(comparisonFile) ? await readComparison(folder) : undefined,
    results: there(finetunedFile) ? await readResults(folder) : undefined,
  });
  const reportFolder = there(reportFiles.html) ? name : undefined;
  return { ...historyEntry({ ...data, experiment: name }), reportFolder };
}
