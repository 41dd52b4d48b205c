import { open, rename, rm } from "node:fs/promises";
import { LiveCompareError } from "../live-compare-error.ts";

/** Writes a file so that it is there whole or not at all: beside, synced, renamed. */
export async function writeFileAtomically(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(beside, "w");
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LiveCompareError(
      "OUTPUT_NOT_WRITABLE",
      `Expected to write ${path}, got: ${reason}.`,
      {
        hint: "Give --out a file in a folder that exists and can be written.",
        details: { path },
        cause,
      },
    );
  }
}
