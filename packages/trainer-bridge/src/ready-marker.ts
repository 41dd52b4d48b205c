import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isRecord } from "./field-checks.ts";
import { writeFileDurably } from "./write-file-durably.ts";

/** What the marker of a finished environment says. */
export interface ReadyMarker {
  /** SHA-256 over the lock files. */
  readonly lockHash: string;
  /** Version of Python. */
  readonly python: string;
  /** "pip" or "uv". */
  readonly installer: string;
}

const name = "searchfit-ready.json";
const format = 1;

/** Writes the marker, the last act of a building. */
export async function writeReadyMarker(folder: string, marker: ReadyMarker): Promise<void> {
  await writeFileDurably(join(folder, name), `${JSON.stringify({ format, ...marker }, null, 2)}\n`);
}

/** The marker of a finished environment; undefined without a readable one of this format. */
export async function readReadyMarker(folder: string): Promise<ReadyMarker | undefined> {
  try {
    const marker: unknown = JSON.parse(await readFile(join(folder, name), "utf8"));
    if (!isRecord(marker) || marker.format !== format) return undefined;
    const { lockHash, python, installer } = marker;
    return { lockHash: String(lockHash), python: String(python), installer: String(installer) };
  } catch {
    return undefined;
  }
}
