import { readFileSync } from "node:fs";
import { parse } from "dotenv";

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The process's variables, over those of a `.env` file in the current folder where there is one. */
export function readEnvironment(): Environment {
  return { ...readDotenv(), ...process.env };
}

function readDotenv(): Environment {
  try {
    return parse(readFileSync(".env", "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}
