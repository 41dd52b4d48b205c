import { askAnswers } from "../init/ask-answers.ts";
import { checkAnswers, type CheckedAnswers } from "../init/check-answers.ts";
import { configFileText, type ConfigFormat } from "../init/config-file-text.ts";
import { configFormat } from "../init/config-format.ts";
import { completeAnswers, settingsOfAnswers, type InitAnswers } from "../init/init-answers.ts";
import { openQuestions } from "../init/open-questions.ts";
import { envExampleText, missingVariables } from "../init/secret-variables.ts";
import { requireNoFiles, writeNewFiles } from "../init/write-new-files.ts";
import { readEnvironment, type Environment } from "../settings/read-environment.ts";
import { joinSettings } from "../settings/resolve-settings.ts";
import { openTerminal, type Terminal } from "../terminal/terminal.ts";

/** Flags of `init`. */
export interface InitFlags {
  readonly experiment?: string;
  readonly source?: string;
  readonly table?: string;
  readonly queries?: string;
  readonly judged?: string;
  readonly maxCost?: number;
  readonly format?: ConfigFormat;
  /** False for `--no-check`. */
  readonly check: boolean;
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Writes a configuration file and `.env.example`, after a look at what they name. */
export async function init(flags: InitFlags): Promise<void> {
  const terminal = openTerminal({ json: flags.json === true });
  const folder = process.cwd();
  const environment = readEnvironment(folder, process.env);
  const format = flags.format ?? configFormat(folder);
  const configName = `searchfit.config.${format}`;
  const force = flags.force === true;
  requireNoFiles(folder, [configName, ".env.example"], force);

  const written = settingsOfAnswers(await answersOf(flags, environment, folder));
  const settings = joinSettings(written, {}, environment);
  const checked: CheckedAnswers = flags.check
    ? await checkAnswers({ settings, environment, folder })
    : { found: [], hasProducts: true };
  const files = {
    [configName]: configFileText(written, format),
    ".env.example": envExampleText(settings),
  };
  if (flags.dryRun !== true) await writeNewFiles(folder, files, force);

  const missing = missingVariables(settings, environment);
  const next = checked.hasProducts ? "searchfit train" : "searchfit import --source csv:FILE";
  for (const line of checked.found) terminal.result(line);
  tell(files, { terminal, missing, next, dryRun: flags.dryRun === true });
  terminal.document({
    dryRun: flags.dryRun === true,
    files: Object.keys(files),
    settings: written,
    ...{ checked: flags.check, found: checked.found, missing, next },
  });
}

/** The flags' answers; at a terminal the others are asked for. */
async function answersOf(
  flags: InitFlags,
  environment: Environment,
  folder: string,
): Promise<InitAnswers> {
  const { experiment, source, table, queries, judged, maxCost } = flags;
  const given = { experiment, source, table, queries, judged, maxCostUsd: maxCost };
  const { stdin, stderr } = process;
  const silent = flags.yes === true || flags.json === true || !stdin.isTTY || !stderr.isTTY;
  if (silent) return completeAnswers(given, environment);
  const questions = openQuestions(stdin, stderr);
  try {
    return await askAnswers(given, { questions, environment, folder });
  } finally {
    questions.close();
  }
}

interface Telling {
  readonly terminal: Terminal;
  readonly missing: readonly string[];
  readonly next: string;
  readonly dryRun: boolean;
}

function tell(files: Readonly<Record<string, string>>, telling: Telling): void {
  const { terminal, missing, next, dryRun } = telling;
  const names = Object.keys(files);
  if (dryRun) {
    for (const name of names) terminal.result(`\n${name} would be:\n\n${files[name] ?? ""}`);
    return;
  }
  terminal.result(`Written: ${names.join(", ")}`);
  if (missing.length > 0)
    terminal.result(`Put ${missing.join(" and ")} into .env (see .env.example), then:`);
  terminal.result(missing.length > 0 ? `  ${next}` : `Next: ${next}`);
}
