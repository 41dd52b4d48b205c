import { formatBoxTable } from "@searchfit/report-md";
import { exitCodes } from "../cli-error.ts";
import { checkBaseModel } from "../doctor/check-base-model.ts";
import { checkDatabase } from "../doctor/check-database.ts";
import { checkFolder } from "../doctor/check-folder.ts";
import { checkApiKey, checkInput } from "../doctor/check-input.ts";
import { checkPython } from "../doctor/check-python.ts";
import { checkSettings } from "../doctor/check-settings.ts";
import { ok, type Check } from "../doctor/check.ts";
import { ExitWithCode } from "../exit-with-code.ts";
import { cacheFolder } from "../settings/cache-folder.ts";
import { readConfigFile } from "../settings/read-config-file.ts";
import { readEnvironment } from "../settings/read-environment.ts";
import type { WrittenSettings } from "../settings/settings.ts";
import { openTerminal, type Terminal } from "../terminal/terminal.ts";
import { settingsOfFlags, type SettingFlags } from "./setting-flags.ts";

/** Space for the Python environment and the base model. */
const cacheBytes = 2.5e9;

/** Space for an experiment: vectors, model, checkpoints. */
const experimentBytes = 5e8;

/** Looks at everything that `train` would need with these settings, and says what to do. */
export async function doctor(flags: SettingFlags): Promise<void> {
  const terminal = openTerminal({ json: flags.json === true });
  const checks = await checkAll(flags);
  const broken = checks.filter(({ status, needed }) => status === "missing" && needed);
  tell(checks, terminal);
  terminal.result(
    broken.length === 0
      ? "searchfit train can run with these settings."
      : `searchfit train cannot run with these settings: ${broken.map(({ name }) => name).join(", ")}.`,
  );
  terminal.document({ ready: broken.length === 0, checks });
  if (broken.length > 0) throw new ExitWithCode(exitCodes.fixable);
}

async function checkAll(flags: SettingFlags): Promise<readonly Check[]> {
  const folder = process.cwd();
  const environment = readEnvironment(folder, process.env);
  const file = await readConfigFile(folder, flags.config).catch(
    (error: unknown) => error as WrittenSettings | Error,
  );
  const sources = { flags: settingsOfFlags(flags), file, environment };
  const { settings, check } = checkSettings(sources);
  const cache = cacheFolder(environment);
  const python = await checkPython({ settings, environment, cache });
  const isBuilt = python.every(({ status }) => status === "ok");
  return [
    ok("node", process.versions.node),
    check,
    ...python,
    await checkBaseModel({ settings, cache, folder }),
    ...checkInput(settings, folder),
    ...(await checkDatabase(settings, environment)),
    checkApiKey(settings, environment),
    await checkFolder({
      name: "cache folder",
      path: cache,
      neededBytes: isBuilt ? 0 : cacheBytes,
      fix: "Name another folder with SEARCHFIT_CACHE.",
    }),
    await checkFolder({
      name: "working folder",
      path: folder,
      neededBytes: experimentBytes,
      fix: "Start searchfit in another folder.",
    }),
  ];
}

function tell(checks: readonly Check[], terminal: Terminal): void {
  const rows = checks.map(({ name, status, needed, detail }) => [
    name,
    status === "missing" && needed ? "MISSING" : status,
    detail.replaceAll(/\s+/gu, " "),
  ]);
  const columns = [{ header: "Check" }, { header: "" }, { header: "Found", flexible: true }];
  terminal.result(formatBoxTable(rows, { columns, maxWidth: 110 }));
  for (const { name, fix, status, detail } of checks) {
    if (status !== "missing") continue;
    terminal.result(`${name}: ${detail}`);
    if (fix !== null) terminal.result(`  → ${fix}`);
  }
}
