import { readFile } from "node:fs/promises";
import { OnnxEmbedderError } from "./onnx-embedder-error.ts";

/**
 * Reads a JSON file of a model folder.
 *
 * @param path The file.
 * @param missing What to return when there is no such file; an error is thrown when not given.
 * @returns The parsed content, unchecked.
 * @throws {OnnxEmbedderError} `MODEL_FILE_MISSING`, `MODEL_FILE_INVALID`.
 */
export async function readJsonFile(path: string, missing?: unknown): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (missing !== undefined) return missing;
    throw new OnnxEmbedderError("MODEL_FILE_MISSING", `Expected a model file at ${path}.`, {
      hint: "Is this a sentence-transformers folder?",
      cause,
    });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OnnxEmbedderError(
      "MODEL_FILE_INVALID",
      `${path}: expected JSON, got ${JSON.stringify(text.slice(0, 80))}.`,
      { cause },
    );
  }
}
