import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeFileDurably } from "@searchfit/experiment-store";
import {
  drawHistory,
  formatHistoryTable,
  renderHistoryPage,
  stripControl,
} from "@searchfit/report-md";
import { CliError } from "../cli-error.ts";
import { readHistory } from "../many-experiments/read-history.ts";
import { readConfigFile } from "../settings/read-config-file.ts";
import { settingsSchema } from "../settings/settings.ts";
import { openTerminal } from "../terminal/terminal.ts";

/** Name of the page. */
const historyFile = "history.html";

/** Flags of `history`. */
export interface HistoryFlags {
  readonly config?: string;
  readonly json?: boolean;
}

/**
 * Shows all experiments of a folder, and writes `history.html` into it.
 *
 * @throws {CliError} `EXPERIMENT_INCOMPLETE` when there is no experiment.
 */
export async function history(given: string | undefined, flags: HistoryFlags): Promise<void> {
  const terminal = openTerminal({ json: flags.json === true });
  const file = await readConfigFile(process.cwd(), flags.config);
  const folder = resolve(given ?? settingsSchema.parse(file).experimentsFolder);
  const { entries, unreadable } = existsSync(folder)
    ? await readHistory(folder)
    : { entries: [], unreadable: [] };
  for (const { folder: name, reason } of unreadable)
    terminal.warn(stripControl(`${name} is left out: ${reason}`));
  if (entries.length === 0) {
    throw new CliError("EXPERIMENT_INCOMPLETE", `Expected experiments in ${folder}, found none.`, {
      hint: "Name the folder that holds them, or run one: searchfit train",
    });
  }
  const page = join(folder, historyFile);
  const figure = await drawHistory(entries);
  await writeFileDurably(page, renderHistoryPage(entries, { figure }));
  terminal.result(formatHistoryTable(entries));
  terminal.result(`Page: ${page}`);
  terminal.document({ folder, page, experiments: entries, unreadable });
}
