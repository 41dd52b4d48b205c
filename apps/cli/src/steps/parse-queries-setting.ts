import { resolve } from "node:path";
import { CliError } from "../cli-error.ts";

/** Who writes the queries. */
export type QueryWriter =
  | {
      readonly kind: "recorded";
      /** Absolute path of the recorded answers. */
      readonly path: string;
    }
  | { readonly kind: "anthropic" }
  | { readonly kind: "rules" }
  | {
      readonly kind: "openai" | "ollama";
      /** Model that the server has. */
      readonly model: string;
    };

/**
 * Reads a `--queries` such as `recorded:FILE`, `anthropic`, `openai:MODEL`, `ollama:MODEL` or `rules`.
 *
 * @throws {CliError} `INVALID_SOURCE`.
 */
export function parseQueriesSetting(text: string, folder: string): QueryWriter {
  if (text === "anthropic" || text === "rules") return { kind: text };
  if (text.startsWith("recorded:")) {
    return { kind: "recorded", path: resolve(folder, text.slice("recorded:".length)) };
  }
  const [, kind, model] = /^(openai|ollama):(.+)$/u.exec(text) ?? [];
  if (model !== undefined) return { kind: kind === "openai" ? "openai" : "ollama", model };
  throw new CliError(
    "INVALID_SOURCE",
    `Expected who writes the queries, got ${JSON.stringify(text)}.`,
    {
      hint: "Give recorded:FILE, anthropic, openai:MODEL, ollama:MODEL or rules.",
    },
  );
}
