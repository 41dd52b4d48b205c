import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { CliError } from "../cli-error.ts";
import { configNames } from "../settings/read-config-file.ts";

/** Names and texts of files. */
export type NewFiles = Readonly<Record<string, string>>;

/**
 * Refuses to lose what somebody wrote.
 *
 * @param names Files that are to be written to the folder.
 * @throws {CliError} `FILE_EXISTS`: one is there and `force` is not given; or there is a configuration
 *   file of another name, of which only one would be read.
 */
export function requireNoFiles(folder: string, names: readonly string[], force: boolean): void {
  const others = configNames.filter(
    (name) => !names.includes(name) && existsSync(join(folder, name)),
  );
  const same = force ? [] : names.filter((name) => existsSync(join(folder, name)));
  const there = [...same, ...others];
  if (there.length === 0) return;
  throw new CliError("FILE_EXISTS", `There is already ${there.join(" and ")} in ${folder}.`, {
    hint:
      others.length === 0
        ? "Edit it; or give --force to overwrite what is there."
        : `Edit it; or move ${others.join(" and ")} away: only one configuration file is read.`,
    details: there,
  });
}

/** Writes the files into the folder; without `force`, none that came into being meanwhile is lost. */
export async function writeNewFiles(
  folder: string,
  files: NewFiles,
  force: boolean,
): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, basename(name));
    await writeFile(path, text, { flag: force ? "w" : "wx" }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") requireNoFiles(folder, [name], force);
      throw error;
    });
  }
}
