import { readFile } from "node:fs/promises";
import type { LiveCapture } from "../live-capture.ts";
import { LiveCompareError } from "../live-compare-error.ts";
import { writeFileAtomically } from "./write-file-atomically.ts";

/**
 * Writes a capture as JSON, whole or not at all.
 *
 * @throws {LiveCompareError} `OUTPUT_NOT_WRITABLE`.
 * @example
 * await writeCapture("live_search_results.json", capture);
 */
export async function writeCapture(path: string, capture: LiveCapture): Promise<void> {
  await writeFileAtomically(path, `${JSON.stringify(capture, null, 2)}\n`);
}

/** Refuses to replace a file that is not an earlier capture of the same label: a "before" comes once. */
export async function requireFreeOutput(path: string, label: string): Promise<void> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined || labelOf(text) === label) return;
  throw new LiveCompareError(
    "OUTPUT_EXISTS",
    `Expected ${path} to be free for the capture "${label}", got a file with something else.`,
    { hint: "Give another --out FILE, or --overwrite to replace it.", details: { path, label } },
  );
}

function labelOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly label?: unknown } | null)?.label;
  } catch {
    return undefined;
  }
}
