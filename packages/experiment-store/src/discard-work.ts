import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Deletes the work folder of a step that is recorded as done. It is renamed first, so that a process
 * killed meanwhile never leaves half of it for the step to go on from.
 *
 * @param workFolder The folder; nothing happens when it is not there.
 * @param name Name of the step.
 */
export async function discardWork(workFolder: string, name: string): Promise<void> {
  const trash = join(dirname(workFolder), `finished-${name}`);
  await rm(trash, { recursive: true, force: true });
  await rename(workFolder, trash).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== "ENOENT") throw error;
  });
  await rm(trash, { recursive: true, force: true });
}
