import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "dotenv";

/** Environment variables; empty ones count as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The process's variables, over those of a `.env` file in the folder where there is one. */
export function readEnvironment(folder: string, variables: Environment): Environment {
  const entries = Object.entries({ ...readDotenv(folder), ...variables });
  return Object.fromEntries(entries.filter(([, value]) => value?.trim() !== ""));
}

function readDotenv(folder: string): Environment {
  try {
    return parse(readFileSync(join(folder, ".env"), "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}
