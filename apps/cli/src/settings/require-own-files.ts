import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { CliError } from "../cli-error.ts";
import { parseQueriesSetting } from "../steps/parse-queries-setting.ts";
import { parseSource } from "../steps/parse-source.ts";
import { judgedFiles } from "../steps/read-judged.ts";
import type { UsedPart } from "./resolve-settings.ts";
import type { Settings } from "./settings.ts";

/**
 * Looks for the user's own files before any work: the catalogue, recorded queries, judged queries.
 *
 * @param settings What names them.
 * @param folder Folder that relative paths start from.
 * @param used The parts that the command reads.
 * @throws {CliError} `FILE_MISSING`, `INVALID_SOURCE`.
 */
export function requireOwnFiles(
  settings: Settings,
  folder: string,
  used: readonly UsedPart[],
): void {
  for (const part of used)
    for (const path of ownFiles(settings, folder, part))
      if (!existsSync(path)) throw missing(names[part], path);
}

const names: Readonly<Record<UsedPart, string>> = {
  source: "the catalogue",
  queries: "recorded queries",
  judged: "judged queries",
};

function ownFiles(settings: Settings, folder: string, part: UsedPart): string[] {
  if (part === "judged")
    return settings.judged === null ? [] : judgedFiles(resolve(folder, settings.judged));
  if (part === "source") {
    const source = parseSource(settings.source, folder);
    return source.kind === "file" ? [source.path] : [];
  }
  const writers = [settings.queries, settings.generation.paraphraser ?? settings.queries];
  return writers
    .map((writer) => parseQueriesSetting(writer, folder))
    .flatMap((writer) => (writer.kind === "recorded" ? [writer.path] : []));
}

function missing(what: string, path: string): CliError {
  return new CliError("FILE_MISSING", `Expected ${what} at ${path}, found nothing.`, {
    hint: "Correct the path; relative paths are taken from the folder where the command is started.",
  });
}
