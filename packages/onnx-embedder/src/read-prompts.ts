import { join } from "node:path";
import { OnnxEmbedderError } from "./onnx-embedder-error.ts";
import { readJsonFile } from "./read-json-file.ts";

const file = "config_sentence_transformers.json";

/**
 * Reads the prompts of a sentence-transformers folder.
 *
 * @param folder The folder; one without the file has no prompts.
 * @returns Prompts by name; those that are null are left out.
 * @throws {OnnxEmbedderError} `MODEL_FILE_INVALID` when `default_prompt_name` names a prompt that is not
 *   there: sentence-transformers does not load such a folder either.
 */
export async function readPrompts(folder: string): Promise<Record<string, string>> {
  const config = (await readJsonFile(join(folder, file), {})) as {
    readonly prompts?: unknown;
    readonly default_prompt_name?: unknown;
  };
  const { prompts, default_prompt_name: defaultName = null } = config;
  const entries = Object.entries(typeof prompts === "object" && prompts !== null ? prompts : {});
  const names = new Set(["query", "document", ...entries.map(([name]) => name)]);
  if (defaultName !== null && !(typeof defaultName === "string" && names.has(defaultName))) {
    throw new OnnxEmbedderError(
      "MODEL_FILE_INVALID",
      `${join(folder, file)}: expected "default_prompt_name" to name a prompt of ${[...names].join(", ")}, got ${JSON.stringify(defaultName)}.`,
      { hint: "Give the prompt under that name, or set the name to null." },
    );
  }
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
