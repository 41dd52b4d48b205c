import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { z } from "zod";
import { CliError } from "../cli-error.ts";
import { settingsSchema, type WrittenSettings } from "./settings.ts";

/** Names of configuration files; the first that is there is read. */
export const configNames = ["searchfit.config.ts", "searchfit.config.js", "searchfit.config.json"];

/**
 * Reads the configuration file: the one named, or `searchfit.config.{ts,js,json}` of the folder.
 *
 * @param folder Where to look.
 * @param named A file that must be there.
 * @returns What it says; `{}` when there is none.
 * @throws {CliError} `FILE_MISSING`, `INVALID_SETTINGS` with every mistake of the file.
 */
export async function readConfigFile(folder: string, named?: string): Promise<WrittenSettings> {
  const path =
    named === undefined
      ? configNames.map((name) => join(folder, name)).find((candidate) => existsSync(candidate))
      : resolve(folder, named);
  if (path === undefined) return {};
  if (!existsSync(path)) {
    throw new CliError("FILE_MISSING", `Expected a configuration file at ${path}.`);
  }
  const content = await loadFile(path);
  const parsed = settingsSchema.safeParse(content);
  if (!parsed.success) throw mistakesOf(path, parsed.error);
  return content as WrittenSettings;
}

async function loadFile(path: string): Promise<unknown> {
  try {
    if (path.endsWith(".json")) return JSON.parse(readFileSync(path, "utf8")) as unknown;
    const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
    return module.default;
  } catch (cause) {
    throw new CliError("INVALID_SETTINGS", `${path} cannot be read: ${String(cause)}.`);
  }
}

/** Every mistake of a file in one error. */
export function mistakesOf(path: string, error: z.ZodError): CliError {
  const mistakes = error.issues.map((issue) => {
    const place = issue.path.join(".");
    return place === "" ? issue.message : `${place}: ${issue.message}`;
  });
  const plural = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  return new CliError(
    "INVALID_SETTINGS",
    `${path} has ${plural}:\n${mistakes.map((mistake) => `  - ${mistake}`).join("\n")}`,
    {
      hint: "Correct them all; `searchfit train --help` lists what can be set.",
      details: mistakes,
    },
  );
}
